/*
 * GHASH, the universal hash of GCM (NIST SP 800-38D): a polynomial over GF(2^128) at the point H. A table of what each
 * byte contributes is made once a key; a block then takes sixteen look-ups, and allocates nothing.
 *
 * A field element is four 32-bit words, the first bytes' first. Bit 0, of x^0, is the highest bit of the first word, so
 * multiplying by x shifts to the right.
 */

/** x^128 = x^7 + x^2 + x + 1, as the top word has it. */
const REDUCTION = 0xe1000000 | 0;
const BLOCK_BYTES = 16;

/** What the eight bits that fall out of a shift by a byte come back as, in the top word. */
const FALLEN = Int32Array.from({ length: 256 }, (_, byte) => {
  let top = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low >>>= 1;
    top = (top >>> 1) ^ (carry === 1 ? REDUCTION : 0);
  }
  return top;
});

export class Ghash {
  /** Four words a byte: the byte, taken for the first of a block, times H. */
  readonly #table = new Int32Array(256 * 4);
  #s0 = 0;
  #s1 = 0;
  #s2 = 0;
  #s3 = 0;

  /** @param h the encryption of a block of zeros */
  constructor(h: Uint8Array) {
    const view = new DataView(h.buffer, h.byteOffset, BLOCK_BYTES);
    let [w0, w1, w2, w3] = [0, 4, 8, 12].map((at) => view.getInt32(at)) as [number, number, number, number];
    const table = this.#table;
    for (let bit = 0x80; bit > 0; bit >>= 1) {
      table.set([w0, w1, w2, w3], bit * 4);
      const carry = w3 & 1;
      w3 = (w3 >>> 1) | (w2 << 31);
      w2 = (w2 >>> 1) | (w1 << 31);
      w1 = (w1 >>> 1) | (w0 << 31);
      w0 = (w0 >>> 1) ^ (carry === 1 ? REDUCTION : 0);
    }
    for (let byte = 1; byte < 256; byte++) {
      const lowest = byte & -byte;
      if (lowest === byte) continue;
      for (let word = 0; word < 4; word++) {
        table[byte * 4 + word] =
          (table[lowest * 4 + word] as number) ^ (table[(byte ^ lowest) * 4 + word] as number);
      }
    }
  }

  /** Begins anew. */
  start(): void {
    this.#s0 = 0;
    this.#s1 = 0;
    this.#s2 = 0;
    this.#s3 = 0;
  }

  /** Takes `bytes[from … to)`, as if zeros filled the last block. */
  update(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    for (; at + BLOCK_BYTES <= to; at += BLOCK_BYTES) {
      this.#block(wordAt(bytes, at), wordAt(bytes, at + 4), wordAt(bytes, at + 8), wordAt(bytes, at + 12));
    }
    if (at === to) return;
    const last = [0, 0, 0, 0];
    for (let i = 0; at + i < to; i++) {
      const word = i >> 2;
      last[word] = (last[word] as number) | ((bytes[at + i] as number) << (24 - 8 * (i & 3)));
    }
    this.#block(last[0] as number, last[1] as number, last[2] as number, last[3] as number);
  }

  /** Takes GCM's last block: no bytes that are merely authenticated, and so many bytes of ciphertext. */
  finish(bytes: number): void {
    this.#block(0, 0, Math.floor(bytes / 2 ** 29), bytes << 3);
  }

  /** A word of the hash, 0 to 3. */
  word(number: number): number {
    return number === 0 ? this.#s0 : number === 1 ? this.#s1 : number === 2 ? this.#s2 : this.#s3;
  }

  #block(b0: number, b1: number, b2: number, b3: number): void {
    const table = this.#table;
    const x0 = this.#s0 ^ b0;
    const x1 = this.#s1 ^ b1;
    const x2 = this.#s2 ^ b2;
    const x3 = this.#s3 ^ b3;
    let z0 = 0;
    let z1 = 0;
    let z2 = 0;
    let z3 = 0;
    // By Horner's rule, from the last byte to the first.
    for (let byte = BLOCK_BYTES - 1; byte >= 0; byte--) {
      const word = byte < 8 ? (byte < 4 ? x0 : x1) : byte < 12 ? x2 : x3;
      const entry = ((word >>> (24 - 8 * (byte & 3))) & 0xff) * 4;
      const fallen = FALLEN[z3 & 0xff] as number;
      z3 = ((z3 >>> 8) | (z2 << 24)) ^ (table[entry + 3] as number);
      z2 = ((z2 >>> 8) | (z1 << 24)) ^ (table[entry + 2] as number);
      z1 = ((z1 >>> 8) | (z0 << 24)) ^ (table[entry + 1] as number);
      z0 = (z0 >>> 8) ^ fallen ^ (table[entry] as number);
    }
    this.#s0 = z0;
    this.#s1 = z1;
    this.#s2 = z2;
    this.#s3 = z3;
  }
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);
