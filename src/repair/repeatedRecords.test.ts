import { expect, test } from 'vitest';
import { buildLog, concat } from '../../test/support/buildFiles.ts';
import { rowsOf, scanBytes } from '../../test/support/scanning.ts';
import { type AofRecord, encodeUtf8 } from '../codec/index.ts';
import { RowKind, RowStatus } from '../columnar/index.ts';
import { diagnose } from './index.ts';

const RECORDS: readonly AofRecord[] = Array.from({ length: 40 }, (_, i) => ({
  type: 'SET',
  key: encodeUtf8(`user:${i}`),
  value: encodeUtf8(`the value of user ${i}, of some length`.repeat(3)),
  expire_ms: -1n,
}));

test('duplicate-span: a block of whole records that stands in the log twice', async () => {
  const { bytes, starts } = buildLog(RECORDS);
  const [from, to] = [starts[10] as number, starts[25] as number];
  const repeated = concat([bytes.subarray(0, to), bytes.subarray(from, to), bytes.subarray(to)]);
  const { source, index } = await scanBytes(repeated);
  await diagnose(source, index);
  // Every record holds, those of the copy as well: nothing is lost, and nothing is in doubt but the order.
  const held = rowsOf(index).filter(({ kind, status }) => kind === RowKind.record && status === RowStatus.ok);
  expect(held.length).toBe(RECORDS.length + 15);
  const evidence = { kind: 'duplicate-span', copyOf: from };
  expect(index.faults).toMatchObject([{ offset: to, length: to - from, severity: 'info', evidence }]);
});
