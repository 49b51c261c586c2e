/* Causes that the fault's own evidence names. */
import { fileOffset } from '../../base/index.ts';
import { AOF_HEADER_BYTES, CRC_BYTES, crc32, ENCRYPTED_VERSION, readU32 } from '../../codec/index.ts';
import { RowStatus } from '../../columnar/index.ts';
import { contentOf } from './foreignContent.ts';
import { findHeaderCause, versionCause } from './headerCause.ts';
import { borderOf, certaintyOf, type FaultSite, type Finding } from './site.ts';

/** Sizes that files are cut to when what copies or stores them counts in blocks, the largest first. */
const ROUND_SIZES = [1 << 20, 64 << 10, 4096, 512];
const LONGEST_FOREIGN = 64 << 10;
/** Frames that fail one after the other to the file's end, before another key is likelier than damage. */
const FEWEST_OF_OTHER_KEY = 3;
const MANY_OF_OTHER_KEY = 8;
/** Counting goes no farther, either way. */
const MOST_OF_OTHER_KEY = 1024;
/** A key this many times longer than any other of the file is hardly one. */
const KEY_TIMES = 8;
const LEAST_ODD_KEY = 1024;

/** The cause that the scan's correction names. */
export function findByCorrection({ fault }: FaultSite): Finding | undefined {
  const { fix } = fault;
  if (fix === undefined) return undefined;
  const kind = fix.scope === 'bit' ? 'flipped-bit' : fix.scope === 'byte' ? 'wrong-byte' : 'wrong-length';
  const isFooter = fault.evidence.kind === 'bad-footer';
  return {
    cause: { kind, fix },
    certainty: certaintyOf(fix.odds),
    odds: fix.odds,
    ...(isFooter ? { records: 0 } : {}),
  };
}

/** The cause that follows from the kind of the fault alone; null where the bytes have to be looked at. */
export async function findByEvidence(site: FaultSite): Promise<Finding | null> {
  const { fault, index, from, to, reader } = site;
  const { evidence } = fault;
  switch (evidence.kind) {
    case 'bad-header':
    case 'short-header':
      return findHeaderCause(site);
    case 'foreign-header':
      return { cause: { kind: 'concatenated', at: fault.offset }, certainty: 'likely', records: 0 };
    case 'mixed-encryption': {
      const isAll = fault.offset === AOF_HEADER_BYTES;
      const found = evidence.inside === 'encrypted' ? ENCRYPTED_VERSION - 1 : ENCRYPTED_VERSION;
      const wrong = isAll ? versionCause(site, index.version === 0 ? found : index.version) : null;
      return (
        wrong ?? {
          cause: { kind: 'mixed-encryption', inside: evidence.inside },
          certainty: 'likely',
          records: 0,
        }
      );
    }
    case 'shard-id-mismatch': {
      const bitsApart = bitCount(evidence.inHeader ^ evidence.inName);
      return {
        cause: { kind: 'misplaced-snapshot', bitsApart },
        certainty: bitsApart === 1 ? 'possible' : 'likely',
        records: 0,
      };
    }
    case 'unfinished-snapshot':
      return { cause: { kind: 'unfinished-snapshot', hasFooter: false }, certainty: 'likely', records: 0 };
    case 'trailing-bytes': {
      const bytes = await reader.read(from, Math.min(to, from + LONGEST_FOREIGN));
      if (bytes === null) return null;
      return {
        cause: { kind: 'appended-bytes', span: { from, to }, content: contentOf(bytes) },
        certainty: 'proven',
        records: 0,
      };
    }
    case 'torn-tail':
      return truncation(site, evidence.missing);
    case 'undecryptable':
      return evidence.wrongKeyLikely ? wrongKey(site) : otherKey(site);
    case 'unknown-tag':
      return fault.severity === 'warning' ? WRITTEN : writtenGap(site);
    case 'bad-body':
      // A snapshot's entry has no checksum of its own that could hold.
      if (index.kind === 'aof' || site.isSealed || index.snapshot.footerHolds) return WRITTEN;
      return null;
    case 'corrupt-length':
      return writtenGap(site);
    default:
      return null;
  }
}

/** The checksum holds over it: nobody changed it afterwards. */
export const WRITTEN: Finding = { cause: { kind: 'written-like-this' }, certainty: 'proven', records: 0 };

/** A checksum over exactly these bytes holds, whatever their lengths say: they are what was written. */
async function writtenGap(site: FaultSite): Promise<Finding | null> {
  const { index, from, to, reader, isGap } = site;
  if (index.kind === 'snapshot' && isGap && index.snapshot.footerHolds) return WRITTEN;
  if (
    index.kind !== 'aof' ||
    !isGap ||
    site.isSealed ||
    to - from > LONGEST_FOREIGN ||
    to - from <= CRC_BYTES
  )
    return null;
  const bytes = await reader.read(from, to);
  if (bytes === null) return null;
  const end = bytes.length - CRC_BYTES;
  return crc32(bytes, 0, end) === readU32(bytes, end) ? WRITTEN : null;
}

function truncation({ index, fault }: FaultSite, missing: number | null): Finding {
  const left = index.kind === 'snapshot' ? index.claimedEntries - index.rows.records : 0;
  const entriesMissing = isPlausible(left) ? left : null;
  const cause = {
    kind: 'truncated' as const,
    roundTo: borderOf(index.size, ROUND_SIZES),
    missing,
    entriesMissing,
  };
  const records = entriesMissing ?? 1;
  const certainty = claimsOddKey(index, fault.length, missing) ? 'possible' : 'likely';
  // What followed a log's end leaves no trace; a snapshot's header counts it.
  return { cause, certainty, records, bound: entriesMissing === null ? 'at-least' : 'exact' };
}

/** Whether what is there claims a key far longer than any other: then it may be no record at all. */
function claimsOddKey(index: FaultSite['index'], there: number, missing: number | null): boolean {
  if (missing === null || missing < LEAST_ODD_KEY || there > LEAST_ODD_KEY) return false;
  let longest = 0;
  const known = Math.min(index.keys.size, 10_000);
  for (let id = 0; id < known; id++) {
    longest = Math.max(longest, index.keys.bytesOf(id as Parameters<typeof index.keys.bytesOf>[0]).length);
  }
  return missing > KEY_TIMES * Math.max(longest, 1) && there < longest + AOF_HEADER_BYTES;
}

/** A header that claims more entries than this is damaged itself. */
const isPlausible = (entriesMissing: number): boolean => entriesMissing > 0 && entriesMissing < 1e9;

/** The entries that a cut-off snapshot lacks, by its header. */
export function cutOffSnapshot({ index }: FaultSite): Finding {
  const left = index.claimedEntries - index.rows.records;
  const entriesMissing = isPlausible(left) ? left : null;
  return {
    cause: {
      kind: 'truncated',
      roundTo: borderOf(index.size, ROUND_SIZES),
      missing: entriesMissing === null ? CRC_BYTES : null,
      entriesMissing,
    },
    certainty: 'likely',
    records: entriesMissing ?? 0,
  };
}

const wrongKey = ({ index }: FaultSite): Finding => ({
  cause: { kind: 'wrong-key', frames: index.rows.records },
  certainty: 'likely',
  records: 0,
});

/** Frames that are framed but don't open, one after the other: written under another key, for all one can see. */
function otherKey({ index, fault }: FaultSite): Finding | null {
  const { rows } = index;
  const isBad = (row: number): boolean =>
    row > 0 && row < rows.length && rows.status(row as typeof fault.row) === RowStatus.undecryptable;
  let first: number = fault.row;
  let end: number = fault.row;
  while (isBad(end) && end - first < MOST_OF_OTHER_KEY) end++;
  while (isBad(first - 1) && end - first < MOST_OF_OTHER_KEY) first--;
  const frames = end - first;
  if (!isBad(fault.row) || frames < FEWEST_OF_OTHER_KEY) return null;
  return {
    cause: { kind: 'wrong-key', frames },
    certainty: frames >= MANY_OF_OTHER_KEY ? 'likely' : 'possible',
    records: 1,
  };
}

function bitCount(value: number): number {
  let bits = 0;
  for (let rest = value >>> 0; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

/** The fault at `at` explains this one as well. */
export const follows = (at: number, records = 0): Finding => ({
  cause: { kind: 'follows', at: fileOffset(at) },
  certainty: 'likely',
  records,
});
