/* The replay against a slow and obvious model, and a shard's two files against its log alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyStream, STREAM_KEYS, streamEntries } from '../../test/support/arbitraryStreams.ts';
import { buildLog, buildSnapshot } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { describeHeld, SlowKeyspace } from '../../test/support/slowKeyspace.ts';
import { type AofRecord, DEFAULT_READER } from '../codec/index.ts';
import { applyRecord, entryOf, Keyspace, nearKeyspace, recoverShard } from './index.ts';

const NOW = 1_700_000_000_000n;

/** The stream up to the first record that brings the server down. */
function untilAbort(records: readonly AofRecord[], keyspace = new Keyspace()): readonly AofRecord[] {
  const end = records.findIndex((record) => applyRecord(keyspace, record, NOW).outcome === 'aborts');
  return end < 0 ? records : records.slice(0, end);
}

const holds = (keyspace: Keyspace): readonly string[] =>
  STREAM_KEYS.map((key) => `${key}: ${describeHeld(keyspace.get(key))}`);

test('a random stream of commands leads where a slow model leads', () => {
  fc.assert(
    fc.property(anyStream(60), streamEntries, (stream, entries) => {
      const begin = new Keyspace();
      for (const entry of entries) begin.load(entry);
      const records = untilAbort(stream, begin);
      const keyspace = new Keyspace();
      const slow = new SlowKeyspace(NOW);
      for (const entry of entries) {
        keyspace.load(entry);
        slow.load(entry);
      }
      for (const record of records) {
        applyRecord(keyspace, record, NOW);
        slow.apply(record);
        expect([record.type, ...holds(keyspace)]).toEqual([
          record.type,
          ...STREAM_KEYS.map((key) => `${key}: ${slow.describe(key)}`),
        ]);
      }
    }),
    runs(10),
  );
});

test('a snapshot of any moment and the log behind it hold what the log alone holds', async () => {
  await fc.assert(
    fc.asyncProperty(anyStream(), fc.nat(), async (stream, place) => {
      const records = untilAbort(stream);
      const cut = place % (records.length + 1);
      const before = new Keyspace();
      for (const record of records.slice(0, cut)) applyRecord(before, record, NOW);
      const entries = [...before.keys].map(([key, held]) => entryOf(key, held));
      const log = await scanBytes(buildLog(records).bytes);
      const rest = await scanBytes(buildLog(records.slice(cut)).bytes);
      const snapshot = await scanBytes(buildSnapshot(entries).bytes, { name: 'shard-0.snap' });
      const options = { reader: DEFAULT_READER, nowMs: NOW, salvage: true };
      const alone = await recoverShard({ shardId: 0, snapshot: null, log }, options);
      const both = await recoverShard({ shardId: 0, snapshot, log: rest }, options);
      expect(holds(await nearKeyspace(both.keyspace))).toEqual(holds(await nearKeyspace(alone.keyspace)));
    }),
    runs(4),
  );
});
