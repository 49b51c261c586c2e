import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openFile } from '../../test/support/openFile.ts';
import { decodeHex, memorySource } from '../codec/index.ts';
import { createIndex, scanFile } from './index.ts';

const FOLDER = new URL('../../public/samples/', import.meta.url);

interface Sample {
  readonly file: string;
  readonly note: string;
  readonly damage: string | null;
  readonly keyHex?: string;
}
const samples = JSON.parse(readFileSync(new URL('index.json', FOLDER), 'utf8')) as Sample[];

test('every sample file is listed', () => {
  const files = readdirSync(FOLDER).filter((name) => name !== 'index.json');
  expect(files.sort()).toEqual(samples.map((sample) => sample.file).sort());
});

test.each(samples)('$file shows what its note says', async (sample) => {
  const source = memorySource(new Uint8Array(readFileSync(new URL(sample.file, FOLDER))));
  const index = createIndex(source, await openFile(source, sample.file), sample.file, null);
  await scanFile(source, index);
  expect(index.faults[0]?.evidence.kind ?? null).toBe(sample.damage);
  expect(sample.note).toMatch(/\.$/);
  if (sample.keyHex === undefined) return;
  const unlocked = createIndex(
    source,
    await openFile(source, sample.file),
    sample.file,
    decodeHex(sample.keyHex),
  );
  await scanFile(source, unlocked);
  expect(unlocked.rows.records).toBeGreaterThan(0);
  expect(unlocked.faults.some((fault) => fault.evidence.kind === 'key-required')).toBe(false);
});
