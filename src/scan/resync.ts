/*
 * Finds the next offset of a log at which a record holds, after framing is lost: a plaintext record by its checksum,
 * an encrypted one by its tag. Cheap tests come first: a known tag and a key length that could be one, or a frame
 * length that could be one; only what passes is walked or opened. Over noise about two bytes in a million get as far.
 */
import {
  AOF_PROGRAM,
  type ByteSource,
  CRC_BYTES,
  crc32,
  FRAME_HEADER_BYTES,
  type FrameCipher,
  GCM_TAG_BYTES,
  MAX_TAG,
  NONCE_BYTES,
  RecordWalker,
  readExactly,
  readU32,
  skipZeros,
  WalkStatus,
} from '../codec/index.ts';
import { frameAt, frameOpensAt, openFrame, openLongFrame } from './frames.ts';
import { breaksRule } from './logFaults.ts';
import type { ScanOptions } from './options.ts';
import { walkAt } from './probe.ts';
import { checksumOf } from './rangeChecksums.ts';
import type { Windows } from './windows.ts';
import { ZeroRuns } from './zeroRuns.ts';

/** BITOP: its key comes behind an operation byte. */
const BITOP = 34;
const BITOP_MAX_OP = 3;
/** A longer key or frame is possible, but its record is then missed and the search goes on to the next one. */
const LONGEST_LIKELY_KEY = 1 << 24;
const LONGEST_LIKELY_FRAME = 1 << 24;
const LONGEST_LIKELY_FRAMED_KEY = 1 << 16;
const LONGEST_CHAINED_FRAME = 1 << 20;
/** Zeros worth skipping. */
const ZERO_RUN = 32;
/** Frames that must follow one another to be believed without a key. */
const CHAIN = 3;
/** Candidates longer than this don't pay for a checksum of their own. */
const LONGEST_PLAIN_PASS = 16 << 10;
/** What the cheap tests look at, from a candidate on: a frame's header and its first block. */
const HEAD_BYTES = FRAME_HEADER_BYTES + 16;

/** Where a record holds, and in which encoding. */
export interface Found {
  readonly at: number;
  readonly sealed: boolean;
}

/** What is looked for besides plaintext records. */
export interface Wanted {
  /** Frames that open under this key. */
  readonly cipher: FrameCipher | null;
  /** Without a key: frames that follow one another by their lengths. */
  readonly chains: boolean;
  /** What the frames hold: log records (and plaintext ones are looked for as well), or snapshot entries. */
  readonly content?: 'record' | 'entry';
}

/**
 * @param from the first offset to try
 * @param windows moved along; afterwards it holds the offset that was found
 * @param to the first offset not to try any more
 * @returns null when no record holds before
 */
export async function findNextRecord(
  source: ByteSource,
  windows: Windows,
  from: number,
  wanted: Wanted,
  options: ScanOptions,
  to = source.size(),
): Promise<Found | null> {
  const size = source.size();
  const walker = new RecordWalker(AOF_PROGRAM);
  const zeros = new ZeroRuns();
  let at = from;
  if (at < windows.base || at >= windows.end) await windows.seek(at);
  while (at < to && options.signal?.aborted !== true) {
    const { bytes, base } = windows;
    const last = Math.min(to, windows.end - (windows.end === size ? 0 : HEAD_BYTES));
    if (at < last) at = zeros.pass(bytes, base, at, last);
    options.onZeros?.(zeros.longest);
    while (at < last) {
      at = base + nextCandidate(bytes, at - base, last - base, size - base, wanted);
      if (at >= last) break;
      if (wanted.content !== 'entry' && (await plainHolds(source, walker, bytes, base, at)))
        return { at, sealed: false };
      if (await sealedHolds(source, wanted, bytes, base, at)) return { at, sealed: true };
      at++;
    }
    await options.onProgress?.(at, true);
    if (at >= to) break;
    if (await windows.advance(at)) continue;
    await windows.seek(at);
  }
  return null;
}

/** The next position from `from` that passes the cheap tests; `to` when there is none. All relative to `bytes`. */
function nextCandidate(bytes: Uint8Array, from: number, to: number, fileEnd: number, wanted: Wanted): number {
  const frames = wanted.cipher !== null || wanted.chains;
  const plain = wanted.content !== 'entry';
  for (let i = from; i < to; i++) {
    const tag = bytes[i] as number;
    if (tag === 0 && bytes[i + ZERO_RUN] === 0) {
      // Nothing begins within a run of zeros; a frame may just before its end, where its length stands behind it.
      const end = skipZeros(bytes, i, to);
      if (end - i > ZERO_RUN) i = end - FRAME_HEADER_BYTES;
    }
    // One comparison turns most of noise and text away.
    if (tag <= MAX_TAG && plain && isPlainCandidate(bytes, i, fileEnd)) return i;
    if (frames && isFrameCandidate(bytes, i, fileEnd)) return i;
  }
  return to;
}

function isPlainCandidate(bytes: Uint8Array, i: number, fileEnd: number): boolean {
  const tag = bytes[i] as number;
  if (tag === 0 || tag > MAX_TAG) return false;
  let lengthAt = i + 1;
  if (tag === BITOP) {
    if ((bytes[lengthAt] as number) > BITOP_MAX_OP) return false;
    lengthAt++;
  }
  if (bytes[lengthAt + 3] !== 0) return false;
  const length = readU32(bytes, lengthAt);
  return length <= LONGEST_LIKELY_KEY && lengthAt + 4 + length + CRC_BYTES <= fileEnd;
}

function isFrameCandidate(bytes: Uint8Array, i: number, fileEnd: number): boolean {
  const lengthAt = i + NONCE_BYTES;
  if (bytes[lengthAt + 3] !== 0 || lengthAt + 4 > bytes.length) return false;
  const length = readU32(bytes, lengthAt);
  return length > GCM_TAG_BYTES && length <= LONGEST_LIKELY_FRAME && lengthAt + 4 + length <= fileEnd;
}

async function plainHolds(
  source: ByteSource,
  walker: RecordWalker,
  bytes: Uint8Array,
  base: number,
  at: number,
): Promise<boolean> {
  const relative = at - base;
  const size = source.size();
  const entry = AOF_PROGRAM.entryOf[bytes[relative] as number] as number;
  if (entry < 0) return false;
  walker.start(entry, relative + 1);
  const status = walker.run(bytes, bytes.length, size - base);
  if (status === WalkStatus.torn || status === WalkStatus.stopped || breaksRule(walker)) return false;
  if (status === WalkStatus.done) {
    const end = walker.position;
    if (base + end + CRC_BYTES > size) return false;
    const isNear = end + CRC_BYTES <= bytes.length && end - relative <= LONGEST_PLAIN_PASS;
    if (isNear) return crc32(bytes, relative, end) === readU32(bytes, end);
  }
  const walked = await walkAt(source, AOF_PROGRAM, entry, at + 1);
  if (walked.status !== WalkStatus.done || breaksRule(walked.walker) || walked.end + CRC_BYTES > size)
    return false;
  const stored = readU32(await readExactly(source, walked.end, CRC_BYTES), 0);
  return stored === (await checksumOf(source, at, walked.end));
}

async function sealedHolds(
  source: ByteSource,
  wanted: Wanted,
  bytes: Uint8Array,
  base: number,
  at: number,
): Promise<boolean> {
  const { cipher } = wanted;
  const relative = at - base;
  if (relative + NONCE_BYTES + 4 > bytes.length || !isFrameCandidate(bytes, relative, source.size() - base))
    return false;
  if (cipher === null) return wanted.chains && framesFollow(source, at);
  const length = readU32(bytes, relative + NONCE_BYTES);
  const blockAt = relative + FRAME_HEADER_BYTES;
  if (wanted.content === 'entry') return frameOpensAt(source, at, cipher);
  if (blockAt + 16 > bytes.length) return sealedRecordHolds(source, at, cipher);
  const nonce = bytes.subarray(relative, relative + NONCE_BYTES);
  if (!looksLikeRecord(cipher.peek(nonce, bytes.subarray(blockAt, blockAt + 16)), length)) return false;
  const end = blockAt + length;
  if (end > bytes.length) return sealedRecordHolds(source, at, cipher);
  return isRecordContent(openFrame(cipher, bytes.subarray(relative, end)));
}

/** Whether decrypted bytes begin like a record whose content has `length` bytes, GCM's tag included. */
function looksLikeRecord(head: Uint8Array, length: number): boolean {
  const tag = head[0] as number;
  if (tag === 0 || tag > MAX_TAG) return false;
  const keyLength = readU32(head, tag === BITOP ? 2 : 1);
  return keyLength <= LONGEST_LIKELY_FRAMED_KEY && keyLength + 5 + GCM_TAG_BYTES <= length;
}

const isRecordContent = (content: Uint8Array | null): boolean =>
  content !== null && (AOF_PROGRAM.entryOf[content[0] ?? 0] as number) >= 0;

/** Whether a frame that opens to a record stands at `at`. */
export async function sealedRecordHolds(
  source: ByteSource,
  at: number,
  cipher: FrameCipher,
): Promise<boolean> {
  const look = await frameAt(source, at);
  if (look.outcome !== 'frame') return false;
  return isRecordContent(await openLongFrame(cipher, await readExactly(source, at, look.end)));
}

/**
 * Where frames of likely lengths that follow one another from `at` end: three of them, or fewer that end exactly with
 * the file; null when there are none.
 */
export async function endOfFrames(source: ByteSource, at: number): Promise<number | null> {
  let next = at;
  for (let frame = 0; frame < CHAIN; frame++) {
    if (next === source.size()) return frame > 0 ? next : null;
    const look = await frameAt(source, next);
    if (look.outcome !== 'frame' || look.length > LONGEST_CHAINED_FRAME) return null;
    next += look.end;
  }
  return next;
}

/** Whether frames of likely lengths follow one another from `at`. */
export const framesFollow = async (source: ByteSource, at: number): Promise<boolean> =>
  (await endOfFrames(source, at)) !== null;
