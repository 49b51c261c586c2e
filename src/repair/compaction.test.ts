import { describe, expect, test } from 'vitest';
import { concat } from '../../test/support/buildFiles.ts';
import { readFixture } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import {
  encodeUtf8,
  type KeyFile,
  memorySource,
  parseReader,
  type ReaderId,
  readerProfile,
  readKeyFile,
} from '../codec/index.ts';
import {
  type AnyKeyspace,
  Compaction,
  Keyspace,
  recoverShard,
  type ShardFile,
  stateToJson,
} from '../replay/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import { type CompactOptions, prepareCompaction, verifyCompaction } from './index.ts';

const NOW = 1_790_000_000_000n;
const reader = (text: string): ReaderId => parseReader(text) as ReaderId;
const READERS = ['0.4.9', '0.4.8', '0.4.5', '0.4.9+none', '0.1.4', '0.1.2'];
const KEY = (readKeyFile(readFixture('keys/key.hex')) as Extract<KeyFile, { kind: 'key' }>).key;

let nonce = 0;
const options = (version: string): CompactOptions => ({
  reader: reader(version),
  nowMs: NOW,
  nonces: () => {
    const bytes = new Uint8Array(12);
    new DataView(bytes.buffer).setUint32(0, ++nonce);
    return bytes;
  },
});

async function scan(bytes: Uint8Array, name: string, key: Uint8Array | null = null): Promise<ShardFile> {
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, name), name, key);
  await scanFile(source, index);
  return { source, index };
}

async function shard(directory: string, shardId: number, key: Uint8Array | null = null) {
  const log = await scan(readFixture(`${directory}/shard-${shardId}.aof`), `shard-${shardId}.aof`, key);
  const snapshot = await scan(
    readFixture(`${directory}/shard-${shardId}.snap`),
    `shard-${shardId}.snap`,
    key,
  );
  return { shardId, log, snapshot };
}

async function compact(files: Awaited<ReturnType<typeof shard>>, version: string) {
  const prepared = await prepareCompaction(files, options(version));
  if (prepared.outcome !== 'ready') throw new Error(JSON.stringify(prepared));
  const { compaction, promised } = prepared;
  const snapshot = concat(await chunksOf(compaction));
  return { compaction, promised, snapshot, log: compaction.log() };
}

async function chunksOf(compaction: Compaction): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of compaction.snapshot()) chunks.push(chunk.slice());
  return chunks;
}

async function stateOf({ keyspace }: { readonly keyspace: AnyKeyspace }) {
  const state: Readonly<Record<string, unknown>>[] = [];
  for await (const { expire_at_ms, ttl_ms, ...rest } of stateToJson(keyspace)) state.push(rest);
  return state;
}

describe.each([
  ['plain', 'intact/data-plain', null, 4],
  ['encrypted', 'intact/data-enc', KEY, 1],
] as const)('a compacted %s shard', (encoding, directory, key, shards) => {
  test.each(READERS)('holds for ember %s what log and snapshot held', async (version) => {
    for (let shardId = 0; shardId < shards; shardId++) {
      const files = await shard(directory, shardId, key);
      if (encoding === 'encrypted' && !['0.4.9', '0.4.8', '0.4.5'].includes(version)) {
        expect(await prepareCompaction(files, options(version))).toMatchObject({ outcome: 'impossible' });
        continue;
      }
      const { compaction, promised, ...written } = await compact(files, version);
      const snapshot = await scan(written.snapshot, `shard-${shardId}.snap`, key);
      const log = await scan(written.log, `shard-${shardId}.aof`, key);
      expect(snapshot.index.encrypted).toBe(key !== null);
      expect(log.index.encrypted).toBe(key !== null);
      const verified = await verifyCompaction(promised, { snapshot, log }, shardId, options(version));
      expect(verified.difference).toBeNull();
      // By the replay's own account, not by that of the promise.
      const wanted = await recoverShard(files, { reader: reader(version), nowMs: NOW, salvage: true });
      const left = new Set(compaction.unreadable);
      const after = await recoverShard({ shardId, snapshot, log }, { reader: reader(version), nowMs: NOW });
      expect(await stateOf(after)).toEqual(
        (await stateOf(wanted)).filter((key) => !left.has(String(key.key))),
      );
      expect(snapshot.index.rows.records).toBe(compaction.keys.length);
    }
  });
});

test('what a reader can’t load is told by name', async () => {
  const { compaction } = await compact(await shard('intact/data-plain', 0), '0.1.2');
  expect(compaction.unreadable.length).toBeGreaterThan(0);
  expect(compaction.expiring).toBeGreaterThan(0);
});

test('an encrypted shard without its key is not compacted', async () => {
  expect(await prepareCompaction(await shard('intact/data-enc', 0), options('0.4.9'))).toMatchObject({
    outcome: 'impossible',
  });
});

test('a snapshot of many chunks has one footer over all of them', async () => {
  const keyspace = new Keyspace();
  for (let i = 0; i < 5000; i++) {
    keyspace.set(
      `key:${i}`,
      { type: 'string', bytes: encodeUtf8('v'.repeat(i % 300)) },
      BigInt(i % 2 ? i : -1),
    );
  }
  const profile = readerProfile(reader('0.4.9'));
  const compaction = new Compaction(keyspace, { shardId: 9, profile, seal: null });
  const chunks = await chunksOf(compaction);
  expect(chunks.length).toBeGreaterThan(2);
  const { index } = await scanBytes(concat(chunks), { name: 'shard-9.snap' });
  expect(index.faults).toEqual([]);
  expect(index.rows.records).toBe(5000);
  expect(compaction.expiring).toBe(2500);
});

test('a file that is not what was promised is not passed', async () => {
  const files = await shard('intact/data-plain', 0);
  const { promised, ...written } = await compact(files, '0.4.9');
  const log = await scan(written.log, 'shard-0.aof');
  const check = async (bytes: Uint8Array) =>
    (
      await verifyCompaction(
        promised,
        { snapshot: await scan(bytes, 'shard-0.snap'), log },
        0,
        options('0.4.9'),
      )
    ).difference;
  expect(await check(written.snapshot)).toBeNull();
  const changed = written.snapshot.slice();
  changed[40] = (changed[40] as number) ^ 1;
  expect(await check(changed)).not.toBeNull();
  expect(await check(readFixture('intact/data-plain/shard-0.snap'))).not.toBeNull();
});
