import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { crc32Suffix } from './crc32Suffix.ts';

const random = seededRandom(97);
const bytes = random.fill(new Uint8Array(200_000));

test('every split of a short message', () => {
  const message = bytes.subarray(0, 300);
  for (let cut = 0; cut <= message.length; cut++) {
    const before = message.subarray(0, cut);
    expect(crc32Suffix(crc32(message), crc32(before), message.length - cut)).toBe(
      crc32(message.subarray(cut)),
    );
  }
});

test('stretches of a long one', () => {
  for (let i = 0; i < 300; i++) {
    const from = random.below(bytes.length);
    const to = from + random.below(bytes.length - from + 1);
    const found = crc32Suffix(crc32(bytes.subarray(0, to)), crc32(bytes.subarray(0, from)), to - from);
    expect(found).toBe(crc32(bytes.subarray(from, to)));
  }
});

test('lengths past 32 bits: appending twice is appending the sum', () => {
  const start = 0xdead_beef;
  const shift = (value: number, length: number): number => crc32Suffix(0, value, length);
  for (const [a, b] of [
    [2 ** 31, 2 ** 31],
    [2 ** 32 + 5, 7],
    [2 ** 40, 2 ** 39 + 1],
  ] as const) {
    expect(shift(shift(start, a), b)).toBe(shift(start, a + b));
  }
});
