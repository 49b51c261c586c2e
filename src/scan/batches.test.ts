import { describe, expect, test } from 'vitest';
import { emberFixtures } from '../../test/support/emberFixtures.ts';
import { factsOf, scanBytes } from '../../test/support/scanning.ts';
import { seededRandom } from '../base/index.ts';
import {
  type AofRecord,
  BATCH_RECORDS,
  CRC32_INIT,
  crc32Long,
  crc32Update,
  encodeUtf8,
  recordBatch,
  writeAofHeader,
  writeRecord,
} from '../codec/index.ts';

test('WebAssembly is there and takes plain records: otherwise nothing here would be compared', () => {
  const records = Array.from({ length: 3000 }, (_, i) =>
    writeRecord({ type: 'INCR', key: encodeUtf8(`n${i}`) }),
  );
  const bytes = new Uint8Array(Buffer.concat(records));
  const batch = recordBatch();
  expect(batch?.take(bytes, 0)).toBe(BATCH_RECORDS);
  expect([batch?.tags[7], batch?.expiries[7], batch?.keyLengths[1000]]).toEqual([12, Number.NaN, 5]);
});

test('the long checksum is the plain one, over any stretch and in any pieces', () => {
  const bytes = seededRandom(62).fill(new Uint8Array(400_000));
  for (const [from, to] of [
    [0, 400_000],
    [1, 5000],
    [3, 131_075],
    [7, 131_078],
    [11, 262_155],
    [5, 9],
    [8, 8],
  ] as const) {
    const plain = crc32Update(CRC32_INIT, bytes, from, to);
    expect(crc32Long(CRC32_INIT, bytes, from, to)).toBe(plain);
    const middle = (from + to) >> 1;
    expect(crc32Long(crc32Long(CRC32_INIT, bytes, from, middle), bytes, middle, to)).toBe(plain);
  }
});

describe('every fixture gives the same index with and without batches', () => {
  const logs = emberFixtures().filter(({ name }) => name.endsWith('.aof'));
  test.each(logs.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const bytes = fixture.bytes();
    const plain = await scanBytes(bytes, { name: fixture.name, batches: false });
    const fast = await scanBytes(bytes, { name: fixture.name });
    expect(factsOf(fast.index)).toEqual(factsOf(plain.index));
  });
});

describe('records that do not fit the blocks', () => {
  const random = seededRandom(61);
  const set = (key: string, length: number): AofRecord => ({
    type: 'SET',
    key: encodeUtf8(key),
    value: random.fill(new Uint8Array(length)),
    expire_ms: BigInt(random.below(3) - 1),
  });

  test.each([
    ['more than a batch of small ones', Array.from({ length: 9000 }, (_, i) => set(`k${i % 700}`, i % 9))],
    ['many different keys', Array.from({ length: 40_000 }, (_, i) => set(`key:${(i * 7) % 30_000}`, i % 9))],
    [
      'longer than a block',
      [set('a', 10), set('long', 200_000), set('b', 10), set('longer', 300_000), set('c', 1)],
    ],
    [
      'exactly as long as a block, and one byte around',
      [-1, 0, 1].map((by) => set('k', (128 << 10) - 22 + by)),
    ],
    [
      'over the borders of blocks',
      Array.from({ length: 400 }, (_, i) => set(`key:${i}`, random.below(3000))),
    ],
    [
      'keys that are not ASCII among others',
      Array.from({ length: 3000 }, (_, i) => set(i % 3 ? `k${i}` : `ключ:${i}`, 40)),
    ],
  ])('%s', async (_, records) => {
    const parts = [writeAofHeader(2), ...records.map((record) => writeRecord(record))];
    const bytes = new Uint8Array(Buffer.concat(parts));
    const plain = await scanBytes(bytes, { batches: false });
    const fast = await scanBytes(bytes);
    expect(plain.index.rows.records).toBe(records.length);
    expect(factsOf(fast.index)).toEqual(factsOf(plain.index));
  });
});
