/*
 * CRC-32 run from both ends. The register can be stepped backwards over known bytes, so for every place in a message
 * one knows what the register is before it and what it would have to be behind it. Where the two meet after leaving a
 * stretch out, that stretch is one too many; where one or two bytes lead from one to the other, those are missing.
 * All of it in one pass over the message, whatever its length.
 */
import { crc32Update } from '../../codec/index.ts';

const ZERO = new Uint8Array(1);
/** What a register of this one byte turns into. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => crc32Update(byte, ZERO));
const BY_TOP_BYTE = new Uint8Array(256);
TABLE.forEach((entry, index) => {
  BY_TOP_BYTE[entry >>> 24] = index;
});

/** The register before `byte` was folded in, from the one after. */
function stepBack(after: number, byte: number): number {
  const index = BY_TOP_BYTE[after >>> 24] as number;
  return ((after ^ (TABLE[index] as number)) << 8) | (index ^ byte);
}

/** The register before each byte, and behind the last: one more than there are bytes. */
export function registersFrom(start: number, bytes: Uint8Array): Int32Array {
  const registers = new Int32Array(bytes.length + 1);
  let register = start | 0;
  registers[0] = register;
  for (let i = 0; i < bytes.length; i++) {
    register = (register >>> 8) ^ (TABLE[(register ^ (bytes[i] as number)) & 0xff] as number);
    registers[i + 1] = register;
  }
  return registers;
}

/** What the register must be before each byte so that it is `end` behind the last: one more than there are bytes. */
export function registersTo(end: number, bytes: Uint8Array): Int32Array {
  const registers = new Int32Array(bytes.length + 1);
  let register = end | 0;
  registers[bytes.length] = register;
  for (let i = bytes.length - 1; i >= 0; i--) {
    register = stepBack(register, bytes[i] as number);
    registers[i] = register;
  }
  return registers;
}

/** The register before `bytes`, from the one behind them. */
export function registerBefore(after: number, bytes: Uint8Array): number {
  let register = after | 0;
  for (let i = bytes.length - 1; i >= 0; i--) register = stepBack(register, bytes[i] as number);
  return register;
}

/** A stretch `from … to` of the message. */
export interface Cut {
  readonly from: number;
  readonly to: number;
}

/** Every pair of places whose registers are equal: from a place of the first list to one of the second. At most `most`. */
export function findMeetings(before: Int32Array, behind: Int32Array, most = 64): Cut[] {
  const placesOf = new Map<number, number[]>();
  behind.forEach((register, place) => {
    const places = placesOf.get(register);
    if (places === undefined) placesOf.set(register, [place]);
    else if (places.length < most) places.push(place);
  });
  const cuts: Cut[] = [];
  for (let from = 0; from < before.length && cuts.length < most; from++) {
    for (const to of placesOf.get(before[from] as number) ?? []) cuts.push({ from, to });
  }
  return cuts;
}

/** Every stretch of a message whose removal makes its registers meet, the shortest first. */
export const findRemovals = (before: Int32Array, behind: Int32Array): Cut[] =>
  findMeetings(before, behind)
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.to - a.from - (b.to - b.from));

/** Bytes that belong before the byte `at` of the message. */
export interface Insertion {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Every place where `count` bytes (1 or 2) make the registers meet, with these bytes. At most `most`. */
export function findInsertions(before: Int32Array, behind: Int32Array, count: 1 | 2, most = 64): Insertion[] {
  const insertions: Insertion[] = [];
  for (let at = 0; at < before.length && insertions.length < most; at++) {
    let register = behind[at] as number;
    for (let step = 0; step < count; step++) register = stepBack(register, 0);
    // The bytes folded in are the difference, the first one lowest; anything above can't come from them.
    const difference = register ^ (before[at] as number);
    if (difference >>> (8 * count) !== 0) continue;
    const bytes = Uint8Array.from({ length: count }, (_, i) => (difference >>> (8 * i)) & 0xff);
    insertions.push({ at, bytes });
  }
  return insertions;
}

/** Multiplies the 32 × 32 matrix of bits `matrix` (a column an entry) by `vector`. */
function times(matrix: Int32Array, vector: number): number {
  let sum = 0;
  for (let bit = 0, rest = vector; rest !== 0; bit++, rest >>>= 1) {
    if ((rest & 1) !== 0) sum ^= matrix[bit] as number;
  }
  return sum;
}

const square = (matrix: Int32Array): Int32Array => matrix.map((column) => times(matrix, column));

/** For each power of two, what that many zero bytes do to a register. */
const ZEROS: Int32Array[] = [];

/** The register after `count` zero bytes. */
export function afterZeros(register: number, count: number): number {
  if (ZEROS.length === 0)
    ZEROS.push(Int32Array.from({ length: 32 }, (_, bit) => crc32Update(1 << bit, ZERO)));
  let result = register | 0;
  for (let power = 0, rest = count; rest > 0; power++, rest = Math.floor(rest / 2)) {
    if (ZEROS.length <= power) ZEROS.push(square(ZEROS[power - 1] as Int32Array));
    if (rest % 2 === 1) result = times(ZEROS[power] as Int32Array, result);
  }
  return result;
}

/**
 * How a message's checksum changes when the stretch of `length` bytes at `at` of a message of `total` bytes is xored
 * with `difference`.
 */
export const changeOf = (difference: Uint8Array, at: number, total: number): number =>
  afterZeros(crc32Update(0, difference), total - at - difference.length);
