import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { DEFAULT_READER, memorySource, readKeyFile } from '../codec/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import { recoverShard, type ShardFile, stateToJson } from './index.ts';

const ROOT = new URL('../../test/fixtures/ember/', import.meta.url);

interface ExpectedShard {
  readonly loaded_snapshot: boolean;
  readonly replayed_aof: boolean;
  readonly logs: readonly string[];
  readonly entries?: readonly Record<string, unknown>[];
  readonly schemas?: readonly { readonly schema: string; readonly descriptor: string }[];
  readonly panic?: boolean;
}

interface ExpectedDirectory {
  readonly key_file: string | null;
  readonly shards: Readonly<Record<string, Readonly<Record<string, ExpectedShard>>>>;
}

const directories = ['intact', 'damaged'].flatMap((set) =>
  readdirSync(new URL(`${set}/`, ROOT))
    .filter((name) => name.startsWith('data-') && name.endsWith('.expected.json'))
    .map((name) => `${set}/${name.replace('.expected.json', '')}`),
);

const cases = directories.flatMap((directory) => {
  const expected = JSON.parse(
    readFileSync(new URL(`${directory}.expected.json`, ROOT), 'utf8'),
  ) as ExpectedDirectory;
  return Object.entries(expected.shards).flatMap(([shard, outcomes]) =>
    Object.entries(outcomes).map(([who, outcome]) => ({
      directory,
      shard: Number(shard),
      who,
      outcome,
      key: expected.key_file,
    })),
  );
});

async function scanned(path: string, key: Uint8Array | null): Promise<ShardFile | null> {
  const url = new URL(path, ROOT);
  if (!existsSync(url)) return null;
  const source = memorySource(new Uint8Array(readFileSync(url)));
  const name = path.slice(path.lastIndexOf('/') + 1);
  const index = createIndex(source, await openFile(source, name), name, key);
  await scanFile(source, index);
  return { source, index };
}

const keyOf = (path: string | null): Uint8Array | null => {
  const read = path === null ? null : readKeyFile(readFixture(path));
  return read?.kind === 'key' ? read.key : null;
};

/** Sets have no order, and neither have sorted sets and vector sets beyond their scores. */
const sortMembers = (entry: Record<string, unknown>): unknown => {
  const byName = (a: { member?: string; name?: string }, b: { member?: string; name?: string }) =>
    Buffer.compare(Buffer.from(a.member ?? a.name ?? ''), Buffer.from(b.member ?? b.name ?? ''));
  if (entry.type === 'zset')
    return { ...entry, value: [...(entry.value as { member: string }[])].sort(byName) };
  return entry;
};

describe('recovery is what the real server’s is', () => {
  test('every data directory is there', () => expect(directories.length).toBe(18));
  test.each(cases)('$directory shard $shard: $who', async ({ directory, shard, who, outcome, key }) => {
    const used = who === 'ember_without_key' ? null : keyOf(key);
    const files = {
      shardId: shard,
      snapshot: await scanned(`${directory}/shard-${shard}.snap`, used),
      log: await scanned(`${directory}/shard-${shard}.aof`, used),
    };
    const salvage = who === 'if_all_tags_were_readable';
    const recovered = await recoverShard(files, {
      reader: DEFAULT_READER,
      nowMs: 1_790_000_000_000n,
      salvage,
    });
    if (outcome.panic === true) {
      expect(recovered.aborted).not.toBeNull();
      return;
    }
    expect(recovered.aborted).toBeNull();
    expect(recovered.loadedSnapshot).toBe(outcome.loaded_snapshot);
    expect(recovered.replayedLog).toBe(outcome.replayed_aof);
    expect(recovered.keyspace.logs).toEqual(outcome.logs);
    const state: Record<string, unknown>[] = [];
    for await (const entry of stateToJson(recovered.keyspace)) state.push(entry);
    if (outcome.entries !== undefined)
      expect(state.map(sortMembers)).toEqual(outcome.entries.map(sortMembers));
    const schemas = [...recovered.keyspace.schemas].map(([schema, descriptor]) => ({
      schema,
      descriptor: Buffer.from(descriptor).toString('base64'),
    }));
    if (outcome.schemas !== undefined)
      expect(schemas.sort((a, b) => (a.schema < b.schema ? -1 : 1))).toEqual(outcome.schemas);
  });
});
