import { expect, test } from 'vitest';
import { skipZeros } from './zeros.ts';

test.each([0, 1, 2, 3, 7])('finds the first byte that is not zero, from any alignment (%i)', (shift) => {
  for (const at of [0, 1, 5, 63, 64, 65, 300, 1021, 4095]) {
    const bytes = new Uint8Array(5000).subarray(shift);
    bytes[at] = 9;
    expect(skipZeros(bytes, 0, bytes.length)).toBe(at);
    expect(skipZeros(bytes, at + 1, bytes.length)).toBe(bytes.length);
    expect(skipZeros(bytes, 0, Math.min(at, 40))).toBe(Math.min(at, 40));
  }
});
