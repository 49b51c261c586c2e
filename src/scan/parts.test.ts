import { describe, expect, test } from 'vitest';
import { buildLog, concat, TEST_KEY } from '../../test/support/buildFiles.ts';
import { emberFixtures } from '../../test/support/emberFixtures.ts';
import { fixtureKey } from '../../test/support/keyFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { partHelpers } from '../../test/support/partHelpers.ts';
import { factsOf, scanBytes } from '../../test/support/scanning.ts';
import { seededRandom } from '../base/index.ts';
import { AOF_HEADER_BYTES, type AofRecord, encodeUtf8, memorySource } from '../codec/index.ts';
import { createIndex, scanFile } from './index.ts';

/** Smaller than most records, about a record, and a few of them. */
const PART_BYTES = [64, 256, 1500] as const;

describe('every fixture gives the same index with helpers and without', () => {
  const logs = emberFixtures().filter(({ name }) => name.endsWith('.aof'));
  test.each(logs.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const bytes = fixture.bytes();
    const keys = fixture.expected().key_file === null ? [null] : [null, fixtureKey()];
    // Of a large file not millions of parts.
    const least = bytes.length >> 8;
    for (const key of keys) {
      const alone = await scanBytes(bytes, { name: fixture.name, key, batches: false });
      for (const partBytes of PART_BYTES.map((each) => Math.max(each, least))) {
        for (const batches of [true, false]) {
          const together = await scanBytes(bytes, { name: fixture.name, key, batches, partBytes });
          expect(factsOf(together.index)).toEqual(factsOf(alone.index));
        }
      }
    }
  });
});

const random = seededRandom(81);
const set = (key: string, length: number): AofRecord => ({
  type: 'SET',
  key: encodeUtf8(key),
  value: random.fill(new Uint8Array(length)),
  expire_ms: BigInt(random.below(3) - 1),
});

describe.each([
  ['plaintext', 2, null],
  ['encrypted', 3, TEST_KEY],
] as const)('%s', (_, version, key) => {
  const records = Array.from({ length: 3000 }, (_, i) =>
    set(i % 7 === 0 ? `ключ:${i % 91}` : `key:${i % 700}`, random.below(90)),
  );
  const { bytes } = buildLog(records, version);

  test('most rows come from helpers', async () => {
    const alone = await scanBytes(bytes, { key });
    const { index, parts } = await scanBytes(bytes, { key, partBytes: 4096 });
    expect(factsOf(index)).toEqual(factsOf(alone.index));
    const found = parts.reduce((sum, part) => sum + part.ends.length, 0);
    expect(found).toBeGreaterThan(1500);
    expect(found).toBeLessThanOrEqual(3000);
  });

  test('keys that are many have the numbers that they have without helpers', async () => {
    const many = Array.from({ length: 40_000 }, (_, i) => set(`key:${(i * 7) % 30_000}`, 3));
    const log = buildLog(many, version);
    const alone = await scanBytes(log.bytes, { key });
    const { index } = await scanBytes(log.bytes, { key, partBytes: 64 << 10 });
    expect(index.keys.size).toBe(30_000);
    expect(factsOf(index)).toEqual(factsOf(alone.index));
  });

  test('behind damage the scan goes on alone as far as the next part', async () => {
    const broken = bytes.slice();
    broken.fill(0xee, 50_000, 50_400);
    const alone = await scanBytes(broken, { key });
    const { index, parts } = await scanBytes(broken, { key, partBytes: 16_384 });
    expect(factsOf(index)).toEqual(factsOf(alone.index));
    expect(index.faults.length).toBeGreaterThan(0);
    expect(parts.filter((part) => part.from > 51_000).length).toBeGreaterThan(3);
  });

  test('helpers that are lost, or find nothing, change nothing', async () => {
    const alone = await scanBytes(bytes, { key });
    const source = memorySource(bytes);
    const index = createIndex(source, await openFile(source, 'shard-0.aof'), 'shard-0.aof', key);
    const helpers = partHelpers(source, key, { bytes: 4096 });
    let asked = 0;
    const failing = {
      ...helpers,
      start: () => {
        const { scan, close } = helpers.start();
        const answer = (task: Parameters<typeof scan>[0]) =>
          asked++ % 3 === 0
            ? Promise.reject(new Error('lost'))
            : asked % 3 === 0
              ? Promise.resolve(null)
              : scan(task);
        return { scan: answer, close };
      },
    };
    expect(await scanFile(source, index, { helpers: failing })).toBe('done');
    expect(factsOf(index)).toEqual(factsOf(alone.index));
    expect(helpers.open()).toBe(0);
  });
});

test.each([
  ['with the key', TEST_KEY],
  ['without it', null],
])('a log that changes its encoding and back, %s', async (_, key) => {
  const some = (name: string): AofRecord[] => Array.from({ length: 300 }, (_, i) => set(`${name}:${i}`, 40));
  const bytes = concat([
    buildLog(some('a'), 2).bytes,
    buildLog(some('b'), 3).bytes.subarray(AOF_HEADER_BYTES),
    buildLog(some('c'), 2).bytes.subarray(AOF_HEADER_BYTES),
  ]);
  const alone = await scanBytes(bytes, { key });
  expect(alone.index.rows.records).toBe(900);
  for (const partBytes of [200, 2000, 9000]) {
    const { index } = await scanBytes(bytes, { key, partBytes });
    expect(factsOf(index)).toEqual(factsOf(alone.index));
  }
});

test('a log within a value leads no one astray', async () => {
  const inner = buildLog(
    Array.from({ length: 200 }, (_, i) => set(`inner:${i}`, 20)),
    2,
  ).bytes;
  const records = [
    set('a', 10),
    { ...set('dump', 0), value: inner } as AofRecord,
    set('b', 10),
    set('c', 30),
  ];
  const { bytes } = buildLog([...records, ...records, ...records], 2);
  const alone = await scanBytes(bytes);
  const { index, parts } = await scanBytes(bytes, { partBytes: 1024 });
  expect(factsOf(index)).toEqual(factsOf(alone.index));
  expect(index.rows.records).toBe(12);
  expect(parts.length).toBeGreaterThan(0);
});

test('a scan that is stopped ends its helpers, and keeps what it has', async () => {
  const { bytes } = buildLog(
    Array.from({ length: 500 }, (_, i) => set(`k${i}`, 50)),
    2,
  );
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, 'shard-0.aof'), 'shard-0.aof', null);
  const helpers = partHelpers(source, null, { bytes: 2048 });
  const signal = { aborted: false };
  const onProgress = (done: number): void => {
    if (done > 10_000) signal.aborted = true;
  };
  const windows = { sliceBytes: 1024, inFlight: 1, firstBytes: 1024 };
  expect(await scanFile(source, index, { helpers, signal, onProgress, windows })).toBe('cancelled');
  expect(index.rows.end).toBeGreaterThan(10_000);
  expect(index.rows.end).toBeLessThan(bytes.length);
  expect(helpers.open()).toBe(0);
});
