/** Collects little-endian fields into one growing buffer. */
export class ByteSink {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  /** @param capacity bytes to begin with; it doubles when full */
  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** Makes room; to be called before the buffer is named, since it may replace it. @returns where to write */
  #grow(by: number): number {
    const at = this.#length;
    const needed = at + by;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#length = needed;
    return at;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
    return this;
  }
  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, true);
    return this;
  }
  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
    return this;
  }
  u64(value: bigint): this {
    const at = this.#grow(8);
    this.#view.setBigUint64(at, value, true);
    return this;
  }
  i64(value: bigint): this {
    const at = this.#grow(8);
    this.#view.setBigInt64(at, value, true);
    return this;
  }
  raw(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }
  /** A `u32` length and the bytes. */
  lengthPrefixed(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes);
  }

  /** Begins anew in the same memory. What {@link written} gave is gone. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written so far, borrowed: valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** What was written so far, copied. */
  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
