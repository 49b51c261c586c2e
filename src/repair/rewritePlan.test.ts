import { describe, expect, test } from 'vitest';
import { emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { memorySource, parseReader, type ReaderId } from '../codec/index.ts';
import {
  heldToJson,
  Keyspace,
  nearKeyspace,
  type Recovered,
  recoverShard,
  type ShardFile,
} from '../replay/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import { makeRewritePlan, outputPieces, writePieces } from './index.ts';

const NOW = 1_790_000_000_000n;
const READERS = ['0.4.9', '0.4.8', '0.4.5', '0.4.9+none'].map((text) => parseReader(text) as ReaderId);

const logs = emberFixtures().filter(
  (fixture) =>
    fixture.name.endsWith('.aof') && !fixture.name.startsWith('enc-') && fixture.bytes().length < 60_000,
);

async function scanned(bytes: Uint8Array, name = 'shard-0.aof'): Promise<ShardFile> {
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, name), name, null);
  await scanFile(source, index);
  return { source, index };
}

const recover = (
  log: ShardFile | null,
  snapshot: ShardFile | null,
  reader: ReaderId,
  salvage: boolean,
): Promise<Recovered> => recoverShard({ shardId: 0, snapshot, log }, { reader, nowMs: NOW, salvage });

/** The state without the clock in it: an absolute expiry becomes what is left of it. */
const stateOf = async ({ keyspace }: Recovered) =>
  [...(await nearKeyspace(keyspace)).keys]
    .filter(([, held]) => held.ttlMs !== 0n)
    .map(([key, held]) => heldToJson(key, { ...held, expireAtMs: null }))
    .sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));

describe.each(READERS)('a log rewritten for ember $version $features', (reader) => {
  test.each(logs.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const log = await scanned(fixture.bytes());
    const made = await makeRewritePlan(log.source, log.index, {
      name: fixture.name,
      reader,
      nowMs: NOW,
      base: new Keyspace(),
    });
    if (made.outcome !== 'plan') {
      expect(made.why).not.toBe('');
      return;
    }
    const chunks: Uint8Array[] = [];
    const pieces = await outputPieces(log.source, log.index, made.plan, () => new Uint8Array(12));
    await writePieces(log.source, pieces, async (chunk) => void chunks.push(chunk.slice()));
    const output = await scanned(new Uint8Array(Buffer.concat(chunks)));
    const after = await recover(output, null, reader, false);
    const wanted = await recover(log, null, reader, true);
    expect(after.logVerdict?.error).toBeNull();
    expect(after.logVerdict?.silentlyDropped).toBe(0);
    expect(await stateOf(after)).toEqual(await stateOf(wanted));
  });
});

test('logs with records that are written but not read back can be rewritten for the server that wrote them', async () => {
  for (const name of ['every-type-01-35', 'base-small-all-tags']) {
    const log = await scanned(readFixture(`intact/${name}.aof`));
    const reader = parseReader('0.4.9') as ReaderId;
    const made = await makeRewritePlan(log.source, log.index, {
      name,
      reader,
      nowMs: NOW,
      base: new Keyspace(),
    });
    expect(made).toMatchObject({ outcome: 'plan' });
  }
});

test('a string that one SETBIT made half a gigabyte long is not written into a plan', async () => {
  const log = await scanned(readFixture('intact/edge-values-28-35.aof'));
  const context = { name: 'x', reader: parseReader('0.4.9') as ReaderId, nowMs: NOW, base: new Keyspace() };
  expect(await makeRewritePlan(log.source, log.index, context)).toMatchObject({ outcome: 'impossible' });
});
