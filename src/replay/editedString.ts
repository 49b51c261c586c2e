/*
 * A string that SETBIT, SETRANGE and APPEND change in place: a bitmap of megabytes would otherwise be copied for every
 * bit. Whoever asks for the bytes may keep them, so they are never changed again: the next change begins with a copy.
 */

/** Shorter strings get no spare room: there are too many of them. */
const WORTH_ROOM = 1 << 10;

export class EditedString {
  readonly type = 'string';
  /** What is in it behind the string is zero. */
  #memory: Uint8Array;
  #length: number;
  /** The bytes as they were given out; null while nobody has them. */
  #shared: Uint8Array | null;

  /** @param bytes borrowed */
  constructor(bytes: Uint8Array) {
    this.#memory = bytes;
    this.#length = bytes.length;
    this.#shared = bytes;
  }

  get length(): number {
    return this.#length;
  }

  /** The same array for as long as nothing changes, and another one afterwards. */
  get bytes(): Uint8Array {
    this.#shared ??= this.#memory.subarray(0, this.#length);
    return this.#shared;
  }

  set bytes(bytes: Uint8Array) {
    this.#memory = bytes;
    this.#length = bytes.length;
    this.#shared = bytes;
  }

  /** Overwrites from `offset` on; where the string ends before, zeros come between. */
  write(offset: number, bytes: Uint8Array): void {
    this.#edit(offset + bytes.length).set(bytes, offset);
  }

  append(bytes: Uint8Array): null {
    this.write(this.#length, bytes);
    return null;
  }

  /** Sets or clears bits of the byte at `index`. */
  setBits(index: number, mask: number, on: boolean): void {
    const memory = this.#edit(index + 1);
    const byte = memory[index] as number;
    memory[index] = on ? byte | mask : byte & ~mask;
  }

  /** Memory to write to, of at least `needed` bytes. The string then has as many, if it had fewer. */
  #edit(needed: number): Uint8Array {
    const length = Math.max(this.#length, needed);
    if (this.#shared !== null || length > this.#memory.length) {
      const grown = this.#length + (this.#length >> 1);
      const isGrowing = length > this.#length && length > WORTH_ROOM;
      const memory = new Uint8Array(isGrowing ? Math.max(length, grown) : length);
      memory.set(this.#memory.subarray(0, this.#length));
      this.#memory = memory;
      this.#shared = null;
    }
    this.#length = length;
    return this.#memory;
  }
}
