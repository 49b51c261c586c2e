/*
 * AES-256-GCM of version-3 files: `nonce 12 · len u32 · ciphertext[len]`, the last 16 bytes of the ciphertext being
 * the tag; no associated data. Synchronous, because one call of WebCrypto a record costs more than the decryption, but
 * for long records. The key schedule and the table of GHASH are made once a key; AES itself is that of @noble/ciphers.
 */
import { unsafe } from '@noble/ciphers/aes.js';
import { assert } from '../../base/index.ts';
import { readU32 } from '../bytes/cursor.ts';
import { Ghash } from '../bytes/ghash.ts';
import { ByteSink } from '../bytes/sink.ts';
import { type PlatformOpen, platformOpen } from './platformGcm.ts';

export const NONCE_BYTES = 12;
/** Nonce and length. */
export const FRAME_HEADER_BYTES = 16;
export const GCM_TAG_BYTES = 16;
export const KEY_BYTES = 32;
const BLOCK_BYTES = 16;
/** The counter whose keystream masks the tag; data begins at the next one. */
const TAG_COUNTER = 1;

/** Opens and seals frames under one key. The key stays in memory. */
export interface FrameCipher {
  /**
   * The plaintext of a frame, or null when the tag doesn't hold: another key, or a changed byte.
   * @param room for the plaintext, taken where it is large enough: it is then valid until the room is used again
   */
  open(nonce: Uint8Array, ciphertext: Uint8Array, room?: Uint8Array): Uint8Array | null;
  /** The same for a ciphertext of any length, without holding up this thread over a long one where the platform helps. */
  openLong(nonce: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | null>;
  /**
   * What a part of a ciphertext decrypts to, unproven: a cheap look before the whole frame is opened, or piece by piece
   * at one that was opened before.
   * @param at where the part begins in the ciphertext, a multiple of 16
   */
  peek(nonce: Uint8Array, part: Uint8Array, at?: number): Uint8Array;
  /** A whole frame. `nonce` must never repeat under a key; take it from a secure source. */
  seal(nonce: Uint8Array, plaintext: Uint8Array): Uint8Array;
}

/** @param given 32 bytes, copied */
export function frameCipher(given: Uint8Array): FrameCipher {
  assert(given.length === KEY_BYTES, `a key of ${given.length} bytes`);
  return new GcmCipher(given);
}

/** From this length on the platform's cipher is asked, in bytes: ours takes some 25 ms for as much. */
export const LONG_CIPHERTEXT_BYTES: number = 1 << 20;

class GcmCipher implements FrameCipher {
  readonly #schedule: Uint32Array;
  readonly #hash: Ghash;
  readonly #key: Uint8Array;
  /** Made when it is first wanted. */
  #platform: PlatformOpen | null | undefined;
  /** The keystream's block, in the words that the cipher works with: little-endian. */
  readonly #block = new Int32Array(4);

  constructor(key: Uint8Array) {
    this.#key = key.slice();
    this.#schedule = unsafe.expandKeyLE(key.slice());
    this.#encrypt(0, 0, 0, 0);
    this.#hash = new Ghash(this.#blockBytes());
  }

  open(nonce: Uint8Array, ciphertext: Uint8Array, room?: Uint8Array): Uint8Array | null {
    const length = ciphertext.length - GCM_TAG_BYTES;
    if (length < 0) return null;
    this.#sumUp(nonce, ciphertext, length);
    for (let word = 0; word < 4; word++) {
      if (this.#tagWord(word) !== readI32(ciphertext, length + 4 * word)) return null;
    }
    const hasRoom = room !== undefined && room.length >= length;
    const plaintext = hasRoom ? room.subarray(0, length) : new Uint8Array(length);
    this.#crypt(nonce, ciphertext, plaintext, length);
    return plaintext;
  }

  async openLong(nonce: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | null> {
    if (ciphertext.length >= LONG_CIPHERTEXT_BYTES) {
      if (this.#platform === undefined) this.#platform = platformOpen(this.#key);
      const opened = (await this.#platform?.(nonce, ciphertext)) ?? null;
      if (opened !== null) return opened;
    }
    // It doesn't say why it refuses: for want of memory, or because the tag doesn't hold.
    return this.open(nonce, ciphertext);
  }

  peek(nonce: Uint8Array, part: Uint8Array, at = 0): Uint8Array {
    assert(at % BLOCK_BYTES === 0, `a part of a ciphertext from ${at} on`);
    const plaintext = new Uint8Array(part.length);
    this.#crypt(nonce, part, plaintext, part.length, at / BLOCK_BYTES);
    return plaintext;
  }

  seal(nonce: Uint8Array, plaintext: Uint8Array): Uint8Array {
    const { length } = plaintext;
    const ciphertext = new Uint8Array(length + GCM_TAG_BYTES);
    this.#crypt(nonce, plaintext, ciphertext, length);
    this.#sumUp(nonce, ciphertext, length);
    const tag = new DataView(ciphertext.buffer, length);
    for (let word = 0; word < 4; word++) tag.setInt32(4 * word, this.#tagWord(word), true);
    return new ByteSink(FRAME_HEADER_BYTES + ciphertext.length)
      .raw(nonce)
      .u32(ciphertext.length)
      .raw(ciphertext)
      .written();
  }

  /** Hashes the ciphertext, and leaves what masks its hash in the block: the tag is one xor the other. */
  #sumUp(nonce: Uint8Array, ciphertext: Uint8Array, length: number): void {
    this.#hash.start();
    this.#hash.update(ciphertext, 0, length);
    this.#hash.finish(length);
    this.#keystream(nonce, TAG_COUNTER);
  }

  #tagWord(word: number): number {
    return swapBytes(this.#hash.word(word)) ^ (this.#block[word] as number);
  }

  /** Encrypts or decrypts the first `length` bytes of `from`, in counter mode. @param blocks that stand before them */
  #crypt(nonce: Uint8Array, from: Uint8Array, to: Uint8Array, length: number, blocks = 0): void {
    const block = this.#block;
    let counter = (TAG_COUNTER + blocks) | 0;
    for (let at = 0; at < length; at += BLOCK_BYTES) {
      counter = (counter + 1) | 0;
      this.#keystream(nonce, counter);
      const most = Math.min(BLOCK_BYTES, length - at);
      for (let i = 0; i < most; i++) {
        to[at + i] = (from[at + i] as number) ^ ((block[i >> 2] as number) >>> (8 * (i & 3)));
      }
    }
  }

  #keystream(nonce: Uint8Array, counter: number): void {
    this.#encrypt(readI32(nonce, 0), readI32(nonce, 4), readI32(nonce, 8), swapBytes(counter));
  }

  #encrypt(w0: number, w1: number, w2: number, w3: number): void {
    const { s0, s1, s2, s3 } = unsafe.encrypt(this.#schedule, w0, w1, w2, w3);
    const block = this.#block;
    block[0] = s0;
    block[1] = s1;
    block[2] = s2;
    block[3] = s3;
  }

  #blockBytes(): Uint8Array {
    return Uint8Array.from(
      { length: BLOCK_BYTES },
      (_, i) => (this.#block[i >> 2] as number) >>> (8 * (i & 3)),
    );
  }
}

const readI32 = (bytes: Uint8Array, at: number): number => readU32(bytes, at) | 0;

const swapBytes = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
