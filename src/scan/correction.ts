/*
 * Finds the one flipped bit, wrong byte or wrong length that explains why a record doesn't hold. A correction is only
 * ever proposed when the corrected record passes everything: its lengths lead exactly to its end, its content keeps
 * the rules, its checksum matches. Never for encrypted records: GCM's tag can't be reasoned about like that.
 */
import { fileOffset } from '../base/index.ts';
import {
  AOF_PROGRAM,
  type ByteSource,
  type Correction,
  CRC_BYTES,
  crc32,
  findByteErrors,
  isSingleBit,
  RecordWalker,
  readExactly,
  readU32,
  StopReason,
  WalkStatus,
} from '../codec/index.ts';
import { breaksRule } from './logFaults.ts';

/** Larger records are left alone: they would have to be held whole. */
const LARGEST_RECORD = 64 << 20;
/** Longest value that a damaged length is tried to be. */
const LONGEST_TRIED_LENGTH = 1 << 16;
/** How much work is put into trying them: text checked and elements walked over, bytes summed. */
const MOST_EFFORT = 16 << 20;
const MOST_SUMMED = 256 << 20;
const CHECKSUMS = 2 ** 32;

/**
 * The correction that makes the bytes `at … end` one whole plaintext record; null when there is none, or more than
 * one that are equally good.
 */
export async function correctRecord(source: ByteSource, at: number, end: number): Promise<Correction | null> {
  const size = end - at;
  if (size < CRC_BYTES + 2 || size > LARGEST_RECORD) return null;
  // A copy: candidates are tried in place.
  const bytes = (await readExactly(source, at, size)).slice();
  const content = size - CRC_BYTES;
  const stored = readU32(bytes, content);
  const difference = (stored ^ crc32(bytes, 0, content)) >>> 0;
  if (difference === 0) return null;
  const found = [...checksumErrors(bytes, content, difference), ...contentErrors(bytes, content, difference)];
  const bits = found.filter((error) => isSingleBit(error.xor));
  const best = bits.length > 0 ? bits : found;
  if (best.length > 1) return null;
  const [error] = best;
  if (error !== undefined) return toCorrection(bytes, at, error, size);
  return correctLength(bytes, at, content, stored);
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

function contentErrors(bytes: Uint8Array, content: number, difference: number): WrongByte[] {
  const errors: WrongByte[] = [];
  for (const { fromEnd, xor } of findByteErrors(difference, content, false)) {
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
 * A length or count of which more than one byte is wrong: the field at which the walk stopped gets the value that
 * makes the record end where it should, if the checksum then matches.
 */
function correctLength(bytes: Uint8Array, at: number, content: number, stored: number): Correction | null {
  const walker = new RecordWalker(AOF_PROGRAM);
  const status = run(walker, bytes, content);
  if (status === WalkStatus.done || walker.stopReason === StopReason.none) return null;
  const field = walker.stopAt;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const before = bytes.slice(field, field + 4);
  const most = Math.min(content - field, LONGEST_TRIED_LENGTH);
  let tried = 0;
  let correction: Correction | null = null;
  for (let value = 0; value <= most; value++) {
    // Each longer text is checked from its beginning, and small numbers read as ever more elements.
    if (walker.effort > MOST_EFFORT || tried * content > MOST_SUMMED) break;
    view.setUint32(field, value, true);
    if (!endsAt(bytes, content, walker)) continue;
    tried++;
    if (crc32(bytes, 0, content) !== stored) continue;
    const after = bytes.slice(field, field + 4);
    correction = { at: fileOffset(at + field), before, after, scope: 'length', bit: null, odds: 0 };
    break;
  }
  bytes.set(before, field);
  return correction === null ? null : { ...correction, odds: tried / CHECKSUMS };
}
