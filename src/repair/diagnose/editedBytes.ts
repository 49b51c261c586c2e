/* Bytes that were put in or left out, proven by the checksum of what they are in. */
import { fileOffset } from '../../base/index.ts';
import {
  AOF_PROGRAM,
  CRC_BYTES,
  RecordWalker,
  SNAPSHOT_HEADER_BYTES,
  StopReason,
} from '../../codec/index.ts';
import { findCopy } from './copies.ts';
import { recordMessage, recordsHeld } from './damagedMessage.ts';
import { contentOf } from './foreignContent.ts';
import { without } from './recordChain.ts';
import { certaintyOf, type FaultSite, type Finding, recordsWithin, SMALLEST_RECORD } from './site.ts';
import { type Extra, findExtra, findLost, LONGEST_MESSAGE, type Message, partialChecksum } from './splice.ts';

const CHECKSUMS = 2 ** 32;
const SECTOR = 512;
/** By accident the bytes at both ends of a stretch are the same for fewer. */
const MOST_SLACK = 4;
/** A run of one byte that is damage of its own. */
const SHORTEST_RUN = 16;
const LEAST_VALUE = 12;
/** So few bytes at their beginning nearly all records share, whatever was put in behind them. */
const LEAST_SHARED = SMALLEST_RECORD + 8;
const LENGTH_BYTES = 4;

/** A stretch that was put into a record, or two, of a plaintext log; or into a plaintext snapshot's entries. */
export async function findInserted(site: FaultSite, message: Message | null): Promise<Finding | null> {
  if (site.effort.left < 0) return null;
  const extra = message === null ? await extraInLog(site) : extraInSnapshot(site, message);
  if (extra === null) return null;
  const bytes = await site.reader.read(extra.from, extra.to);
  if (bytes === null) return null;
  const span = { from: extra.from, to: extra.to };
  const copyOf = await findCopy(site, span, bytes);
  // No checksum covers the header: what was put in there shows only behind it.
  const isUnsure =
    message === null
      ? Math.max(bytes.length, LEAST_SHARED - (extra.from - site.from)) >= SMALLEST_RECORD &&
        (await valueBefore(site, extra.from)) < LEAST_VALUE
      : extra.from === SNAPSHOT_HEADER_BYTES;
  const found = {
    certainty: isUnsure ? ('likely' as const) : certaintyOf(extra.odds),
    odds: extra.odds,
    ...(message === null ? { records: 1 } : {}),
  };
  // A beginning that stands there twice is shared by two records: the second one's may be what is lost.
  const isUniform = bytes.every((byte) => byte === bytes[0]);
  const isShared = copyOf === null && extra.slack >= MOST_SLACK;
  if (!isUniform && (isShared || endsLikeDamage(extra, bytes))) return null;
  if (copyOf !== null) {
    const cause = {
      kind: 'repeated' as const,
      span,
      copyOf: fileOffset(copyOf),
      records: recordsWithin(site, span),
    };
    return { cause, ...found };
  }
  const cause = { kind: 'inserted-bytes' as const, span, content: contentOf(bytes), slack: extra.slack };
  return { cause, ...found };
}

/**
 * Whether a stretch ends as other damage would: on a block's border without being whole blocks itself, or in a run of
 * one byte. That may have taken the beginning of the record that ends behind it, and the beginning of the one before
 * stands in for it.
 */
function endsLikeDamage({ from, to, slack }: Extra, bytes: Uint8Array): boolean {
  const length = to - from;
  const onBorder = Math.floor((to + slack) / SECTOR) * SECTOR >= to;
  if (length >= SHORTEST_RUN && length % SECTOR !== 0 && onBorder) return true;
  const end = bytes.subarray(-SHORTEST_RUN);
  return end.length === SHORTEST_RUN && end.every((byte) => byte === end[0]);
}

/**
 * How much of a record's value stands before the stretch. Keys and lengths are shared by many records, so that the
 * beginning of one and the end of another may make a whole one; with some of its value it is one of a kind.
 */
async function valueBefore({ reader, from }: FaultSite, to: number): Promise<number> {
  const bytes = await reader.read(from, to);
  const entry = AOF_PROGRAM.entryOf[bytes?.[0] ?? 0] as number;
  if (bytes === null || entry < 0) return 0;
  const walker = new RecordWalker(AOF_PROGRAM);
  walker.start(entry, 1);
  walker.run(bytes, bytes.length, bytes.length);
  return walker.stopReason === StopReason.none ? 0 : bytes.length - walker.stopAt - LENGTH_BYTES;
}

/** Takes what a search by registers costs. */
function spend({ effort }: FaultSite, bytes: number): void {
  effort.left -= bytes * 8;
}

function extraInSnapshot(site: FaultSite, message: Message): Extra | null {
  spend(site, message.bytes.length);
  return findExtra(message);
}

async function extraInLog(site: FaultSite): Promise<Extra | null> {
  const { reader, from, to } = site;
  if (to - from > LONGEST_MESSAGE || to - from <= CRC_BYTES) return null;
  const bytes = await reader.read(from, to);
  if (bytes === null) return null;
  spend(site, bytes.length);
  const inside = partialChecksum(bytes)?.extra;
  if (inside) return { from: from + inside.from, to: from + inside.to, slack: 0, odds: 1 / CHECKSUMS };
  return findExtra(recordMessage(bytes, from));
}

/** One or two bytes that are missing, and which ones. */
export async function findMissing(site: FaultSite, message: Message | null): Promise<Finding | null> {
  const { reader, from, to, effort } = site;
  if (to - from > LONGEST_MESSAGE || to - from < 5 || effort.left < 0) return null;
  const bytes = await reader.read(from, to);
  if (bytes === null) return null;
  spend(site, bytes.length);
  const torn = message === null ? partialChecksum(bytes) : null;
  if (torn !== null && torn.extra === null) return tornInChecksum(site, torn.present);
  const lost = findLost(message ?? recordMessage(bytes, from));
  if (lost === null) return null;
  return {
    cause: {
      kind: 'missing-bytes',
      span: { from: lost.at, to: lost.until },
      bytes: lost.bytes.length,
      restored: lost.bytes,
    },
    // As above: bytes of the header that are missing show only behind it.
    certainty: message !== null && lost.at === SNAPSHOT_HEADER_BYTES ? 'likely' : certaintyOf(lost.odds),
    odds: lost.odds,
    records: 1,
  };
}

/** The content is whole, and so much of its checksum as is there fits: the write was cut off in it. */
const tornInChecksum = ({ from, to }: FaultSite, present: number): Finding => ({
  cause: { kind: 'torn-then-appended', span: { from, to }, missing: 4 - present },
  certainty: present >= 2 ? 'proven' : 'likely',
  ...(present > 0 ? { odds: 256 ** -present } : {}),
  records: 1,
});

/** How much decryption one frame may cost. */
const MOST_DECRYPTED = 4 << 20;

/** A stretch that was put into a frame: without it the frame opens. Its length tells how long the stretch is. */
export async function findInsertedInFrame(site: FaultSite, claimedEnd: number): Promise<Finding | null> {
  const { from, to, reader, index, effort } = site;
  const extra = to - claimedEnd;
  const places = claimedEnd - from;
  if (index.cipher === null || extra <= 0 || places <= 0) return null;
  const cost = places * places;
  if (cost > MOST_DECRYPTED || effort.left < cost * 4) return null;
  effort.left -= cost * 4;
  const bytes = await reader.read(from, to);
  if (bytes === null) return null;
  for (let at = places; at > 0; at--) {
    const rest = without(bytes, at, at + extra);
    if (recordsHeld(site, rest, null) !== 1) continue;
    let low = at;
    while (low > 0 && bytes[low - 1] === bytes[low - 1 + extra]) low--;
    const span = { from: from + low, to: from + low + extra };
    const content = contentOf(bytes.subarray(low, low + extra));
    return {
      cause: { kind: 'inserted-bytes', span, content, slack: at - low },
      certainty: 'proven',
      odds: 0,
      records: 1,
    };
  }
  return null;
}
