import { describe, expect, test } from 'vitest';
import { buildLog, TEST_KEY } from '../../test/support/buildFiles.ts';
import { countedSource } from '../../test/support/countedSource.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { type AofRecord, DEFAULT_READER, encodeUtf8 } from '../codec/index.ts';
import { recoverShard, type ShardFile } from '../replay/index.ts';
import { makePlan, plannedFile } from './index.ts';
import { differenceOf } from './stateDifference.ts';

const NEVER = { aborted: false };
const large = (filler: number): Uint8Array => new Uint8Array(5_000).fill(filler);
const set = (name: string, value: Uint8Array, expire_ms = -1n): AofRecord => ({
  type: 'SET',
  key: encodeUtf8(name),
  value,
  expire_ms,
});

const stateOf = async (log: ShardFile) =>
  (await recoverShard({ shardId: 0, snapshot: null, log }, { reader: DEFAULT_READER, nowMs: 0n })).keyspace;

async function logOf(records: readonly AofRecord[], version = 2) {
  const { bytes } = buildLog(records, version);
  const { index } = await scanBytes(bytes, { key: TEST_KEY });
  const reads = countedSource(bytes);
  return { file: { source: reads.source, index }, reads };
}

describe.each([
  ['plaintext', 2],
  ['encrypted', 3],
])('%s', (_, version) => {
  test('states of two files differ by their bytes alone', async () => {
    const list = (...items: readonly Uint8Array[]): AofRecord => ({
      type: 'RPUSH',
      key: encodeUtf8('list'),
      values: items,
    });
    const hash = (value: Uint8Array): AofRecord => ({
      type: 'HSET',
      key: encodeUtf8('hash'),
      fields: [{ field: encodeUtf8('f'), value }],
    });
    const before = await logOf(
      [
        set('same', large(1)),
        set('other', large(2)),
        set('longer', large(3)),
        list(large(4)),
        hash(large(5)),
      ],
      version,
    );
    const after = await logOf(
      [
        set('late', large(9)),
        hash(large(6)),
        list(large(4)),
        set('longer', new Uint8Array(5_001).fill(3)),
        set('other', large(2).fill(3, 4_999)),
        set('same', large(1)),
      ],
      version,
    );
    const difference = await differenceOf(await stateOf(before.file), await stateOf(after.file), NEVER);
    expect({ ...difference, changed: difference.changed.toSorted() }).toEqual({
      gained: ['late'],
      lost: [],
      changed: ['hash', 'longer', 'other'],
    });
  });

  test('what a plan leaves as it is is the same without being read', async () => {
    const records = Array.from({ length: 50 }, (_, i) => set(`key:${i}`, large(i)));
    const built = buildLog(records, version);
    const damagedAt = (built.starts[20] as number) + 100;
    const bytes = built.bytes.slice();
    bytes[damagedAt] = (bytes[damagedAt] as number) ^ 0x0f;
    bytes[damagedAt + 1000] = (bytes[damagedAt + 1000] as number) ^ 0x0f;
    const { index } = await scanBytes(bytes, { key: TEST_KEY });
    const reads = countedSource(bytes);
    const now: ShardFile = { source: reads.source, index };
    const made = makePlan(index, 'salvage', 'shard-0.aof');
    if (made.outcome !== 'plan') throw new Error(made.why);
    const nonces = () => new Uint8Array(12);
    const after = (await plannedFile(now, made.plan, 'shard-0.aof', nonces, NEVER)) as ShardFile;
    const salvage = { reader: DEFAULT_READER, nowMs: 0n, salvage: true };
    const first = (await recoverShard({ shardId: 0, snapshot: null, log: now }, salvage)).keyspace;
    const second = (await recoverShard({ shardId: 0, snapshot: null, log: after }, salvage)).keyspace;
    expect(first.keys.size).toBe(49);
    const before = reads.reads.length;
    expect(await differenceOf(first, second, NEVER)).toEqual({ gained: [], lost: [], changed: [] });
    expect(reads.reads.length).toBe(before);
  });
});
