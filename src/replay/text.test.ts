import { expect, test } from 'vitest';
import { encodeUtf8 } from '../codec/index.ts';
import { digitsOf, I64_MAX, I64_MIN, parseI64 } from './integers.ts';
import { textOf } from './text.ts';

test('a text is that of its bytes, whatever was asked for before and whatever becomes of the bytes', () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 40_000; i++) {
      const bytes = encodeUtf8(`key:${i}`);
      const text = textOf(bytes);
      bytes.fill(0x78);
      if (text !== `key:${i}`) expect(text).toBe(`key:${i}`);
    }
  }
  const long = 'ü'.repeat(100);
  expect([textOf(encodeUtf8(long)), textOf(new Uint8Array(0))]).toEqual([long, '']);
});

test('a number is told as the server tells it, and read back', () => {
  const numbers = [0n, 7n, -7n, 999_999_999_999_999n, -999_999_999_999_999n, 2n ** 53n, I64_MAX, I64_MIN];
  for (const number of numbers) expect(parseI64(digitsOf(number))).toBe(number);
  for (const text of ['-0', '+7', '007', '-00012'])
    expect(parseI64(encodeUtf8(text))).toBe(BigInt(Number(text)));
  for (const text of ['', '-', '+', ' 1', '1 ', '1.0', '--1', '9223372036854775808', '٣'])
    expect([text, parseI64(encodeUtf8(text))]).toEqual([text, null]);
});
