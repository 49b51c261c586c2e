import { expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { hashBytes } from './hashBytes.ts';

test('depends on the bytes alone, not on where they stand', () => {
  const random = seededRandom(71);
  for (let length = 0; length < 40; length++) {
    const bytes = random.fill(new Uint8Array(length));
    const around = random.fill(new Uint8Array(length + 9));
    around.set(bytes, 5);
    expect(hashBytes(around, 5, 5 + length)).toBe(hashBytes(bytes, 0, length));
  }
});

test('zeros at the end count, and numbered keys rarely share their low bits', () => {
  expect(hashBytes(Uint8Array.of(1), 0, 1)).not.toBe(hashBytes(Uint8Array.of(1, 0), 0, 2));
  const bits = 1 << 17;
  const low = new Set<number>();
  for (let i = 0; i < 50_000; i++) {
    const key = Buffer.from(`user:profile:${String(i).padStart(7, '0')}`);
    low.add(hashBytes(key, 0, key.length) & (bits - 1));
  }
  // A random function leaves 50,000 keys about 41,600 of these places.
  expect(low.size).toBeGreaterThan(40_000);
});
