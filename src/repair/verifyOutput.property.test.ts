import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { damaged, intactSnapshot, type TestFile } from '../../test/support/arbitraryFiles.ts';
import { anyRecord, RECORD_TYPES } from '../../test/support/arbitraryRecords.ts';
import { buildLog, TEST_KEY } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { fileOffset } from '../base/index.ts';
import { makePlan, outputPieces, piecesSource, type RepairPreset, verifyOutput } from './index.ts';

/** Two records can ask for strings of gigabytes. */
const TYPES = RECORD_TYPES.filter((type) => type !== 'SETRANGE' && type !== 'SETBIT');

const log = (version: number): fc.Arbitrary<TestFile> =>
  fc.array(anyRecord('kept', TYPES), { maxLength: 12 }).map((records) => {
    const built = buildLog(records, version);
    return { name: 'shard-0.aof', kind: 'aof' as const, version, built, bytes: built.bytes };
  });

const PRESETS: readonly RepairPreset[] = ['truncate', 'drop-damaged', 'salvage', 'fix-bits'];

describe('what a plan writes is what it promised, whatever happened to the file', () => {
  test.each([
    ['a log', damaged(log(2)), null],
    ['an encrypted log', damaged(log(3)), TEST_KEY],
    ['a snapshot', damaged(intactSnapshot(2)), null],
    ['a snapshot of version 1', damaged(intactSnapshot(1)), null],
    ['an encrypted snapshot', damaged(intactSnapshot(3)), TEST_KEY],
  ] as const)('%s', async (_, files, key) => {
    let nonce = 0;
    const nonces = () => new Uint8Array(12).fill(++nonce & 0xff);
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom(...PRESETS), async (file, preset) => {
        const input = await scanBytes(file.bytes, { name: file.name, key });
        const made = makePlan(input.index, preset, file.name);
        if (made.outcome === 'impossible') return;
        const pieces = await outputPieces(input.source, input.index, made.plan, nonces);
        const written = piecesSource(input.source, pieces);
        const bytes = (await written.read(fileOffset(0), written.size())).slice();
        const output = await scanBytes(bytes, { name: file.name, key });
        const { sameState, firstDifference } = await verifyOutput(input, made.plan, output);
        expect({ sameState, firstDifference }).toEqual({ sameState: true, firstDifference: null });
      }),
      runs(1),
    );
  });
});
