/* A log is rewritten on top of the snapshot that it goes on from. */
import { expect, test } from 'vitest';
import { buildLog, buildSnapshot } from '../../test/support/buildFiles.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import {
  type AofRecord,
  DEFAULT_READER,
  encodeUtf8,
  memorySource,
  type SnapshotEntry,
} from '../codec/index.ts';
import type { OutputPiece } from '../repair/index.ts';
import { nearKeyspace, recoverShard } from '../replay/index.ts';
import type { RepairRequest } from './api.ts';
import { createShardService } from './shardService.ts';

const bytes = encodeUtf8;
const ENTRIES: readonly SnapshotEntry[] = [
  { type: 'list', key: bytes('list'), value: ['a', 'b', 'c'].map(bytes), expire_ms: -1n },
];
/** ember 0.4.9 writes LSET, and does not read it back. */
const RECORDS: readonly AofRecord[] = [
  { type: 'RPUSH', key: bytes('list'), values: [bytes('d')] },
  { type: 'LSET', key: bytes('list'), index: 0n, value: bytes('A') },
];
const LOG = buildLog(RECORDS).bytes;
const fileOf = (part: Uint8Array, name: string): File => new File([part as Uint8Array<ArrayBuffer>], name);
const SNAPSHOT = buildSnapshot(ENTRIES).bytes;

async function openLog() {
  const session = createShardService();
  await session.open(fileOf(LOG, 'shard-0.aof'));
  await session.scan(null, () => undefined);
  return session;
}
const onTopOf = (snapshot: Uint8Array | null): RepairRequest => ({
  reader: DEFAULT_READER,
  partner: snapshot === null ? null : { file: fileOf(snapshot, 'shard-0.snap'), key: null },
});

function written(pieces: readonly OutputPiece[]): Uint8Array {
  const parts = pieces.map((piece) =>
    piece.kind === 'copy' ? LOG.subarray(piece.from, piece.to) : piece.bytes,
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** The list that the server holds once it has loaded `snapshot` and `log`. */
async function listOf(snapshot: Uint8Array, log: Uint8Array): Promise<string[]> {
  const [first, second] = await Promise.all([
    scanBytes(snapshot, { name: 'shard-0.snap' }),
    scanBytes(log, { name: 'shard-0.aof' }),
  ]);
  const shard = {
    shardId: 0,
    snapshot: { source: memorySource(snapshot), index: first.index },
    log: { source: memorySource(log), index: second.index },
  };
  const { keyspace } = await recoverShard(shard, { reader: DEFAULT_READER, nowMs: 0n });
  const value = (await nearKeyspace(keyspace)).get('list')?.value;
  return value?.type === 'list' ? [...value.items].map((item) => Buffer.from(item).toString()) : [];
}

test('what only the snapshot holds stays, and the copy is what was promised', async () => {
  const session = await openLog();
  const request = onTopOf(SNAPSHOT);
  const { plan, impossible } = await session.planRepair('rewrite', request);
  expect(impossible).toBeNull();
  const output = written(await session.pieces(plan));
  expect(await listOf(SNAPSHOT, output)).toEqual(['A', 'b', 'c', 'd']);
  const outcome = await session.verify(
    plan,
    new Blob([output as Uint8Array<ArrayBuffer>]),
    request,
    () => undefined,
  );
  expect(outcome).toMatchObject({ verified: true, problem: null });
});

test('without the snapshot the same log is a list of one', async () => {
  const session = await openLog();
  const { plan } = await session.planRepair('rewrite', onTopOf(null));
  expect(await listOf(SNAPSHOT, written(await session.pieces(plan)))).toEqual(['A']);
});

test('a snapshot that the reader refuses is nothing to go on from', async () => {
  const damaged = SNAPSHOT.slice();
  damaged[20] = (damaged[20] as number) ^ 1;
  const { impossible } = await (await openLog()).planRepair('rewrite', onTopOf(damaged));
  expect(impossible).toMatch(/shard-0\.snap, which ember 0\.4\.9.* does not load: crc32 mismatch/);
  const other = await (await openLog()).planRepair('rewrite', onTopOf(bytes('not a snapshot at all')));
  expect(other.impossible).toContain('invalid magic bytes');
});
