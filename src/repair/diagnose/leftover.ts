/* What the lengths at the beginning of a damaged stretch say about how much of it is there. */
import type { Range } from '../../base/index.ts';
import {
  AOF_PROGRAM,
  CRC_BYTES,
  entryStart,
  FRAME_HEADER_BYTES,
  GCM_TAG_BYTES,
  NONCE_BYTES,
  RecordWalker,
  readU32,
  SNAPSHOT_PROGRAM,
  StopReason,
  UTF8_ACCEPT,
  UTF8_REJECT,
  utf8Update,
  WalkStatus,
} from '../../codec/index.ts';
import { findInsertedInFrame } from './editedBytes.ts';
import { contentOf } from './foreignContent.ts';
import { borderOf, type FaultSite, type Finding, SMALLEST_ENTRY, SMALLEST_RECORD } from './site.ts';

/** A record that lacks more than this was hardly cut off: its length is what is damaged. */
const MOST_MISSING = 1 << 20;
const LONGEST_READ = 1 << 20;
const TTL_BYTES = 8;
/** A hundred years. */
const LONGEST_TTL = 3_155_760_000_000n;
/** SET and PROTO.SET end in a TTL before their checksum. */
const ENDS_IN_TTL = new Set([1, 23]);

/** What a stretch without proof of anything is, by its lengths, its place and its size. */
export async function findLeftover(site: FaultSite): Promise<Finding | null> {
  const { from, to, index, reader } = site;
  if (!site.isGap || to - from > LONGEST_READ) return null;
  const bytes = await reader.read(from, to);
  if (bytes === null) return null;
  const span = { from, to };
  if (to === index.size && index.kind === 'aof') return atTheEnd(site, bytes, span);
  if (site.isSealed) return inFrames(site, bytes, span);
  return index.kind === 'aof' ? inLog(bytes, span) : inSnapshot(site, bytes, span);
}

/** Behind the last record that holds, with nothing that holds behind it. */
function atTheEnd({ isSealed, fault }: FaultSite, bytes: Uint8Array, span: Range): Finding {
  const cause = { kind: 'appended-bytes' as const, span, content: contentOf(bytes) };
  // What begins like no record was hardly one; what does may be the last one, damaged.
  const isNone = fault.evidence.kind === 'unknown-tag' || cause.content !== 'bytes';
  return { cause, certainty: isNone && !isSealed ? 'likely' : 'possible', records: 0 };
}

/** How much of the record at the beginning of `bytes` is there by its lengths. */
interface Extent {
  /** Bytes that the record takes at least; null when a length can't be right. */
  readonly needed: number | null;
  readonly tag: number;
  /** Where the field begins that the bytes end in; their end when they end in no value. */
  readonly cutAt: number;
}

function extentOf(bytes: Uint8Array): Extent | null {
  const tag = bytes[0] as number;
  const entry = AOF_PROGRAM.entryOf[tag] as number;
  if (entry < 0) return null;
  const walker = new RecordWalker(AOF_PROGRAM);
  walker.start(entry, 1);
  const status = walker.run(bytes, bytes.length, bytes.length);
  const tail = CRC_BYTES + (ENDS_IN_TTL.has(tag) ? TTL_BYTES : 0);
  if (status === WalkStatus.done) return { tag, needed: walker.position + CRC_BYTES, cutAt: bytes.length };
  if (status === WalkStatus.stopped) return { tag, needed: null, cutAt: bytes.length };
  // Cut inside a length or a number: at least the rest of that is missing.
  if (walker.stopReason === StopReason.none || walker.stopName.field === '')
    return { tag, needed: withTail(bytes, entry), cutAt: bytes.length };
  const end =
    walker.stopEnd +
    (walker.stopName.field === 'value' || walker.stopName.field === 'data' ? tail : CRC_BYTES);
  return { tag, needed: end - bytes.length > MOST_MISSING ? null : end, cutAt: walker.stopAt + 4 };
}

function inLog(bytes: Uint8Array, span: Range): Finding {
  const extent = extentOf(bytes);
  const isShort = bytes.length < SMALLEST_RECORD;
  if (extent === null || extent.needed === null)
    return isShort || extent === null ? inserted(bytes, span) : somewhere(span);
  const missing = extent.needed - bytes.length;
  if (missing <= 0) return somewhere(span);
  const cause = { kind: 'torn-then-appended' as const, span, missing: missing === 1 ? null : missing };
  if (ENDS_IN_TTL.has(extent.tag) && endsInTtl(bytes.subarray(0, -CRC_BYTES))) {
    // The record's end is there, right before the next one: what is missing is in the middle.
    return {
      cause: { kind: 'missing-bytes', span, bytes: cause.missing, restored: null },
      certainty: 'possible',
      records: 1,
    };
  }
  const end = endOfText(bytes.subarray(extent.cutAt));
  // Text that ends in bytes that are none: those belong to another record, whose beginning is lost.
  if (end === 'other') return somewhere(span);
  // A crash hardly ever cuts on a block's border: a lost block does.
  const isTorn = end === 'text' && borderOf(span.to) === 0;
  return { cause, certainty: isTorn ? 'likely' : 'possible', records: 1 };
}

/** What a record takes whose last fixed fields are cut: one byte more than is there where not even that can be told. */
function withTail(bytes: Uint8Array, entry: number): number {
  const padded = new Uint8Array(bytes.length + TTL_BYTES);
  padded.set(bytes);
  const walker = new RecordWalker(AOF_PROGRAM);
  walker.start(entry, 1);
  const isDone = walker.run(padded, padded.length, padded.length) === WalkStatus.done;
  return isDone ? walker.position + CRC_BYTES : bytes.length + 1;
}

/** Checksum and TTL of another record. */
const LONGEST_TAIL = CRC_BYTES + TTL_BYTES;
/** Fewer bytes are text by accident. */
const LEAST_TEXT = 8;

/**
 * What a value that is cut off ends in: still in its own text, or in something else; null where it is no text, so that
 * this can't be told. Nothing of a value, or next to nothing, is as good as text.
 */
function endOfText(value: Uint8Array): 'text' | 'other' | null {
  if (isText(value)) return 'text';
  const body = value.subarray(0, Math.max(0, value.length - LONGEST_TAIL));
  return body.length >= LEAST_TEXT && isText(body) ? 'other' : null;
}

const isText = (bytes: Uint8Array): boolean =>
  utf8Update(UTF8_ACCEPT, bytes, 0, bytes.length) !== UTF8_REJECT &&
  bytes.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);

/** Bytes that begin like no record, or are too few for one, between two that hold. */
const inserted = (bytes: Uint8Array, span: Range): Finding => ({
  cause: { kind: 'inserted-bytes', span, content: contentOf(bytes), slack: 0 },
  certainty: 'possible',
  records: 0,
});

/** What stands there is not one whole record; whether bytes were lost or overwritten can't be told. */
const somewhere = (span: Range): Finding => ({
  cause: { kind: 'missing-bytes', span, bytes: null, restored: null },
  certainty: 'possible',
  bound: 'at-least',
});

function endsInTtl(bytes: Uint8Array): boolean {
  if (bytes.length < TTL_BYTES) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ttl = view.getBigInt64(bytes.length - TTL_BYTES, true);
  return ttl === -1n || (ttl > 0n && ttl <= LONGEST_TTL);
}

async function inFrames(site: FaultSite, bytes: Uint8Array, span: Range): Promise<Finding> {
  if (bytes.length < FRAME_HEADER_BYTES) return somewhere(span);
  const length = readU32(bytes, NONCE_BYTES);
  const needed = FRAME_HEADER_BYTES + length;
  const missing = needed - bytes.length;
  if (length <= GCM_TAG_BYTES || missing > MOST_MISSING) return somewhere(span);
  if (missing > 0) {
    return {
      cause: { kind: 'missing-bytes', span, bytes: missing, restored: null },
      certainty: 'likely',
      records: 1,
    };
  }
  return (await findInsertedInFrame(site, site.from + needed)) ?? somewhere(span);
}

function inSnapshot({ index }: FaultSite, bytes: Uint8Array, span: Range): Finding {
  if (bytes.length < SMALLEST_ENTRY) return inserted(bytes, span);
  const walker = new RecordWalker(SNAPSHOT_PROGRAM);
  walker.start(entryStart(index.layout), 0);
  const status = walker.run(bytes, bytes.length, bytes.length);
  const isTorn =
    status === WalkStatus.torn && walker.stopReason !== StopReason.none && walker.stopName.field !== '';
  const missing = isTorn ? walker.stopEnd + TTL_BYTES - bytes.length : 0;
  if (missing <= 0 || missing > MOST_MISSING || !endsInTtl(bytes)) return somewhere(span);
  return {
    cause: { kind: 'missing-bytes', span, bytes: missing, restored: null },
    certainty: 'possible',
    records: 1,
  };
}
