/*
 * The snapshot that a rewrite starts from. A rewritten log sets the whole state of each key that its unreadable records
 * touched; without the snapshot that the shard was loaded from, it would delete what only that one holds.
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type AofRecord,
  decodeUtf8Lossy,
  formatReader,
  readerProfile,
  shardOfName,
} from '../src/codec/index.ts';
import { EMBEDDED, RowStatus } from '../src/columnar/index.ts';
import { applyRecord, editedKeys, RangedKeyspace } from '../src/replay/index.ts';
import { decodeContent, eachRow } from '../src/scan/index.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import type { RepairOptions } from './repairOptions.ts';
import type { ScannedFile } from './scannedFile.ts';
import { snapshotProblem } from './shardState.ts';

/**
 * The path of the snapshot that a repair counts with: the one that was named, or of a rewrite the one beside the log.
 * @throws CommandError where a rewrite would delete keys that only a snapshot can have held
 */
export async function snapshotOf(
  file: ScannedFile,
  rewrites: boolean,
  options: RepairOptions,
  note: (text: string) => void,
): Promise<string | null> {
  const { snapshot } = options;
  const isLog = file.index.kind === 'aof';
  if (snapshot !== null && snapshot !== 'none') {
    if (isLog) return snapshot;
    throw new CommandError(
      ExitCode.usage,
      '--snapshot is for logs: it names the snapshot that the log goes on from',
    );
  }
  if (!rewrites || !isLog || snapshot === 'none') return null;
  const beside = await snapshotBeside(file.input.path);
  if (beside !== null) {
    note(
      `${beside} is taken for what the log goes on from; --snapshot names another one, --no-snapshot none`,
    );
    return beside;
  }
  // An encrypted log is not rewritten at all: its own reader knows every record.
  const { readsTag } = readerProfile(options.reader);
  const key = file.index.encrypted
    ? null
    : await keyFromElsewhere(file, options.nowMs, (tag) => !readsTag(tag));
  if (key === null) return null;
  throw new CommandError(
    ExitCode.usage,
    `${file.input.path} changes the key ${JSON.stringify(key)}, which nothing in it made, so there must be a snapshot: give it with --snapshot FILE. With --no-snapshot such keys are deleted`,
  );
}

/**
 * Tells of a snapshot that the server would not load.
 * @throws CommandError where a rewrite would rest on it
 */
export async function checkSnapshot(
  file: ScannedFile,
  snapshot: ScannedFile,
  rewrites: boolean,
  options: RepairOptions,
  note: (text: string) => void,
): Promise<void> {
  const problem = await snapshotProblem(file, snapshot, options);
  if (problem === null) return;
  const { path } = snapshot.input;
  const said = `ember ${formatReader(options.reader)} does not load ${path}: ${problem}`;
  if (!rewrites) return note(`${said}; the log goes on from nothing`);
  throw new CommandError(
    ExitCode.usage,
    `${said}. Repair it first; or say --no-snapshot: the rewritten log then deletes keys that only it holds`,
  );
}

/** The snapshot beside the log at `path`; null where there is none. */
export async function snapshotBeside(path: string): Promise<string | null> {
  const name = basename(path);
  const shard = shardOfName(name);
  if (shard === null || !name.endsWith('.aof')) return null;
  const snapshot = join(dirname(path), `shard-${shard}.snap`);
  return (await stat(snapshot).catch(() => null))?.isFile() === true ? snapshot : null;
}

/**
 * A key that the log changes in a way that takes an existing one, although nothing in the log made it: it came from a
 * snapshot. Null when there is none.
 * @param counts by its tag, whether a record is looked at
 */
export async function keyFromElsewhere(
  log: ScannedFile,
  nowMs: bigint,
  counts: (tag: number) => boolean,
): Promise<string | null> {
  const { source, index } = log;
  const keyspace = new RangedKeyspace();
  keyspace.open(log, editedKeys({ shardId: 0, snapshot: null, log }).inLog);
  let found: string | null = null;
  await eachRow(source, index, { from: 0, to: index.rows.length }, (row, content) => {
    if (content === null || index.rows.status(row) !== RowStatus.ok || index.rows.hasFlag(row, EMBEDDED))
      return true;
    const decoded = decodeContent(content, index);
    if (decoded?.kind !== 'record') return true;
    const wait = keyspace.begin(decoded, row, content);
    if (wait !== null) return wait;
    const needed = counts(index.rows.tag(row)) ? neededKey(decoded.record) : null;
    const key = needed === null ? null : decodeUtf8Lossy(needed);
    if (key !== null && keyspace.get(key) === undefined) found = key;
    applyRecord(keyspace, decoded.record, nowMs);
    return found === null;
  });
  return found;
}

/** The key without which the server would not have written a record. */
function neededKey(record: AofRecord): Uint8Array | null {
  switch (record.type) {
    case 'COPY':
      return record.source;
    case 'EXPIRE':
    case 'PEXPIRE':
    case 'PEXPIREAT':
    case 'PERSIST':
    case 'RENAME':
    case 'LPOP':
    case 'RPOP':
    case 'LSET':
    case 'LTRIM':
    case 'LINSERT':
    case 'LREM':
    case 'ZREM':
    case 'HDEL':
    case 'SREM':
    case 'VREM':
      return record.key;
    default:
      return null;
  }
}
