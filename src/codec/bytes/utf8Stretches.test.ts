import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeHex } from './hex.ts';
import { decodeUtf8, encodeUtf8, isUtf8 } from './utf8.ts';
import { utf8Stretches } from './utf8Stretches.ts';

/** The stretches as text, broken bytes in hexadecimal between angle brackets. */
function shown(bytes: Uint8Array): string {
  return utf8Stretches(bytes)
    .map(({ from, to, valid }) => {
      const part = bytes.subarray(from, to);
      return valid ? decodeUtf8(part) : `<${encodeHex(part)}>`;
    })
    .join('');
}

const join = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...encodeUtf8(part)] : [part])));

describe('utf8Stretches', () => {
  test.each([
    ['nothing', join(), ''],
    ['text', join('naïve 東京 🔑'), 'naïve 東京 🔑'],
    ['a continuation byte alone', join('a', 0x80, 'b'), 'a<80>b'],
    ['a character that the next one breaks off', join(0xe6, 0x9d, 'x'), '<e69d>x'],
    ['a character that another lead byte breaks off', join(0xe6, 0xc3, 0xa9), '<e6>é'],
    ['a lead byte that was flipped', join('"', 0xc6, 0x9d, 0xb1, '"'), '"Ɲ<b1>"'],
    ['an overlong form', join(0xc0, 0xaf), '<c0af>'],
    ['a surrogate', join(0xed, 0xa0, 0x80), '<eda080>'],
    ['a character cut by the end', join('ab', 0xf0, 0x9f), 'ab<f09f>'],
  ])('%s', (_, bytes, expected) => {
    expect(shown(bytes)).toBe(expected);
  });

  test('tile the bytes, in turn, and tell the truth about each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        let at = 0;
        let before: boolean | null = null;
        for (const { from, to, valid } of utf8Stretches(bytes)) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          expect(valid).not.toBe(before);
          if (valid) expect(isUtf8(bytes, from, to)).toBe(true);
          at = to;
          before = valid;
        }
        expect(at).toBe(bytes.length);
        expect(utf8Stretches(bytes).every(({ valid }) => valid)).toBe(isUtf8(bytes));
      }),
    );
  });
});
