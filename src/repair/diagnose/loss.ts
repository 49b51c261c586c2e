/* What a fault takes, in records and keys. */
import {
  AOF_PROGRAM,
  entryStart,
  isUtf8,
  type Loss,
  previewText,
  RecordWalker,
  SNAPSHOT_PROGRAM,
} from '../../codec/index.ts';
import { NO_KEY, RowKind } from '../../columnar/index.ts';
import { type FaultSite, type Finding, meanRecordBytes } from './site.ts';

const LONGEST_SHOWN = 60;
const LONGEST_KEY = 4096;

/** Records and keys that `site` costs, given what is known of its cause. */
export async function lossOf(site: FaultSite, finding: Finding): Promise<Loss> {
  const { index, isGap, fault } = site;
  const isWhole = fault.evidence.kind === 'bad-footer' || fault.evidence.kind === 'count-mismatch';
  const keys = finding.records === 0 || isWhole ? [] : await keysOf(site);
  if (finding.records !== undefined)
    return { records: finding.records, bound: finding.bound ?? 'exact', keys };
  const kind = fault.row < index.rows.length ? index.rows.kind(fault.row) : RowKind.gap;
  if (kind === RowKind.record || kind === RowKind.entry)
    return { records: 1, bound: finding.bound ?? 'exact', keys };
  if (!isGap) return { records: 0, bound: 'exact', keys };
  const byCount = countedLoss(site);
  // An entry is proven by nothing but the footer: those around the gap may be damaged too.
  if (byCount !== null)
    return { records: byCount, bound: finding.certainty === 'proven' ? 'exact' : 'at-least', keys };
  if (finding.bound === 'at-least') return { records: 1, bound: 'at-least', keys };
  const records = Math.max(1, Math.round((site.to - site.from) / meanRecordBytes(index)));
  return { records, bound: 'about', keys };
}

/** A snapshot's header says how many entries there were: what a single gap took is what is missing of them. */
function countedLoss({ index, gaps }: FaultSite): number | null {
  if (index.kind !== 'snapshot' || gaps !== 1) return null;
  const lost = index.claimedEntries - index.rows.records;
  return lost >= 0 && index.claimedEntries > 0 && lost < index.size ? lost : null;
}

/** The key that the damaged record shows, when it can be read. */
async function keysOf(site: FaultSite): Promise<readonly string[]> {
  const { index, fault } = site;
  const { rows } = index;
  if (fault.row >= rows.length) return [];
  const key = rows.key(fault.row);
  if (key !== NO_KEY) return [previewText(index.keys.bytesOf(key), LONGEST_SHOWN)];
  return site.isGap && !site.isSealed ? keyInGap(site) : [];
}

async function keyInGap({ index, reader, from, to }: FaultSite): Promise<readonly string[]> {
  const bytes = await reader.read(from, Math.min(to, from + LONGEST_KEY));
  if (bytes === null || bytes.length === 0) return [];
  const isLog = index.kind === 'aof';
  const entry = isLog ? (AOF_PROGRAM.entryOf[bytes[0] as number] as number) : entryStart(index.layout);
  if (entry < 0) return [];
  const walker = new RecordWalker(isLog ? AOF_PROGRAM : SNAPSHOT_PROGRAM);
  walker.start(entry, isLog ? 1 : 0);
  walker.run(bytes, bytes.length, bytes.length);
  const end = walker.keyAt + walker.keyLength;
  if (walker.keyAt < 0 || walker.keyLength === 0 || end > bytes.length || !isUtf8(bytes, walker.keyAt, end))
    return [];
  const key = bytes.subarray(walker.keyAt, end);
  // Control characters speak for bytes that are no key.
  return key.some((byte) => byte < 0x20) ? [] : [previewText(key, LONGEST_SHOWN)];
}
