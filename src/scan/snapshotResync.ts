/*
 * Finds the next entry of a snapshot after one that can't be read. Entries have no checksum, so what counts is
 * plausibility: a key that is text, a known type, lengths that fit, a TTL that could be one; and that further entries
 * follow, or the footer does. Between two damages there may be only one or two: those have to speak for themselves.
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
import type { KeyStems } from './keyStems.ts';
import { breaksRule } from './logFaults.ts';
import type { ScanOptions } from './options.ts';
import { walkEntry } from './probe.ts';
import type { Windows } from './windows.ts';
import { ZeroRuns } from './zeroRuns.ts';

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

/** Where entries go on. */
export interface FoundEntry {
  readonly at: number;
  /** The end of the few entries there, where they may be part of a damaged one's value; else `at`. */
  readonly doubtUntil: number;
}

/** What is looked for. */
export interface WantedEntry {
  /** 1 without type byte, 2 with. */
  readonly layout: number;
  readonly stems: KeyStems;
}

/**
 * @param from the first offset to try
 * @returns an entry that others or the footer follow, or that speaks for itself; null when there is none
 */
export async function findNextEntry(
  source: ByteSource,
  windows: Windows,
  from: number,
  wanted: WantedEntry,
  options: ScanOptions,
): Promise<FoundEntry | null> {
  const { layout } = wanted;
  const size = source.size();
  const walker = new RecordWalker(SNAPSHOT_PROGRAM);
  const zeros = new ZeroRuns();
  let at = from;
  if (at < windows.base || at >= windows.end) await windows.seek(at);
  while (at < size && options.signal?.aborted !== true) {
    const { bytes, base } = windows;
    const last = windows.end - (windows.end === size ? 0 : HEAD_BYTES);
    if (at < last) at = zeros.pass(bytes, base, at, last);
    options.onZeros?.(zeros.longest);
    while (at < last) {
      at = base + nextCandidate(bytes, at - base, last - base, size - base, layout);
      if (at >= last) break;
      const found = isPossible(walker, bytes, at - base, size - base, layout)
        ? await runFrom(source, at, wanted)
        : null;
      if (found !== null) return found;
      at++;
    }
    await options.onProgress?.(at, true);
    if (at >= size) break;
    if (await windows.advance(at)) continue;
    await windows.seek(at);
    // Windows too small for a head never get anywhere; there each offset is looked at by itself.
    if (windows.end < size && windows.end - at < HEAD_BYTES) {
      const head = await readExactly(source, at, Math.min(HEAD_BYTES, size - at));
      const possible =
        nextCandidate(head, 0, 1, size - at, layout) === 0 && isPossible(walker, head, 0, size - at, layout);
      const found = possible ? await runFrom(source, at, wanted) : null;
      if (found !== null) return found;
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
  return (await followEntries(source, at, layout)).leads;
}

/** Follows likely entries from `at` to the third, or to where a footer fits; if they don't lead there, as far as they go. */
async function followEntries(
  source: ByteSource,
  at: number,
  layout: number,
): Promise<{ readonly leads: boolean; readonly end: number }> {
  const size = source.size();
  let next = at;
  for (let entry = 0; entry < CHAIN; entry++) {
    if (next === size - FOOTER_BYTES || next === size) return { leads: entry > 0, end: next };
    const walked = await walkEntry(source, layout, next);
    const holds = walked.status === WalkStatus.done && !breaksRule(walked.walker);
    if (!holds || !(await isLikelyEntry(source, next, walked.end))) return { leads: false, end: next };
    next = walked.end;
  }
  return { leads: true, end: next };
}

/** Entries from `at` on that are to be believed, or at least to be shown; null when there are none. */
async function runFrom(
  source: ByteSource,
  at: number,
  { layout, stems }: WantedEntry,
): Promise<FoundEntry | null> {
  const { leads, end } = await followEntries(source, at, layout);
  if (leads) {
    const from = await pastTtl(source, at, layout);
    return { at: from, doubtUntil: from };
  }
  if (end === at || !(await isEvident(source, at, layout, stems))) return null;
  // Behind the last entry inside a value stands no entry's beginning; behind one of the snapshot's own there is one.
  const head = await keyAt(source, end);
  const goesOn = head !== null && isText(head) && stems.has(head);
  return { at, doubtUntil: goesOn ? at : end };
}

/**
 * The end of a TTL may read as the length of a key that takes in the next entry's: where that key is no text, but the
 * one of an entry that begins inside it is, that entry is meant.
 */
async function pastTtl(source: ByteSource, at: number, layout: number): Promise<number> {
  const key = await keyAt(source, at);
  if (key === null || isText(key)) return at;
  for (let inside = at + 1; inside < at + EXPIRE_BYTES; inside++) {
    const other = await keyAt(source, inside);
    if (other !== null && isText(other) && (await followEntries(source, inside, layout)).leads) return inside;
  }
  return at;
}

/**
 * Whether the likely entry at `at` speaks for itself: it never expires, which eight bytes of its end say, or its key
 * begins like others of the file.
 */
async function isEvident(source: ByteSource, at: number, layout: number, stems: KeyStems): Promise<boolean> {
  const key = await keyAt(source, at);
  if (key === null || !isText(key)) return false;
  const { walker } = await walkEntry(source, layout, at);
  return walker.expiry === -1 || stems.has(key);
}

/** The key of what may be an entry at `at`, borrowed; null when no key can stand there. */
async function keyAt(source: ByteSource, at: number): Promise<Uint8Array | null> {
  const left = source.size() - at;
  if (left < 4) return null;
  const length = readU32(await readExactly(source, at, 4), 0);
  if (length === 0 || length > LONGEST_LIKELY_KEY || length > left - 4) return null;
  return readExactly(source, at + 4, length);
}

/** Whether a key is text without control characters. */
const isText = (key: Uint8Array): boolean =>
  isUtf8(key) && key.every((byte) => byte >= 0x20 && byte !== 0x7f);
