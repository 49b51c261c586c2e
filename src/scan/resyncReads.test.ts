/*
 * What a scan reads, in bytes: damage must not make it read the file over and over. Counted, not timed, so that a
 * slow machine fails nothing.
 */

import { describe, expect, test } from 'vitest';
import { buildLog, buildSnapshot, concat, sealFrame, TEST_KEY } from '../../test/support/buildFiles.ts';
import { countedSource } from '../../test/support/countedSource.ts';
import { openFile } from '../../test/support/openFile.ts';
import { seededRandom } from '../base/index.ts';
import {
  type AofRecord,
  DEFAULT_READER,
  encodeUtf8,
  writeAofHeader,
  writeRecordContent,
} from '../codec/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { computeVerdict, createIndex, scanFile } from './scanFile.ts';

const MIB = 1 << 20;
/** Reads of a file of this test's sizes that would take a browser minutes. */
const TOO_MANY_READS = 100_000;

interface Cost {
  /** Bytes read, as a multiple of the file. */
  readonly times: number;
  readonly reads: number;
  readonly index: FileIndex;
}

async function costOf(
  bytes: Uint8Array,
  { name = 'shard-0.aof', key = null as Uint8Array | null } = {},
): Promise<Cost> {
  const { source, bytesRead, reads } = countedSource(bytes, TOO_MANY_READS);
  const index = createIndex(source, await openFile(source, name), name, key);
  await scanFile(source, index);
  return { times: bytesRead() / bytes.length, reads: reads.length, index };
}

const log = (...parts: Uint8Array[]): Uint8Array => concat([writeAofHeader(2), ...parts]);
const set = (i: number, length: number): AofRecord => ({
  type: 'SET',
  key: encodeUtf8(`user:${i}`),
  value: new Uint8Array(length).fill(0x61 + (i % 26)),
  expire_ms: -1n,
});
const recordsOf = (count: number, length: number): Uint8Array =>
  buildLog(Array.from({ length: count }, (_, i) => set(i, length))).bytes.subarray(5);

/** A region of `length` bytes made by repeating `pattern`. */
const repeated = (pattern: readonly number[], length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => pattern[i % pattern.length] as number);

describe('a region that holds no records', () => {
  const SIZE = MIB;
  const REGIONS: readonly (readonly [name: string, region: () => Uint8Array])[] = [
    ['random noise', () => seededRandom(81).fill(new Uint8Array(SIZE))],
    ['zeros', () => new Uint8Array(SIZE)],
    ['0xFF', () => new Uint8Array(SIZE).fill(0xff)],
    [
      'text',
      () => repeated(Array.from(encodeUtf8('{"level":"info","msg":"request served","ms":12}\n')), SIZE),
    ],
    [
      'UTF-16 text',
      () =>
        repeated(
          Array.from('a\nb c').flatMap((c) => [c.charCodeAt(0), 0]),
          SIZE,
        ),
    ],
  ];

  test.each(REGIONS)('%s alone', async (_, region) => {
    const { times, index } = await costOf(log(region()));
    expect(times).toBeLessThan(6);
    expect(index.rows.length).toBe(2);
  });

  test.each(REGIONS)('%s between records', async (_, region) => {
    const records = recordsOf(2000, 100);
    const { times, index } = await costOf(log(records, region(), records));
    expect(times).toBeLessThan(6);
    expect(index.rows.records).toBe(4000);
  });

  test.each(REGIONS)('%s at the beginning of a file several times as large', async (_, region) => {
    const { times } = await costOf(log(region(), recordsOf(12, MIB)));
    expect(times).toBeLessThan(6);
  });

  test('small 32-bit numbers, in which walks go on for long', async () => {
    const region = repeated([1, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0], 256 << 10);
    const { times } = await costOf(log(region, recordsOf(2000, 100)));
    expect(times).toBeLessThan(6);
  });

  test('64-bit ones, each of which looks like a SET of 16 MiB', async () => {
    const region = repeated([1, 0, 0, 0, 0, 0, 0, 0], 64 << 10);
    const { times, index } = await costOf(log(Uint8Array.of(0xee), region, recordsOf(20, MIB)));
    // Every one of 8,192 candidates reads a step at both of its ends, at worst.
    expect(times).toBeLessThan(8);
    expect(index.rows.records).toBe(20);
  });

  test('random noise among encrypted frames', async () => {
    const noise = seededRandom(82).fill(new Uint8Array(MIB));
    const frames = Array.from({ length: 500 }, (_, i) => sealFrame(writeRecordContent(set(i, 50)), i));
    const bytes = concat([writeAofHeader(3), ...frames, noise, ...frames]);
    const { times, index } = await costOf(bytes, { key: TEST_KEY });
    expect(times).toBeLessThan(4);
    expect(index.rows.records).toBe(1000);
  });

  test('random noise in a snapshot', async () => {
    const entries = Array.from({ length: 1000 }, (_, i) => ({
      type: 'string' as const,
      key: encodeUtf8(`user:${i}`),
      value: new Uint8Array(100).fill(0x61),
      expire_ms: -1n,
    }));
    const { bytes, starts } = buildSnapshot(entries);
    const middle = starts[500] as number;
    const noise = seededRandom(83).fill(new Uint8Array(MIB));
    const { times } = await costOf(concat([bytes.subarray(0, middle), noise, bytes.subarray(middle)]), {
      name: 'x.snap',
    });
    expect(times).toBeLessThan(4);
  });
});

describe('many damages', () => {
  const COUNT = 10_000;

  test('10,000 records with a flipped bit, every other one', async () => {
    const { bytes, starts } = buildLog(Array.from({ length: 2 * COUNT }, (_, i) => set(i, 60)));
    for (let i = 0; i < 2 * COUNT; i += 2) {
      const at = (starts[i] as number) + 30;
      bytes[at] = (bytes[at] as number) ^ 4;
    }
    const { times, index } = await costOf(bytes);
    expect(index.rows.records).toBe(2 * COUNT);
    expect(index.faults.length).toBe(COUNT);
    expect(times).toBeLessThan(12);
  });

  test('a thousand lengths that lead far into the file', async () => {
    const { bytes, starts } = buildLog(Array.from({ length: 2000 }, (_, i) => set(i, 2000)));
    for (let i = 0; i < 2000; i += 2) {
      const lengthAt = (starts[i] as number) + 1 + 4 + `user:${i}`.length;
      // Each to another place: what one of them was summed for serves no other.
      bytes.set([i & 0xff, i % 13, 1 + (i % 12)], lengthAt);
    }
    const { times, index } = await costOf(bytes);
    expect([index.rows.records, index.faults.length]).toEqual([2000, 1000]);
    // A block at the far end of each. Summing every stretch by itself would read four times as much.
    expect(times).toBeLessThan(40);
  });

  test('10,000 stray bytes, one before every other record', async () => {
    const parts: Uint8Array[] = [];
    for (let i = 0; i < COUNT; i++) {
      const { bytes } = buildLog([set(i, 60), set(i, 60)]);
      parts.push(bytes.subarray(5), Uint8Array.of(0xee));
    }
    const { times, index } = await costOf(log(...parts));
    expect(index.rows.records).toBe(2 * COUNT);
    expect(times).toBeLessThan(12);
  });

  test('10,000 damaged frames', async () => {
    const frames = Array.from({ length: 2000 }, (_, i) => sealFrame(writeRecordContent(set(i, 60)), i));
    for (let i = 0; i < frames.length; i += 2) (frames[i] as Uint8Array)[40] = 0xee;
    const { times, index } = await costOf(concat([writeAofHeader(3), ...frames]), { key: TEST_KEY });
    expect(index.rows.records).toBe(frames.length);
    expect(times).toBeLessThan(12);
  });

  test('the verdict reads no more than the record that stops it', async () => {
    const { bytes, starts } = buildLog(Array.from({ length: COUNT }, (_, i) => set(i, 60)));
    const at = (starts[COUNT / 2] as number) + 30;
    bytes[at] = (bytes[at] as number) ^ 4;
    const { index } = await costOf(bytes);
    const counted = countedSource(bytes, 100);
    const verdict = await computeVerdict(counted.source, index, DEFAULT_READER);
    expect(verdict.records).toBe(COUNT / 2);
    expect(counted.bytesRead()).toBeLessThan(128 << 10);
  });
});
