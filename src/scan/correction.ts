/*
 * Finds the one flipped bit, wrong byte or wrong length that explains why a record doesn't hold. A correction is only
 * ever proposed when the corrected record passes everything: its lengths lead exactly to its end, its content keeps
 * the rules, its checksum matches. Never for encrypted records: GCM's tag can't be reasoned about like that.
 */
import { fileOffset } from '../base/index.ts';
import {
  AOF_PROGRAM,
  type ByteError,
  ByteErrorSearch,
  type ByteSource,
  type Correction,
  CRC_BYTES,
  crc32,
  findWordError,
  isSingleBit,
  RecordWalker,
  readExactly,
  readU32,
  StopReason,
  WalkStatus,
} from '../codec/index.ts';
import { breaksRule } from './logFaults.ts';
import type { ScanOptions } from './options.ts';
import { searchErrors } from './searchErrors.ts';

/** Larger records are left alone: they would have to be held whole. */
const LARGEST_RECORD = 64 << 20;
const CHECKSUMS = 2 ** 32;

/**
 * The correction that makes the bytes `at … end` one whole plaintext record; null when there is none, or more than
 * one that are equally good, and when the scan was stopped.
 */
export async function correctRecord(
  source: ByteSource,
  at: number,
  end: number,
  options: ScanOptions = {},
): Promise<Correction | null> {
  const size = end - at;
  if (size < CRC_BYTES + 2 || size > LARGEST_RECORD) return null;
  const bytes = trialCopy(await readExactly(source, at, size));
  const content = size - CRC_BYTES;
  const stored = readU32(bytes, content);
  const difference = (stored ^ crc32(bytes, 0, content)) >>> 0;
  if (difference === 0) return null;
  const search = new ByteErrorSearch(difference, content, false);
  // A short record is searched at once: nobody else gets at the copy meanwhile.
  const errors = bytes.buffer === trial.buffer ? searchAll(search) : await searchErrors(search, at, options);
  if (options.signal?.aborted === true) return null;
  const found = [...checksumErrors(bytes, content, difference), ...contentErrors(bytes, content, errors)];
  const bits = found.filter((error) => isSingleBit(error.xor));
  const best = bits.length > 0 ? bits : found;
  if (best.length > 1) return null;
  const [error] = best;
  if (error !== undefined) return toCorrection(bytes, at, error, size);
  return correctLength(bytes, at, content, difference);
}

/** Candidates are tried in place, in here. Its owner is whoever took a copy last, until it waits for anything. */
const trial = new Uint8Array(64 << 10);

function trialCopy(bytes: Uint8Array): Uint8Array {
  if (bytes.length > trial.length) return bytes.slice();
  trial.set(bytes);
  return trial.subarray(0, bytes.length);
}

/** A wrong byte, by its place in the record. */
interface WrongByte {
  readonly index: number;
  readonly xor: number;
}

/** The stored checksum itself may be what is wrong, when the content is whole as it is. */
function checksumErrors(bytes: Uint8Array, content: number, difference: number): WrongByte[] {
  for (let i = 0; i < CRC_BYTES; i++) {
    const xor = (difference >>> (8 * i)) & 0xff;
    if (xor !== 0 && (difference & ~(0xff << (8 * i))) === 0) {
      return endsAt(bytes, content) ? [{ index: content + i, xor }] : [];
    }
  }
  return [];
}

function searchAll(search: ByteErrorSearch): readonly ByteError[] {
  search.step(trial.length);
  return search.errors;
}

/** Those candidates with which the record is whole. */
function contentErrors(bytes: Uint8Array, content: number, candidates: readonly ByteError[]): WrongByte[] {
  const errors: WrongByte[] = [];
  for (const { fromEnd, xor } of candidates) {
    const index = content - 1 - fromEnd;
    bytes[index] = (bytes[index] as number) ^ xor;
    if (endsAt(bytes, content)) errors.push({ index, xor });
    bytes[index] = (bytes[index] as number) ^ xor;
  }
  return errors;
}

function toCorrection(bytes: Uint8Array, at: number, { index, xor }: WrongByte, size: number): Correction {
  const before = bytes.slice(index, index + 1);
  const after = Uint8Array.of((before[0] as number) ^ xor);
  const single = isSingleBit(xor);
  return {
    at: fileOffset(at + index),
    before,
    after,
    scope: single ? 'bit' : 'byte',
    bit: single ? 31 - Math.clz32(xor) : null,
    odds: (size * (single ? 8 : 255)) / CHECKSUMS,
  };
}

/** Whether the record's fields end exactly where its checksum begins, and keep the rules. */
function endsAt(bytes: Uint8Array, content: number, walker = new RecordWalker(AOF_PROGRAM)): boolean {
  return (
    run(walker, bytes, content) === WalkStatus.done && walker.position === content && !breaksRule(walker)
  );
}

function run(walker: RecordWalker, bytes: Uint8Array, content: number): WalkStatus {
  const entry = AOF_PROGRAM.entryOf[bytes[0] as number] as number;
  if (entry < 0) return WalkStatus.stopped;
  walker.start(entry, 1);
  return walker.run(bytes, content, content);
}

/**
 * A length or count of which more than one byte is wrong: of all values only one makes the checksum match. It is taken
 * for the field at which the walk stopped when the record then ends where it should.
 */
function correctLength(
  bytes: Uint8Array,
  at: number,
  content: number,
  difference: number,
): Correction | null {
  const walker = new RecordWalker(AOF_PROGRAM);
  const status = run(walker, bytes, content);
  if (status === WalkStatus.done || walker.stopReason === StopReason.none) return null;
  const field = walker.stopAt;
  const most = content - field;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = (view.getUint32(field, true) ^ findWordError(difference, most)) >>> 0;
  if (value > most) return null;
  const before = bytes.slice(field, field + 4);
  view.setUint32(field, value, true);
  const after = bytes.slice(field, field + 4);
  const holds = endsAt(bytes, content, walker);
  bytes.set(before, field);
  if (!holds) return null;
  return { at: fileOffset(at + field), before, after, scope: 'length', bit: null, odds: most / CHECKSUMS };
}
