import { describe, expect, test } from 'vitest';
import { aikvFixtures, readAikvFixture } from '../../test/support/aikvFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { type ByteSource, DEFAULT_READER, memorySource } from '../codec/index.ts';
import { computeVerdict, createIndex, scanFile } from '../scan/index.ts';
import {
  makePlan,
  outputPieces,
  previewPlan,
  type RepairPreset,
  verifyOutput,
  writePieces,
} from './index.ts';

const noNonce = (): Uint8Array => {
  throw new Error('nothing is encrypted');
};

async function scan(source: ByteSource, name: string) {
  const opened = await openFile(source, name);
  const index = createIndex(source, opened, name, null);
  await scanFile(source, index);
  return { source, index };
}

async function repair(bytes: Uint8Array, name: string, preset: RepairPreset) {
  const input = await scan(memorySource(bytes), name);
  const made = makePlan(input.index, preset, name);
  if (made.outcome === 'impossible') return null;
  const preview = previewPlan(input.index, made.plan);
  const chunks: Uint8Array[] = [];
  await writePieces(
    input.source,
    await outputPieces(input.source, input.index, made.plan, noNonce),
    (chunk) => {
      chunks.push(chunk.slice());
      return Promise.resolve();
    },
  );
  const written = new Uint8Array(Buffer.concat(chunks));
  const output = await scan(memorySource(written), name);
  return { input, plan: made.plan, preview, written, output };
}

const presets: readonly RepairPreset[] = ['truncate', 'drop-damaged', 'salvage'];
const named = (damaged: boolean) =>
  aikvFixtures()
    .filter(({ isDamaged }) => isDamaged === damaged)
    .flatMap((fixture) => presets.map((preset) => [fixture.path, preset, fixture] as const));

describe('what a repair writes loads in AiKv’s reader, and is what the plan promised', () => {
  test.each(named(true))('%s, %s', async (path, preset, fixture) => {
    const repaired = await repair(fixture.bytes(), fixture.name, preset);
    if (path.endsWith('trunc-header.rdb')) {
      expect(repaired).toBeNull();
      return;
    }
    if (repaired === null) throw new Error('no plan');
    const { input, plan, preview, written, output } = repaired;
    const verdict = await computeVerdict(output.source, output.index, DEFAULT_READER);
    expect([verdict.error, verdict.abort, verdict.unreadTrailing]).toEqual([null, null, 0]);
    expect(written.length).toBe(preview.outputSize);
    expect(output.index.rows.records).toBe(preview.recordsKept);
    expect(await verifyOutput(input, plan, output)).toMatchObject({ sameState: true });
    expect(output.index.faults.filter(({ severity }) => severity === 'damage')).toEqual([]);
    // A second repair has nothing left to do.
    const again = await repair(written, fixture.name, preset);
    expect(again?.preview.unchanged).toBe(true);
  });
});

test.each(named(false))('%s, %s: an intact file stays as it is', async (_, preset, fixture) => {
  const repaired = await repair(fixture.bytes(), fixture.name, preset);
  expect(repaired?.preview.unchanged).toBe(true);
  expect(repaired?.written).toEqual(fixture.bytes());
});

test('a salvage keeps what lies behind damage, a truncation only what stands before', async () => {
  const bytes = readAikvFixture('aikv/damaged/three-damages.aof');
  const kept = await Promise.all(
    presets.map(async (preset) => (await repair(bytes, 'x.aof', preset))?.preview.recordsKept),
  );
  expect(kept).toEqual([27, 27, 70]);
});

test('a damaged magic is written anew', async () => {
  const bytes = readAikvFixture('aikv/rdb/damage-source.rdb').slice();
  bytes[0] = 0x51;
  const repaired = await repair(bytes, 'dump.rdb', 'salvage');
  expect(repaired?.written).toEqual(readAikvFixture('aikv/rdb/damage-source.rdb'));
});
