/**
 * Reads little-endian fields from bytes that a walk has already proved whole. Views are borrowed from the
 * underlying buffer, never copied.
 */
export class ByteCursor {
  readonly bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.#at = at;
  }

  /** The position of the next byte to read. */
  get at(): number {
    return this.#at;
  }

  #take(length: number): number {
    const from = this.#at;
    // Not through assert: its message would be put together for every field of every record.
    if (from + length > this.bytes.length)
      throw new Error(`internal error: read of ${length} at ${from} past ${this.bytes.length}`);
    this.#at = from + length;
    return from;
  }

  u8(): number {
    return this.bytes[this.#take(1)] as number;
  }
  u16(): number {
    const at = this.#take(2);
    return (this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8);
  }
  u32(): number {
    return readU32(this.bytes, this.#take(4));
  }
  u64(): bigint {
    return BigInt.asUintN(64, this.i64());
  }
  i64(): bigint {
    const at = this.#take(8);
    const number = readI64AsNumber(this.bytes, at);
    if (Number.isSafeInteger(number)) return BigInt(number);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + at, 8).getBigInt64(0, true);
  }
  /** The next `length` bytes, borrowed. */
  view(length: number): Uint8Array {
    const from = this.#take(length);
    return this.bytes.subarray(from, from + length);
  }
  /** A `u32` length and that many bytes, borrowed. */
  lengthPrefixed(): Uint8Array {
    return this.view(this.u32());
  }
}

/** The little-endian `i64` at `at`, which must lie within `bytes`; past 2^53 the nearest number there is. */
export const readI64AsNumber = (bytes: Uint8Array, at: number): number =>
  (readU32(bytes, at + 4) | 0) * 0x1_0000_0000 + readU32(bytes, at);

/** The little-endian `u32` at `at`, which must lie within `bytes`. */
export const readU32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)) >>>
  0;
