import { expect, test } from 'vitest';
import {
  DEFAULT_READER,
  memorySource,
  readerProfile,
  recordSpec,
  writeAofHeader,
  writeRecord,
} from '../src/codec/index.ts';
import { concatBytes } from './concatBytes.ts';
import { scanWhole } from './nodeScan.ts';
import { RealisticRecords } from './realisticRecords.ts';

const RECORDS = 20_000;

const records = (seed: number) => {
  const realistic = new RealisticRecords(seed, RECORDS);
  return Array.from({ length: RECORDS }, () => realistic.record());
};

test('a realistic log holds, and has the proportions of the real one', async () => {
  const bytes = concatBytes([writeAofHeader(2), ...records(1).map(writeRecord)]);
  const index = await scanWhole(memorySource(bytes), 'shard-1.aof', null);
  expect(index.faults).toEqual([]);
  expect(index.rows.records).toBe(RECORDS);
  expect((index.countOf[1] as number) / RECORDS).toBeCloseTo(0.7, 1);
  expect(bytes.length / RECORDS).toBeGreaterThan(235);
  expect(bytes.length / RECORDS).toBeLessThan(265);
  expect(index.keys.size / RECORDS).toBeGreaterThan(0.15);
  expect(index.keys.size / RECORDS).toBeLessThan(0.35);
});

test('the default reader knows every type', () => {
  const { readsTag } = readerProfile(DEFAULT_READER);
  const types = new Set<string>(records(1).map(({ type }) => type));
  for (let tag = 1; tag < 64; tag++) {
    const spec = recordSpec(tag);
    if (spec !== undefined && types.has(spec.type)) expect(readsTag(tag)).toBe(true);
  }
  expect(types.size).toBe(25);
});

test('the same seed gives the same records, another one others', () => {
  const text = (seed: number) =>
    records(seed)
      .slice(0, 100)
      .map((record) => Buffer.from(writeRecord(record)).toString('hex'));
  expect(text(1)).toEqual(text(1));
  expect(text(1)).not.toEqual(text(2));
});
