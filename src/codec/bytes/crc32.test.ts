import { crc32 as zlibCrc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { CRC32_INIT, crc32, crc32Finish, crc32Update } from './crc32.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('crc32', () => {
  test.each([
    ['', 0x00000000],
    ['a', 0xe8b7be43],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('the check value of %j', (text, expected) => {
    expect(crc32(ascii(text))).toBe(expected);
  });

  test('equals zlib for every length and offset around the sixteen-byte step', () => {
    const bytes = seededRandom(1).fill(new Uint8Array(200));
    for (let from = 0; from < 20; from++) {
      for (let to = from; to <= from + 70; to++) {
        expect(crc32(bytes, from, to)).toBe(zlibCrc32(bytes.subarray(from, to)));
      }
    }
  });

  test('equals zlib for random lengths up to 100 kB', () => {
    const random = seededRandom(2);
    const bytes = random.fill(new Uint8Array(100_000));
    for (let i = 0; i < 200; i++) {
      const from = random.below(bytes.length);
      const to = from + random.below(bytes.length - from + 1);
      expect(crc32(bytes, from, to)).toBe(zlibCrc32(bytes.subarray(from, to)));
    }
  });

  test('every value is an unsigned number of 32 bits', () => {
    const random = seededRandom(3);
    let high = 0;
    for (let i = 0; i < 1000; i++) {
      const value = crc32(random.fill(new Uint8Array(8)));
      expect(Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff).toBe(true);
      if (value > 0x7fff_ffff) high++;
    }
    expect(high).toBeGreaterThan(300);
  });

  test('a running checksum over any pieces is the checksum of the whole', () => {
    const random = seededRandom(4);
    for (let i = 0; i < 200; i++) {
      const bytes = random.fill(new Uint8Array(random.below(300)));
      let state = CRC32_INIT;
      let at = 0;
      while (at < bytes.length) {
        const next = Math.min(bytes.length, at + random.below(40));
        state = crc32Update(state, bytes, at, next);
        at = next;
      }
      expect(crc32Finish(state)).toBe(zlibCrc32(bytes));
    }
  });

  test('a view in the middle of a buffer is read from its own beginning', () => {
    const buffer = seededRandom(5).fill(new Uint8Array(64));
    const view = new Uint8Array(buffer.buffer, 7, 40);
    expect(crc32(view)).toBe(zlibCrc32(buffer.slice(7, 47)));
  });
});
