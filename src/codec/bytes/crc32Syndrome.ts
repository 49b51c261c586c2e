/*
 * CRC-32 is linear: flipping bits of a message changes its checksum by an amount that depends only on which bits, not
 * on the message. So the difference between stored and computed checksum names the one flipped bit, or the one wrong
 * byte, that would explain it. The search runs the checksum's register backwards over the message's length and never
 * looks at the message.
 */
import { CRC32_TABLE } from './crc32.ts';

/** For each top byte the only table index whose entry has it. */
const BY_TOP_BYTE = new Uint8Array(256);
CRC32_TABLE.forEach((entry, index) => {
  BY_TOP_BYTE[entry >>> 24] = index;
});

/** One wrong byte that would explain a checksum's difference. */
export interface ByteError {
  /** How many bytes of the message follow it. */
  readonly fromEnd: number;
  /** What the byte must be xored with: 1 … 255. */
  readonly xor: number;
}

/** Whether `xor` flips a single bit. */
export const isSingleBit = (xor: number): boolean => (xor & (xor - 1)) === 0;

/**
 * Looks for every single wrong byte of a message that changes its checksum by `difference`, from the message's end to
 * its beginning, as far at a time as it is told to. A chance match costs nothing to find: expect one by accident for
 * every 16.8 million bytes, and of a single bit for every 537 million.
 */
export class ByteErrorSearch {
  /** What was found so far. */
  readonly errors: ByteError[] = [];
  readonly #length: number;
  readonly #bitsOnly: boolean;
  readonly #most: number;
  #register: number;
  #fromEnd = 0;

  /**
   * @param difference stored xor computed, not 0
   * @param length of the message, in bytes
   * @param bitsOnly report only errors of a single bit
   * @param most how many to report at most
   */
  constructor(difference: number, length: number, bitsOnly: boolean, most = 64) {
    this.#register = difference | 0;
    this.#length = length;
    this.#bitsOnly = bitsOnly;
    this.#most = most;
  }

  /** Goes on for so many bytes. @returns false once it is over */
  step(bytes: number): boolean {
    const { errors } = this;
    const bitsOnly = this.#bitsOnly;
    const end = Math.min(this.#length, this.#fromEnd + bytes);
    let register = this.#register;
    for (let fromEnd = this.#fromEnd; fromEnd < end; fromEnd++) {
      const index = BY_TOP_BYTE[register >>> 24] as number;
      const entry = CRC32_TABLE[index] as number;
      // After an error in the last byte the register holds exactly that error's table entry.
      if (entry === register && index !== 0 && (!bitsOnly || isSingleBit(index))) {
        errors.push({ fromEnd, xor: index });
        if (errors.length >= this.#most) return false;
      }
      register = ((register ^ entry) << 8) | index;
    }
    this.#register = register;
    this.#fromEnd = end;
    return end < this.#length;
  }
}

/** All that a {@link ByteErrorSearch} finds. */
export function findByteErrors(
  difference: number,
  length: number,
  bitsOnly: boolean,
  most?: number,
): readonly ByteError[] {
  const search = new ByteErrorSearch(difference, length, bitsOnly, most);
  search.step(length);
  return search.errors;
}

/**
 * What four bytes of a message must be xored with, read as a little-endian number, to change its checksum by
 * `difference`: there is exactly one such number, wherever they stand.
 * @param difference stored xor computed
 * @param fromEnd how many bytes of the message begin with the four, 4 or more
 */
export function findWordError(difference: number, fromEnd: number): number {
  let register = difference | 0;
  for (let i = 0; i < fromEnd; i++) {
    const index = BY_TOP_BYTE[register >>> 24] as number;
    register = ((register ^ (CRC32_TABLE[index] as number)) << 8) | index;
  }
  return register >>> 0;
}
