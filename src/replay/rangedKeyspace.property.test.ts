/* Replays that leave values in their file, against a slow and obvious model, and against replays that leave none there. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyWideStream, STREAM_KEYS, wideEntries } from '../../test/support/arbitraryStreams.ts';
import { buildLog, buildSnapshot, concat, TEST_KEY } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { type Scanned, scanBytes } from '../../test/support/scanning.ts';
import { describeHeld, SlowKeyspace } from '../../test/support/slowKeyspace.ts';
import { rowIndex } from '../base/index.ts';
import { type AofRecord, type Command, DEFAULT_READER, encodeUtf8, writeCommand } from '../codec/index.ts';
import { decodeAny, readContent } from '../scan/index.ts';
import { FarBytes } from './farBytes.ts';
import {
  type AnyKeyspace,
  applyRecord,
  applyRow,
  Keyspace,
  nearKeyspace,
  RangedKeyspace,
  recordCommand,
  recoverShard,
} from './index.ts';

const NOW = 1_700_000_000_000n;

/** The stream up to the first record that brings the server down. */
function untilAbort(records: readonly AofRecord[], keyspace = new Keyspace()): readonly AofRecord[] {
  const end = records.findIndex((record) => applyRecord(keyspace, record, NOW).outcome === 'aborts');
  return end < 0 ? records : records.slice(0, end);
}

const holds = async (keyspace: AnyKeyspace): Promise<readonly string[]> => {
  const near = await nearKeyspace(keyspace);
  return STREAM_KEYS.map((key) => `${key}: ${describeHeld(near.get(key))}`);
};

const slowHolds = (slow: SlowKeyspace): readonly string[] =>
  STREAM_KEYS.map((key) => `${key}: ${slow.describe(key)}`);

let farSeen = 0;

/** Applies every row of a file, of which no key is known to be edited, and looks at the state after each. */
async function step(
  file: Scanned,
  keyspace: RangedKeyspace,
  look: (row: number) => Promise<void>,
): Promise<void> {
  keyspace.open(file, null);
  for (let row = 0; row < file.index.rows.length; row++) {
    const content = await readContent(file.source, file.index, rowIndex(row));
    const decoded = content === null ? null : decodeAny(content, file.index, rowIndex(row));
    if (content === null || decoded === null) continue;
    for (let wait = keyspace.begin(decoded, rowIndex(row), content); wait !== null; ) {
      await wait;
      wait = keyspace.begin(decoded, rowIndex(row), content);
    }
    applyRow(keyspace, decoded, NOW);
    for (const { value } of keyspace.keys.values()) {
      if (value.type === 'string' && value.bytes instanceof FarBytes) farSeen++;
    }
    await look(row);
  }
}

describe.each([
  ['plaintext', 2],
  ['encrypted', 3],
])('%s', (_, version) => {
  const scanLog = (records: readonly AofRecord[]) =>
    scanBytes(buildLog(records, version).bytes, { key: TEST_KEY });

  test('every record leads where a slow model leads', async () => {
    farSeen = 0;
    await fc.assert(
      fc.asyncProperty(anyWideStream(30), async (stream) => {
        const records = untilAbort(stream);
        const slow = new SlowKeyspace(NOW);
        const keyspace = new RangedKeyspace();
        let next = 0;
        await step(await scanLog(records), keyspace, async () => {
          slow.apply(records[next] as AofRecord);
          expect([records[next]?.type, ...(await holds(keyspace))]).toEqual([
            records[next]?.type,
            ...slowHolds(slow),
          ]);
          next++;
        });
        expect(next).toBe(records.length);
      }),
      runs(2),
    );
    expect(farSeen).toBeGreaterThan(0);
  });

  test('a snapshot and its log lead where a slow model leads', async () => {
    await fc.assert(
      fc.asyncProperty(anyWideStream(), wideEntries, async (stream, entries) => {
        const begin = new Keyspace();
        const slow = new SlowKeyspace(NOW);
        for (const entry of entries) {
          begin.load(entry);
          slow.load(entry);
        }
        const records = untilAbort(stream, begin);
        for (const record of records) slow.apply(record);
        const log = await scanLog(records);
        const snapshot = await scanBytes(buildSnapshot(entries, version).bytes, {
          name: 'shard-0.snap',
          key: TEST_KEY,
        });
        const options = { reader: DEFAULT_READER, nowMs: NOW, salvage: true };
        const { keyspace } = await recoverShard({ shardId: 0, snapshot, log }, options);
        expect(await holds(keyspace)).toEqual(slowHolds(slow));
      }),
      runs(4),
    );
  });
});

/** What moves values as only commands do. */
const MOVES: readonly Command[] = [
  'RPOPLPUSH a b',
  'LMOVE b a LEFT RIGHT',
  'LMOVE a a LEFT LEFT',
  'MOVE b 1',
  'SWAPDB 0 1',
  'HSETNX c x y',
].map((line) => line.split(' ').map(encodeUtf8));

test('commands lead where they lead with everything in memory', async () => {
  farSeen = 0;
  await fc.assert(
    fc.asyncProperty(anyWideStream(30), async (stream) => {
      const all = stream.flatMap((record, i) => {
        const command = recordCommand(record);
        return command === null ? [] : [command, MOVES[i % MOVES.length] as Command];
      });
      const file = await scanBytes(concat(all.map(writeCommand)), { name: 'appendonly.aof' });
      const near = new Keyspace();
      const keyspace = new RangedKeyspace();
      await step(file, keyspace, async (row) => {
        const content = await readContent(file.source, file.index, rowIndex(row));
        const decoded = content === null ? null : decodeAny(content, file.index, rowIndex(row));
        if (decoded !== null) applyRow(near, decoded, NOW);
        expect(await holds(keyspace)).toEqual(await holds(near));
      });
    }),
    runs(2),
  );
  expect(farSeen).toBeGreaterThan(0);
});
