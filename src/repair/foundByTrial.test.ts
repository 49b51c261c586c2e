/* Damages that random trials came upon and that were once dealt with wrongly. */
import { expect, test } from 'vitest';
import { concat } from '../../test/support/buildFiles.ts';
import { readFixture } from '../../test/support/emberFixtures.ts';
import { rowsOf, scanBytes } from '../../test/support/scanning.ts';
import { ENTRY_COUNT_AT } from '../codec/index.ts';
import { makePlan, outputPieces, piecesSource, previewPlan, type RepairPreset } from './index.ts';

async function repaired(bytes: Uint8Array, name: string, preset: RepairPreset) {
  const { source, index } = await scanBytes(bytes, { name });
  const made = makePlan(index, preset, name);
  if (made.outcome !== 'plan') throw new Error(made.why);
  const output = piecesSource(source, await outputPieces(source, index, made.plan, () => new Uint8Array(12)));
  const written = (await output.read(0 as never, output.size())).slice();
  const again = await scanBytes(written, { name });
  return { promised: previewPlan(index, made.plan).recordsKept, written, again: again.index };
}

const flipped = (bytes: Uint8Array, at: number, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte));

test('a length that swallowed whole entries gives them back, and all of them are promised', async () => {
  const intact = readFixture('intact/edge-values.snap');
  const { promised, written, again } = await repaired(
    flipped(intact, 984, 0),
    'edge-values.snap',
    'fix-bits',
  );
  expect(promised).toBe(26);
  expect(again.rows.records).toBe(26);
  expect(Buffer.compare(written, intact)).toBe(0);
});

test('a flipped bit and a wrong count are both put right', async () => {
  const intact = readFixture('intact/base.snap');
  const damaged = flipped(intact, 600, 2);
  damaged[ENTRY_COUNT_AT] = 99;
  const { promised, written, again } = await repaired(damaged, 'shard-3.snap', 'fix-bits');
  expect(again.faults.map(({ evidence }) => evidence.kind)).not.toContain('count-mismatch');
  expect(again.rows.records).toBe(promised);
  expect(Buffer.compare(written, intact)).toBe(0);
});

test('records in the value of a record that another one cut short are not taken for the log', async () => {
  const intact = readFixture('intact/edge-values-01-27.aof');
  const damaged = concat([intact.subarray(0, 3149), intact.subarray(2949)]);
  const { index } = await scanBytes(damaged);
  const written = new Set(
    rowsOf((await scanBytes(intact)).index).map(({ offset, size }) =>
      Buffer.from(intact.subarray(offset, offset + size)).toString('hex'),
    ),
  );
  const { written: output, again } = await repaired(damaged, 'shard-0.aof', 'salvage');
  for (const { offset, size } of rowsOf(again)) {
    expect(written).toContain(Buffer.from(output.subarray(offset, offset + size)).toString('hex'));
  }
  // The two in the value, a SET and a SET behind it, can be seen all the same.
  expect(rowsOf(index).filter(({ offset }) => offset === 3091 || offset === 3105)).toHaveLength(2);
});
