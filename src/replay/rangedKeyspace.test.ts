/* What a replay holds in memory, and what reading the rest takes. */
import { describe, expect, test } from 'vitest';
import { buildLog, buildSnapshot, concat, TEST_KEY } from '../../test/support/buildFiles.ts';
import { countedSource } from '../../test/support/countedSource.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import {
  type AofRecord,
  DEFAULT_READER,
  encodeUtf8,
  type SnapshotEntry,
  SourceChangedError,
  writeCommand,
} from '../codec/index.ts';
import type { Bytes } from './farBytes.ts';
import {
  type AnyKeyspace,
  computeKeyFacts,
  eachHeld,
  inFileOrder,
  nearKeyspace,
  recoverShard,
  type ShardFile,
} from './index.ts';

const OPTIONS = { reader: DEFAULT_READER, nowMs: 0n, salvage: true };
const KEYS = 200;

const key = (i: number): Uint8Array => encodeUtf8(`key:${i}`);
const large = (i: number): Uint8Array => new Uint8Array(10_000).fill(i & 0x7f);

const strings: readonly AofRecord[] = Array.from({ length: KEYS }, (_, i) => ({
  type: 'SET',
  key: key(i),
  value: large(i),
  expire_ms: i % 2 === 0 ? -1n : 5n,
}));

/** Bytes of values that are in memory. */
function bytesInMemory({ keys }: AnyKeyspace): number {
  let sum = 0;
  const add = (bytes: Bytes): void => {
    if (bytes instanceof Uint8Array) sum += bytes.length;
  };
  for (const { value } of keys.values()) {
    if (value.type === 'string') add(value.bytes);
    else if (value.type === 'proto') add(value.data);
    else if (value.type === 'list') for (const item of value.items) add(item);
    else if (value.type === 'hash') for (const bytes of value.fields.values()) add(bytes);
    else if (value.type === 'vector')
      for (const { vector } of value.elements.values())
        if (vector instanceof Uint32Array) sum += vector.byteLength;
  }
  return sum;
}

const recoverLog = async (records: readonly AofRecord[], version = 2) => {
  const log = await scanBytes(buildLog(records, version).bytes, { key: TEST_KEY });
  return (await recoverShard({ shardId: 0, snapshot: null, log }, OPTIONS)).keyspace;
};

const VECTOR_SET = { metric: 0, quantization: 0, connectivity: 16, expansion_add: 128 };
const vectorOf = (dimensions: number): Uint32Array =>
  Uint32Array.from({ length: dimensions }, (_, i) => i * 0x01020304);

const elements = ['a', 'bb'].map((name) => ({ name: encodeUtf8(name), vector: vectorOf(50) }));

const fields = Array.from({ length: 3 }, (_, i) => ({ field: key(i), value: large(i) }));
const values = fields.map(({ value }) => value);

describe('what a replay holds does not follow the values', () => {
  const records: readonly AofRecord[] = [
    ...strings,
    { type: 'RPUSH', key: encodeUtf8('list'), values },
    { type: 'LPUSH', key: encodeUtf8('list'), values },
    { type: 'LSET', key: encodeUtf8('list'), index: 0n, value: large(7) },
    { type: 'HSET', key: encodeUtf8('hash'), fields },
    { type: 'PROTO.SET', key: encodeUtf8('p'), type_name: encodeUtf8('T'), data: large(1), expire_ms: -1n },
    { type: 'VADD', key: encodeUtf8('v'), element: encodeUtf8('e'), vector: vectorOf(250), ...VECTOR_SET },
    { type: 'COPY', source: encodeUtf8('hash'), destination: encodeUtf8('copy'), replace: 0 },
    { type: 'RENAME', key: encodeUtf8('list'), newkey: encodeUtf8('renamed') },
  ];

  test.each([
    ['plaintext', 2],
    ['encrypted', 3],
  ])('of a %s log', async (_, version) => {
    const keyspace = await recoverLog(records, version);
    expect(bytesInMemory(keyspace)).toBe(0);
    expect(bytesInMemory(await nearKeyspace(keyspace))).toBe(10_000 * (KEYS + 6 + 3 + 1 + 3) + 1_000);
  });

  test.each([2, 3])('of a snapshot of version %s', async (version) => {
    const entries: readonly SnapshotEntry[] = [
      { type: 'string', key: key(0), value: large(0), expire_ms: -1n },
      { type: 'list', key: key(1), value: values, expire_ms: -1n },
      { type: 'hash', key: key(2), value: fields, expire_ms: -1n },
      { type: 'proto', key: key(3), type_name: encodeUtf8('T'), data: large(1), expire_ms: -1n },
      { type: 'vector', key: key(4), value: { dim: 50, elements }, expire_ms: -1n, ...VECTOR_SET },
    ];
    const built = buildSnapshot(entries, version);
    const snapshot = await scanBytes(built.bytes, { name: 'shard-0.snap', key: TEST_KEY });
    const { keyspace } = await recoverShard({ shardId: 0, snapshot, log: null }, OPTIONS);
    expect(bytesInMemory(keyspace)).toBe(0);
    const near = await nearKeyspace(keyspace);
    expect(bytesInMemory(near)).toBe(80_400);
    const vectors = near.get('key:4')?.value;
    const read = vectors?.type === 'vector' ? [...vectors.elements.values()] : [];
    expect(read).toEqual(['a', 'bb'].map((name) => ({ name, vector: vectorOf(50) })));
  });

  test('of commands, for what becomes of their keys', async () => {
    const lines = [...strings.entries()].map(([i]) => [encodeUtf8('SET'), key(i), large(i)]);
    const log = await scanBytes(concat(lines.map(writeCommand)), { name: 'appendonly.aof' });
    const facts = await computeKeyFacts({ log, snapshot: null }, { nowMs: 0n });
    expect(facts?.replayed?.keys.size).toBe(KEYS);
    expect(bytesInMemory(facts?.replayed as AnyKeyspace)).toBe(0);
  });

  test('but strings that records change are in memory', async () => {
    const append: AofRecord = { type: 'APPEND', key: key(3), value: encodeUtf8('!') };
    const keyspace = await recoverLog([...strings, append]);
    expect(bytesInMemory(keyspace)).toBe(10_001);
  });
});

test('small values are in memory, and a time to live of any length is what it was', async () => {
  const expire_ms = 2n ** 63n - 1n;
  const keyspace = await recoverLog([
    { type: 'SET', key: key(0), value: new Uint8Array(64), expire_ms },
    { type: 'SET', key: key(1), value: new Uint8Array(65), expire_ms },
    { type: 'SET', key: key(2), value: new Uint8Array(65), expire_ms: 2n ** 40n },
  ]);
  expect(bytesInMemory(keyspace)).toBe(64);
  expect([...keyspace.keys.values()].map(({ ttlMs }) => ttlMs)).toEqual([expire_ms, expire_ms, 2n ** 40n]);
});

test('of a list of very many items none is in memory, however short, unless a record looks for one', async () => {
  const many = Array.from({ length: 70_000 }, (_, i) => encodeUtf8(`${i % 1000}`));
  const list = encodeUtf8('list');
  const push: AofRecord = { type: 'RPUSH', key: list, values: many };
  const pop: AofRecord = { type: 'LPOP', key: list };
  const keyspace = await recoverLog([push, pop]);
  expect(bytesInMemory(keyspace)).toBe(0);
  const read = (await nearKeyspace(keyspace)).get('list')?.value;
  expect(read?.type === 'list' && read.items.all()).toEqual(many.slice(1));

  const entry: SnapshotEntry = { type: 'list', key: list, value: many, expire_ms: -1n };
  const snapshot = await scanBytes(buildSnapshot([entry]).bytes, { name: 'shard-0.snap' });
  const remove: AofRecord = { type: 'LREM', key: list, count: 0n, value: encodeUtf8('7') };
  const log = await scanBytes(buildLog([remove]).bytes);
  const loaded = await recoverShard({ shardId: 0, snapshot, log: null }, OPTIONS);
  expect(bytesInMemory(loaded.keyspace)).toBe(0);
  const removed = (await recoverShard({ shardId: 0, snapshot, log }, OPTIONS)).keyspace.get('list')?.value;
  expect(removed?.type === 'list' && removed.items.length).toBe(70_000 - 70);
});

/** A log with its source exchanged for one that counts. */
async function counted(bytes: Uint8Array) {
  const { index } = await scanBytes(bytes);
  const reads = countedSource(bytes);
  const log: ShardFile = { source: reads.source, index };
  return { log, reads };
}

test('values are read many at a time, in the order of the file', async () => {
  const { log, reads } = await counted(buildLog(strings).bytes);
  const { keyspace } = await recoverShard({ shardId: 0, snapshot: null, log }, OPTIONS);
  const before = reads.reads.length;
  const names = [...keyspace.keys.keys()].toSorted().reverse();
  const seen: string[] = [];
  for await (const [name, held] of eachHeld(keyspace, names)) {
    seen.push(name);
    const value = held?.value;
    expect(value?.type === 'string' && value.bytes[9_999]).toBe(Number(name.slice(4)) & 0x7f);
  }
  expect(seen).toEqual(names);
  const later = reads.reads.slice(before);
  expect(later.length).toBeLessThan(5);
  expect(later.map(({ at }) => at)).toEqual(later.map(({ at }) => at).sort((a, b) => a - b));
  expect(inFileOrder(keyspace, names)).toEqual(strings.map((_, i) => `key:${i}`));
});

test('a value that is larger than a window is not read to be passed over, whether its record holds or not', async () => {
  const set = (i: number, value: Uint8Array): AofRecord => ({
    type: 'SET',
    key: key(i),
    value,
    expire_ms: -1n,
  });
  const huge = new Uint8Array(4 << 20).fill(0x61);
  const { bytes, starts } = buildLog([set(0, large(0)), set(1, huge), set(2, huge), set(3, large(3))]);
  // More than its checksum can explain.
  bytes.fill(0x62, (starts[2] ?? 0) + 100, (starts[2] ?? 0) + 200);
  const { log, reads } = await counted(bytes);
  const salvaged = await recoverShard({ shardId: 0, snapshot: null, log }, OPTIONS);
  expect([...salvaged.keyspace.keys.keys()]).toEqual(['key:0', 'key:1', 'key:3']);
  const now = await recoverShard({ shardId: 0, snapshot: null, log }, { ...OPTIONS, salvage: false });
  expect([...now.keyspace.keys.keys()]).toEqual(['key:0', 'key:1']);
  // Reading ahead and the checksum that the server's message names take pieces of it.
  const whole = reads.reads.filter(({ at, length }) => starts.includes(at) && length > huge.length);
  expect(whole).toEqual([]);
});

test('the keys that a log edits are not read one by one', async () => {
  const edits = strings.map((_, i): AofRecord => ({ type: 'APPEND', key: key(i), value: encodeUtf8('!') }));
  const { log, reads } = await counted(buildLog([...strings, ...edits]).bytes);
  await recoverShard({ shardId: 0, snapshot: null, log }, OPTIONS);
  expect(reads.reads.length).toBeLessThan(10);
});

test('a file that is another by the time that a value is asked for is told', async () => {
  const { bytes } = buildLog(strings, 3);
  const { index } = await scanBytes(bytes, { key: TEST_KEY });
  const { keyspace } = await recoverShard(
    { shardId: 0, snapshot: null, log: { source: countedSource(bytes).source, index } },
    OPTIONS,
  );
  bytes.fill(0, 1000, 2000);
  await expect(nearKeyspace(keyspace)).rejects.toThrow(SourceChangedError);
});
