/*
 * AES-256-GCM of version-3 files: `nonce 12 · len u32 · ciphertext[len]`, the last 16 bytes of the ciphertext being
 * the tag; no associated data. Synchronous, with the key schedule expanded once: one call of WebCrypto a record
 * costs more than the decryption.
 */
import { ctr, gcm } from '@noble/ciphers/aes.js';
import { assert } from '../../base/index.ts';
import { ByteSink } from '../bytes/sink.ts';

export const NONCE_BYTES = 12;
/** Nonce and length. */
export const FRAME_HEADER_BYTES = 16;
export const GCM_TAG_BYTES = 16;
export const KEY_BYTES = 32;
const BLOCK_BYTES = 16;

/** Opens and seals frames under one key. The key stays in memory. */
export interface FrameCipher {
  /** The plaintext of a frame, or null when the tag doesn't hold: another key, or a changed byte. */
  open(nonce: Uint8Array, ciphertext: Uint8Array): Uint8Array | null;
  /**
   * The first 16 bytes of what `block` (the first 16 of a ciphertext) decrypts to, unproven: a cheap look before the
   * whole frame is opened.
   */
  peek(nonce: Uint8Array, block: Uint8Array): Uint8Array;
  /** A whole frame. `nonce` must never repeat under a key; take it from a secure source. */
  seal(nonce: Uint8Array, plaintext: Uint8Array): Uint8Array;
}

/** @param given 32 bytes, copied */
export function frameCipher(given: Uint8Array): FrameCipher {
  assert(given.length === KEY_BYTES, `a key of ${given.length} bytes`);
  const key = given.slice();
  return {
    open: (nonce, ciphertext) => {
      if (ciphertext.length < GCM_TAG_BYTES) return null;
      try {
        return gcm(key, nonce).decrypt(ciphertext);
      } catch {
        return null;
      }
    },
    peek: (nonce, block) => {
      // GCM encrypts in counter mode; its first block of data has counter 2.
      const counter = new Uint8Array(BLOCK_BYTES);
      counter.set(nonce);
      counter[BLOCK_BYTES - 1] = 2;
      return ctr(key, counter).decrypt(block);
    },
    seal: (nonce, plaintext) => {
      const ciphertext = gcm(key, nonce).encrypt(plaintext);
      return new ByteSink(FRAME_HEADER_BYTES + ciphertext.length)
        .raw(nonce)
        .u32(ciphertext.length)
        .raw(ciphertext)
        .written();
    },
  };
}
