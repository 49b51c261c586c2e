/*
 * Finds the next entry of a snapshot after one that can't be read. Entries have no checksum, so what counts is
 * plausibility: a key that is text, a known type, lengths that fit, a TTL that could be one; and that further entries
 * follow, or the footer does.
 */
import {
  type ByteSource,
  entryStart,
  FOOTER_BYTES,
  isUtf8,
  MAX_ENTRY_TYPE,
  RecordWalker,
  readExactly,
  readU32,
  SNAPSHOT_PROGRAM,
  skipZeros,
  WalkStatus,
} from '../codec/index.ts';
import { breaksRule } from './logFaults.ts';
import type { ScanOptions } from './options.ts';
import { walkEntry } from './probe.ts';
import type { Windows } from './windows.ts';

const LONGEST_LIKELY_KEY = 1 << 16;
/** A hundred years. A TTL is the time that was left when the snapshot was written. */
const LONGEST_LIKELY_TTL = 3_155_760_000_000n;
/** Entries that must follow one another to be believed, when the footer is farther away. */
const CHAIN = 3;
const EXPIRE_BYTES = 8;
/** Key length and one byte of key, type. */
const HEAD_BYTES = 8;

/** Whether a TTL could be one: none, or a time from now to a hundred years. */
export const isLikelyTtl = (ttl: bigint): boolean => ttl >= -1n && ttl <= LONGEST_LIKELY_TTL;

/** Whether the entry `at … end`, which walks, looks like one that a server wrote. */
export async function isLikelyEntry(source: ByteSource, at: number, end: number): Promise<boolean> {
  const head = await readExactly(source, at, Math.min(4, end - at));
  // Zeros walk as entries with an empty key, an empty value and a TTL of 0.
  if (readU32(head, 0) === 0 && end - at <= 4 + 1 + 4 + EXPIRE_BYTES) return false;
  const tail = await readExactly(source, end - EXPIRE_BYTES, EXPIRE_BYTES);
  return isLikelyTtl(new DataView(tail.buffer, tail.byteOffset, EXPIRE_BYTES).getBigInt64(0, true));
}

/**
 * @param from the first offset to try
 * @param layout 1 without type byte, 2 with
 * @returns the offset of an entry that others or the footer follow; null when there is none
 */
export async function findNextEntry(
  source: ByteSource,
  windows: Windows,
  from: number,
  layout: number,
  options: ScanOptions,
): Promise<number | null> {
  const size = source.size();
  const walker = new RecordWalker(SNAPSHOT_PROGRAM);
  let at = from;
  if (at < windows.base || at >= windows.end) await windows.seek(at);
  while (at < size && options.signal?.aborted !== true) {
    const { bytes, base } = windows;
    const last = windows.end - (windows.end === size ? 0 : HEAD_BYTES);
    while (at < last) {
      at = base + nextCandidate(bytes, at - base, last - base, size - base, layout);
      if (at >= last) break;
      if (
        isPossible(walker, bytes, at - base, size - base, layout) &&
        (await entriesFollow(source, at, layout))
      )
        return at;
      at++;
    }
    await options.onProgress?.(at);
    if (at >= size) break;
    if (await windows.advance(at)) continue;
    await windows.seek(at);
    // Windows too small for a head never get anywhere; there each offset is looked at by itself.
    if (windows.end < size && windows.end - at < HEAD_BYTES) {
      const head = await readExactly(source, at, Math.min(HEAD_BYTES, size - at));
      const possible =
        nextCandidate(head, 0, 1, size - at, layout) === 0 && isPossible(walker, head, 0, size - at, layout);
      if (possible && (await entriesFollow(source, at, layout))) return at;
      at++;
    }
  }
  return null;
}

/** Whether what the window holds of the entry at `at` (relative) does not rule it out. */
function isPossible(
  walker: RecordWalker,
  bytes: Uint8Array,
  at: number,
  fileEnd: number,
  layout: number,
): boolean {
  walker.start(entryStart(layout), at);
  const status = walker.run(bytes, bytes.length, fileEnd);
  return status === WalkStatus.more || (status === WalkStatus.done && !breaksRule(walker));
}

/** The next position from `from` that passes the cheap tests; `to` when there is none. All relative to `bytes`. */
function nextCandidate(bytes: Uint8Array, from: number, to: number, fileEnd: number, layout: number): number {
  for (let i = from; i < to; i++) {
    if (bytes[i + 3] !== 0 || bytes[i + 2] !== 0) continue;
    const length = readU32(bytes, i);
    if (length === 0) {
      // Long runs of zeros are passed over at the speed of memory.
      i = Math.max(i, skipZeros(bytes, i, to) - 4);
      continue;
    }
    if (length > LONGEST_LIKELY_KEY || i + 4 + length + EXPIRE_BYTES > fileEnd) continue;
    const keyEnd = i + 4 + length;
    if (keyEnd < bytes.length) {
      if (layout !== 1 && (bytes[keyEnd] as number) > MAX_ENTRY_TYPE) continue;
      if (!isUtf8(bytes, i + 4, keyEnd)) continue;
    }
    return i;
  }
  return to;
}

/** Whether likely entries follow one another from `at`: three, or fewer that end where a footer fits. */
export async function entriesFollow(source: ByteSource, at: number, layout: number): Promise<boolean> {
  const size = source.size();
  let next = at;
  for (let entry = 0; entry < CHAIN; entry++) {
    if (next === size - FOOTER_BYTES || next === size) return entry > 0;
    const walked = await walkEntry(source, layout, next);
    if (walked.status !== WalkStatus.done || breaksRule(walked.walker)) return false;
    if (!(await isLikelyEntry(source, next, walked.end))) return false;
    next = walked.end;
  }
  return true;
}
