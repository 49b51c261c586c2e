/* An index that may grow no more, wherever it would have grown: what is in it by then is right as far as it goes. */
import { describe, expect, test } from 'vitest';
import { buildLog, buildSnapshot, concat, TEST_KEY } from '../../test/support/buildFiles.ts';
import { openFile } from '../../test/support/openFile.ts';
import { rowsOf } from '../../test/support/scanning.ts';
import { Allowance, OutOfMemoryError, rowIndex } from '../base/index.ts';
import { type AofRecord, encodeUtf8, memorySource } from '../codec/index.ts';
import { createIndex, type FileIndex, scanFile } from './index.ts';

/** More rows than a chunk has, and most of them with a key of their own. */
const RECORDS = 70_000;
const DAMAGED_EVERY = 20_000;
const DAYS_60 = 60 * 86_400_000;

const record = (i: number): AofRecord => ({
  type: 'SET',
  key: encodeUtf8(`session:${i % 60_000}`),
  value: encodeUtf8('v'),
  // None in the first chunk but near its end, then short ones, then one that needs a wider column.
  expire_ms: i < 65_000 ? -1n : BigInt(i === 68_000 ? DAYS_60 : 1000 + i),
});

/** Flips a bit in the last byte of every so many records. */
function damagedLog(version: number): Uint8Array {
  const { bytes, starts } = buildLog(
    Array.from({ length: RECORDS }, (_, i) => record(i)),
    version,
  );
  for (let i = DAMAGED_EVERY; i < RECORDS; i += DAMAGED_EVERY) {
    const last = (starts[i] as number) - 1;
    bytes[last] = (bytes[last] as number) ^ 4;
  }
  return bytes;
}

const snapshot = (): Uint8Array =>
  buildSnapshot(
    Array.from({ length: RECORDS }, (_, i) => ({
      type: 'string',
      key: encodeUtf8(`session:${i}`),
      value: encodeUtf8('v'),
      expire_ms: record(i).type === 'SET' && i >= 65_000 ? BigInt(i) : -1n,
    })),
  ).bytes;

const commands = (): Uint8Array =>
  concat(
    Array.from({ length: RECORDS }, (_, i) => {
      if (i % DAMAGED_EVERY === DAMAGED_EVERY - 1) return encodeUtf8('no command\r\n');
      if (i % 10_000 === 0) return encodeUtf8(`*2\r\n$6\r\nSELECT\r\n$1\r\n${i / 10_000}\r\n`);
      const key = `session:${i % 30_000}`;
      return encodeUtf8(`*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$1\r\nv\r\n`);
    }),
  );

const FILES: readonly (readonly [string, string, () => Uint8Array, boolean])[] = [
  ['a log', 'shard-0.aof', () => damagedLog(2), true],
  ['a log without WebAssembly', 'shard-0.aof', () => damagedLog(2), false],
  ['an encrypted log', 'shard-0.aof', () => damagedLog(3), true],
  ['a snapshot', 'shard-0.snap', snapshot, true],
  ['a log of commands', 'appendonly.aof', commands, true],
];

async function scanWithin(bytes: Uint8Array, name: string, batches: boolean, allowed: number) {
  const source = memorySource(bytes);
  const opened = await openFile(source, name);
  const index = createIndex(source, opened, name, TEST_KEY, new Allowance(allowed));
  const failure = await scanFile(source, index, { batches }).then(
    () => null,
    (error: unknown) => error,
  );
  return { index, failure };
}

/** A line a row: comparing texts takes a tenth of what comparing objects does. */
const linesOf = (index: FileIndex): readonly string[] =>
  rowsOf(index).map((row) => Object.values(row).join(' '));

const rowsByTag = (index: FileIndex, length: number): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (let row = 0; row < length; row++) {
    if (index.rows.recordNumber(rowIndex(row)) === null) continue;
    const tag = index.rows.tag(rowIndex(row));
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return counts;
};

describe('memory that runs out', () => {
  test.each(FILES)('while %s is scanned: all rows before are there', async (_what, name, make, batches) => {
    const bytes = make();
    const whole = await scanWithin(bytes, name, batches, Number.POSITIVE_INFINITY);
    expect(whole.failure).toBeNull();
    const lines = linesOf(whole.index);
    let mostKept = 0;
    for (let share = 0; share < 1; share += 1 / 8) {
      const { index, failure } = await scanWithin(bytes, name, batches, share * whole.index.memory);
      // What an index begins with doesn't count, so the last shares may do.
      if (failure === null) continue;
      expect(failure).toBeInstanceOf(OutOfMemoryError);
      const { length } = index.rows;
      mostKept = Math.max(mostKept, length);
      expect(linesOf(index).join('\n')).toBe(lines.slice(0, length).join('\n'));
      expect(index.rows.end).toBe(whole.index.rows.offset(rowIndex(length)));
      expect(index.faults).toEqual(whole.index.faults.filter(({ row }) => row < length));
      for (const [tag, count] of rowsByTag(index, length)) expect(index.countOf[tag]).toBe(count);
      expect(index.countOf.reduce((sum, count) => sum + count, 0)).toBe(index.rows.records);
    }
    expect(mostKept).toBeGreaterThan(RECORDS / 2);
  });
});
