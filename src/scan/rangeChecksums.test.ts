import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { countedSource } from '../../test/support/countedSource.ts';
import { seededRandom } from '../base/index.ts';
import { memorySource } from '../codec/index.ts';
import { RangeChecksums } from './rangeChecksums.ts';

const random = seededRandom(98);
const bytes = random.fill(new Uint8Array(3 << 20));

describe('RangeChecksums', () => {
  test('stretches in any order have their own checksum', async () => {
    const checksums = new RangeChecksums(memorySource(bytes));
    for (let i = 0; i < 200; i++) {
      const from = random.below(bytes.length);
      const to = from + random.below(Math.min(bytes.length - from, i % 3 === 0 ? 5000 : 1 << 20) + 1);
      expect(await checksums.of(from, to)).toBe(crc32(bytes.subarray(from, to)));
    }
  });

  test('stretches at the borders of the steps', async () => {
    const checksums = new RangeChecksums(memorySource(bytes));
    for (const from of [100, 101, 2147, 2148, 2149, 4196]) {
      for (const length of [0, 1, 2047, 2048, 2049, 4096, 10_000]) {
        expect(await checksums.of(from, from + length)).toBe(crc32(bytes.subarray(from, from + length)));
      }
    }
    expect(await checksums.of(bytes.length - 3000, bytes.length)).toBe(
      crc32(bytes.subarray(bytes.length - 3000)),
    );
  });

  test('a thousand long stretches read the file about once', async () => {
    const counted = countedSource(bytes);
    const checksums = new RangeChecksums(counted.source);
    for (let i = 0; i < 1000; i++) await checksums.of(i * 8, i * 8 + (2 << 20));
    expect(counted.bytesRead()).toBeLessThan(2 * bytes.length + 1000 * 4096);
  });
});
