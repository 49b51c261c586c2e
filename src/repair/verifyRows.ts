/*
 * Whether a written file is what its plan promised, where nothing is replayed: the rows that the plan keeps and those of
 * the output are the same bytes, in the same order and in the same databases.
 */
import type { rowIndex } from '../base/index.ts';
import { crc32, formatOffset } from '../codec/index.ts';
import type { ShardFile } from '../replay/index.ts';
import { type CancelSignal, eachRow } from '../scan/index.ts';
import { firstOtherRecord } from './firstOtherRecord.ts';
import { isGood } from './makePlan.ts';
import type { RepairPlan } from './plan.ts';
import { keptRows } from './promisedRecords.ts';

/** How many rows the output has, and the first difference in words; null when there is none. */
export async function verifyRows(
  input: ShardFile,
  plan: RepairPlan,
  output: ShardFile,
  signal: CancelSignal,
): Promise<{ readonly records: number; readonly difference: string | null }> {
  const promised = await rowsOf(input, keptRows(input.index, plan), signal);
  const found = await rowsOf(output, (row) => isGood(output.index, row), signal);
  const difference = firstOtherRecord(
    promised.length,
    found.length,
    (at) => promised[at]?.digest === found[at]?.digest && promised[at]?.database === found[at]?.database,
    (at) => `at ${formatOffset((found[at] as RowDigest).offset)} `,
  );
  return { records: found.length, difference };
}

interface RowDigest {
  readonly offset: number;
  readonly digest: number;
  readonly database: number;
}

async function rowsOf(
  { source, index }: ShardFile,
  wants: (row: ReturnType<typeof rowIndex>) => boolean,
  signal: CancelSignal,
): Promise<readonly RowDigest[]> {
  const rows: RowDigest[] = [];
  await eachRow(source, index, { from: 0, to: index.rows.length, wants, signal }, (row, content) => {
    if (content === null) return true;
    rows.push({
      offset: index.rows.offset(row),
      digest: crc32(content, 0, content.length),
      database: index.databases.of(row),
    });
    return true;
  });
  return rows;
}
