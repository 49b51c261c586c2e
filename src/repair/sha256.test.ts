import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../codec/index.ts';
import { sha256OfSource } from './sha256.ts';

const MEBIBYTE = 1 << 20;
const bytesOf = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => (i * 7919) >>> 3);

describe('sha256OfSource', () => {
  test.each([0, 1, 63, 64, 65, 4 * MEBIBYTE - 1, 4 * MEBIBYTE, 4 * MEBIBYTE + 1, 9 * MEBIBYTE])(
    'agrees with the platform on %d bytes',
    async (size) => {
      const bytes = bytesOf(size);
      const expected = createHash('sha256').update(bytes).digest('hex');
      expect(await sha256OfSource(memorySource(bytes))).toBe(expected);
    },
  );

  test('tells how far it is, and stops when asked', async () => {
    const told: number[] = [];
    const signal = { aborted: false };
    const onProgress = (bytes: number): void => {
      told.push(bytes);
      signal.aborted = told.length === 2;
    };
    const digest = await sha256OfSource(memorySource(bytesOf(9 * MEBIBYTE)), { signal, onProgress });
    expect(digest).toBeNull();
    expect(told).toEqual([4 * MEBIBYTE, 8 * MEBIBYTE]);
  });

  test('rejects when a read does', async () => {
    const broken = { size: () => 5 * MEBIBYTE, read: () => Promise.reject(new Error('gone')) };
    await expect(sha256OfSource(broken)).rejects.toThrow('gone');
  });
});
