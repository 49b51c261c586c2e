import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import {
  decodeUtf8,
  decodeUtf8Lossy,
  encodeUtf8,
  isUtf8,
  UTF8_ACCEPT,
  UTF8_REJECT,
  utf8Update,
} from './utf8.ts';

/** The platform's own verdict. */
const platform = new TextDecoder('utf-8', { fatal: true });
function holds(bytes: Uint8Array): boolean {
  try {
    platform.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The verdict over the bytes in two pieces, cut at every place. */
function expectSameInPieces(bytes: Uint8Array, expected: boolean): void {
  for (let cut = 0; cut <= bytes.length; cut++) {
    const half = utf8Update(UTF8_ACCEPT, bytes, 0, cut);
    const end = half === UTF8_REJECT ? UTF8_REJECT : utf8Update(half, bytes, cut, bytes.length);
    expect(end === UTF8_ACCEPT).toBe(expected);
  }
}

describe('isUtf8', () => {
  test('agrees with the platform on every string of one and two bytes', () => {
    const differing: string[] = [];
    const bytes = new Uint8Array(2);
    for (let a = 0; a < 256; a++) {
      bytes[0] = a;
      if (isUtf8(bytes, 0, 1) !== holds(bytes.subarray(0, 1))) differing.push(`${a}`);
      for (let b = 0; b < 256; b++) {
        bytes[1] = b;
        if (isUtf8(bytes) !== holds(bytes)) differing.push(`${a} ${b}`);
      }
    }
    expect(differing).toEqual([]);
  });

  test('agrees with the platform on three and four bytes at every border', () => {
    const borders = [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf];
    const leads = [
      ...borders,
      0xe0,
      0xe1,
      0xec,
      0xed,
      0xee,
      0xef,
      0xf0,
      0xf1,
      0xf3,
      0xf4,
      0xf5,
      0xf7,
      0xf8,
      0xff,
    ];
    const differing: string[] = [];
    const check = (...bytes: number[]): void => {
      const subject = Uint8Array.from(bytes);
      if (isUtf8(subject) !== holds(subject)) differing.push(bytes.join(' '));
    };
    for (const a of leads) {
      for (const b of leads) {
        for (const c of leads) {
          check(a, b, c);
          for (const d of [0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xff]) check(a, b, c, d);
        }
      }
    }
    expect(differing).toEqual([]);
  });

  test.each([
    ['the empty string', [], true],
    ['U+007F', [0x7f], true],
    ['U+0080', [0xc2, 0x80], true],
    ['NUL in two bytes (overlong)', [0xc0, 0x80], false],
    ['U+007F in two bytes (overlong)', [0xc1, 0xbf], false],
    ['U+0800', [0xe0, 0xa0, 0x80], true],
    ['U+07FF in three bytes (overlong)', [0xe0, 0x9f, 0xbf], false],
    ['U+D7FF', [0xed, 0x9f, 0xbf], true],
    ['the first surrogate', [0xed, 0xa0, 0x80], false],
    ['the last surrogate', [0xed, 0xbf, 0xbf], false],
    ['U+E000', [0xee, 0x80, 0x80], true],
    ['U+FFFF', [0xef, 0xbf, 0xbf], true],
    ['a byte order mark', [0xef, 0xbb, 0xbf], true],
    ['U+10000', [0xf0, 0x90, 0x80, 0x80], true],
    ['U+FFFF in four bytes (overlong)', [0xf0, 0x8f, 0xbf, 0xbf], false],
    ['U+10FFFF', [0xf4, 0x8f, 0xbf, 0xbf], true],
    ['U+110000', [0xf4, 0x90, 0x80, 0x80], false],
    ['a lead byte that never was', [0xf5, 0x80, 0x80, 0x80], false],
    ['a lone continuation', [0x80], false],
    ['a cut character', [0xf0, 0x9f, 0x94], false],
    ['a cut character before a whole one', [0xe2, 0x82, 0x41], false],
  ])('%s', (_, bytes, expected) => {
    expect(isUtf8(Uint8Array.from(bytes))).toBe(expected);
    expectSameInPieces(Uint8Array.from(bytes), expected);
  });

  test('agrees with the platform on text with random changes, however it is cut', () => {
    const random = seededRandom(7);
    const text = encodeUtf8('a ключ 鍵 🔑 \u{10ffff} \ufeff é end');
    for (let i = 0; i < 2000; i++) {
      const bytes = text.slice(0, random.below(text.length + 1));
      if (bytes.length > 0 && random.below(3) > 0) bytes[random.below(bytes.length)] = random.below(256);
      const expected = holds(bytes);
      expect(isUtf8(bytes)).toBe(expected);
      if (i % 10 === 0) expectSameInPieces(bytes, expected);
    }
  });

  test('looks at the given part only', () => {
    expect(isUtf8(Uint8Array.of(0xff, 0x41, 0x42, 0xff), 1, 3)).toBe(true);
  });

  test('once invalid stays invalid', () => {
    expect(utf8Update(UTF8_REJECT, Uint8Array.of(0x80, 0x41), 0, 2)).toBe(UTF8_REJECT);
  });
});

describe('decodeUtf8', () => {
  test('keeps a byte order mark, so that bytes and text stay the same', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
    expect(encodeUtf8('\ufeffa')).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61));
  });
  test('is null for what is not UTF-8', () => {
    expect(decodeUtf8(Uint8Array.of(0x61, 0xff))).toBeNull();
  });
  test('works again after a failure in the middle of a character', () => {
    expect(decodeUtf8(Uint8Array.of(0xf0, 0x9f))).toBeNull();
    expect(decodeUtf8(Uint8Array.of(0x61))).toBe('a');
  });
  test('the lenient form marks what is broken', () => {
    expect(decodeUtf8Lossy(Uint8Array.of(0x61, 0xff, 0x62))).toBe('a\ufffdb');
  });
});
