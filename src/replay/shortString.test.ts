import { expect, test } from 'vitest';
import { NEAR_BYTES } from './farBytes.ts';
import { ShortString } from './shortString.ts';
import { cloneValue, sizeOf } from './value.ts';

test('every byte comes back as it was, at every length', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (let from = 0; from + NEAR_BYTES <= 256; from += 32)
    for (let length = 0; length <= NEAR_BYTES; length++) {
      const bytes = all.subarray(from, from + length);
      const string = new ShortString(bytes);
      expect(string.bytes).toEqual(bytes.slice());
      expect(sizeOf(string)).toBe(length);
    }
});

test('neither what it was made of nor what it gave out changes it', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const string = new ShortString(bytes);
  bytes[0] = 9;
  string.bytes[1] = 9;
  expect(string.bytes).toEqual(Uint8Array.of(1, 2, 3));
});

test('a copy goes its own way', () => {
  const string = new ShortString(Uint8Array.of(1));
  const copy = cloneValue(string) as ShortString;
  string.bytes = Uint8Array.of(2, 3);
  expect([copy.bytes, string.bytes]).toEqual([Uint8Array.of(1), Uint8Array.of(2, 3)]);
});
