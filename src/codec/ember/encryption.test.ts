import { webcrypto } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { readU32 } from '../bytes/cursor.ts';
import { FRAME_HEADER_BYTES, frameCipher, GCM_TAG_BYTES, NONCE_BYTES } from './encryption.ts';

const random = seededRandom(31);
const KEY = random.fill(new Uint8Array(32));
const cipher = frameCipher(KEY);
const LENGTHS = [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 1000, 70_000];

const nonceOf = (number: number): Uint8Array => {
  const nonce = new Uint8Array(NONCE_BYTES).fill(7);
  new DataView(nonce.buffer).setUint32(0, number);
  return nonce;
};
const partsOf = (frame: Uint8Array): readonly [nonce: Uint8Array, ciphertext: Uint8Array] => [
  frame.subarray(0, NONCE_BYTES),
  frame.subarray(FRAME_HEADER_BYTES),
];
/** WebCrypto wants views of an `ArrayBuffer` of their own. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

describe('frameCipher', () => {
  test.each(LENGTHS)('seals and opens %i bytes', (length) => {
    const plaintext = random.fill(new Uint8Array(length));
    const nonce = nonceOf(length);
    const frame = cipher.seal(nonce, plaintext);
    expect(frame.length).toBe(FRAME_HEADER_BYTES + length + GCM_TAG_BYTES);
    expect(frame.subarray(0, NONCE_BYTES)).toEqual(nonce);
    expect(readU32(frame, NONCE_BYTES)).toBe(length + GCM_TAG_BYTES);
    const opened = cipher.open(...partsOf(frame));
    expect(opened !== null && Buffer.from(opened).equals(plaintext)).toBe(true);
  });

  describe.each([
    ['with the platform’s cipher', true],
    ['without one', false],
  ])('a long one, %s', (_, hasPlatform) => {
    afterEach(() => vi.unstubAllGlobals());

    test.each([0, 100, (1 << 20) - 17, (1 << 20) - 16, (1 << 20) + 5])('%i bytes', async (length) => {
      if (!hasPlatform) vi.stubGlobal('crypto', undefined);
      const own = frameCipher(KEY);
      const plaintext = random.fill(new Uint8Array(length));
      const [nonce, ciphertext] = partsOf(own.seal(nonceOf(length + 300_000), plaintext));
      const opened = await own.openLong(nonce, ciphertext);
      expect(opened !== null && Buffer.from(opened).equals(plaintext)).toBe(true);
      const changed = ciphertext.slice();
      changed[length >> 1] = (changed[length >> 1] as number) ^ 4;
      expect(await own.openLong(nonce, changed)).toBeNull();
    });
  });

  test('the plaintext goes into the room that is given, where it is large enough', () => {
    const frame = cipher.seal(nonceOf(4), Uint8Array.of(1, 2, 3));
    const room = new Uint8Array(3).fill(9);
    expect(cipher.open(...partsOf(frame), room)).toEqual(Uint8Array.of(1, 2, 3));
    expect(room).toEqual(Uint8Array.of(1, 2, 3));
    const small = new Uint8Array(2).fill(9);
    expect(cipher.open(...partsOf(frame), small)).toEqual(Uint8Array.of(1, 2, 3));
    expect(small).toEqual(Uint8Array.of(9, 9));
  });

  test('a part of it decrypts to that part of the plaintext', () => {
    const plaintext = random.fill(new Uint8Array(1000));
    const [nonce, ciphertext] = partsOf(cipher.seal(nonceOf(7), plaintext));
    for (const [from, to] of [
      [0, 16],
      [16, 500],
      [496, 1000],
      [992, 993],
    ] as const) {
      expect(cipher.peek(nonce, ciphertext.subarray(from, to), from)).toEqual(plaintext.subarray(from, to));
    }
    expect(() => cipher.peek(nonce, ciphertext, 8)).toThrow('from 8 on');
  });

  test('opening leaves the frame as it was', () => {
    const frame = cipher.seal(nonceOf(1), Uint8Array.of(1, 2, 3));
    const before = frame.slice();
    cipher.open(...partsOf(frame));
    expect(frame).toEqual(before);
  });

  test('any changed byte, in nonce, text or tag, makes it null', () => {
    const frame = cipher.seal(nonceOf(2), random.fill(new Uint8Array(40)));
    for (let i = 0; i < frame.length; i++) {
      // The length is not part of what GCM vouches for.
      if (i >= NONCE_BYTES && i < FRAME_HEADER_BYTES) continue;
      for (const bit of [0, 7]) {
        const changed = frame.slice();
        changed[i] = (changed[i] as number) ^ (1 << bit);
        expect(cipher.open(...partsOf(changed))).toBeNull();
      }
    }
  });

  test('a ciphertext that is cut, or too short for a tag, makes it null', () => {
    const [nonce, ciphertext] = partsOf(cipher.seal(nonceOf(3), Uint8Array.of(9, 9, 9, 9)));
    for (let length = 0; length < ciphertext.length; length++) {
      expect(cipher.open(nonce, ciphertext.subarray(0, length))).toBeNull();
    }
  });

  test('a key that differs in one bit makes it null', () => {
    const frame = cipher.seal(nonceOf(4), Uint8Array.of(1));
    for (const at of [0, 15, 16, 31]) {
      const other = KEY.slice();
      other[at] = (other[at] as number) ^ 1;
      expect(frameCipher(other).open(...partsOf(frame))).toBeNull();
    }
  });

  test('a key of another length is an error of ours', () => {
    expect(() => frameCipher(new Uint8Array(16))).toThrow(/internal error/);
  });

  test('the key may change after the cipher was made', () => {
    const key = KEY.slice();
    const early = frameCipher(key);
    const frame = early.seal(nonceOf(5), Uint8Array.of(1, 2));
    key.fill(0);
    expect(early.open(...partsOf(frame))).toEqual(Uint8Array.of(1, 2));
  });
});

describe('WebCrypto agrees', () => {
  let key: webcrypto.CryptoKey;
  beforeAll(async () => {
    key = await webcrypto.subtle.importKey('raw', own(KEY), 'AES-GCM', false, ['encrypt', 'decrypt']);
  });

  test.each(LENGTHS)('it opens what was sealed here: %i bytes', async (length) => {
    const plaintext = random.fill(new Uint8Array(length));
    const [nonce, ciphertext] = partsOf(cipher.seal(nonceOf(length + 100_000), plaintext));
    const opened = await webcrypto.subtle.decrypt({ name: 'AES-GCM', iv: own(nonce) }, key, own(ciphertext));
    expect(Buffer.from(opened).equals(plaintext)).toBe(true);
  });

  test.each(LENGTHS)('what it sealed is opened here: %i bytes', async (length) => {
    const plaintext = random.fill(new Uint8Array(length));
    const nonce = nonceOf(length + 200_000);
    const sealed = await webcrypto.subtle.encrypt({ name: 'AES-GCM', iv: own(nonce) }, key, own(plaintext));
    const opened = cipher.open(nonce, new Uint8Array(sealed));
    expect(opened !== null && Buffer.from(opened).equals(plaintext)).toBe(true);
  });
});
