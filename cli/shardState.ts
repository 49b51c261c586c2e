/* What the server holds once it has loaded a file. */

import type { ReaderId } from '../src/codec/index.ts';
import { shardOfName } from '../src/codec/index.ts';
import { EMPTY_STATE, type StateSummary, summarizeState } from '../src/repair/index.ts';
import {
  type AnyKeyspace,
  Keyspace,
  recoverShard,
  type ShardFiles,
  StateTooLargeError,
} from '../src/replay/index.ts';
import { computeVerdict } from '../src/scan/index.ts';
import { nameOf } from './inputs.ts';
import { NODE_SHA256 } from './nodeSha256.ts';
import type { ScannedFile } from './scannedFile.ts';

/** By whose rules, and at which moment. */
export interface Clocked {
  readonly reader: ReaderId;
  /** Unix milliseconds. */
  readonly nowMs: bigint;
}

/** The number of the shard that a file belongs to, by its name or else its header. */
export function shardIdOf(file: ScannedFile): number {
  const { header } = file.index;
  return shardOfName(nameOf(file.input)) ?? (header.outcome === 'ok' ? header.shardId : null) ?? 0;
}

/** A file, and the snapshot beside a log, as the files of a shard. A log's header does not say whose it is. */
function shardOf(file: ScannedFile, snapshot: ScannedFile | null): ShardFiles {
  if (file.index.kind === 'snapshot') return { shardId: shardIdOf(file), snapshot: file, log: null };
  return { shardId: shardOfName(nameOf(file.input)) ?? shardIdOf(snapshot ?? file), snapshot, log: file };
}

/** What the server holds after loading `file`, in little; nothing where that brings it down. */
export async function stateOf(
  file: ScannedFile,
  snapshot: ScannedFile | null,
  clocked: Clocked,
): Promise<StateSummary> {
  const { keyspace, aborted } = await recoverShard(shardOf(file, snapshot), clocked);
  return aborted === null ? summarizeState(keyspace, NODE_SHA256) : EMPTY_STATE;
}

/** The same; null where it has more keys than can be replayed. */
export async function stateIfItFits(
  ...of: readonly [file: ScannedFile, snapshot: ScannedFile | null, clocked: Clocked]
): Promise<StateSummary | null> {
  try {
    return await stateOf(...of);
  } catch (error) {
    if (error instanceof StateTooLargeError) return null;
    throw error;
  }
}

/** What the shard of the log `file` holds before that is replayed. */
export async function stateBeforeLog(
  file: ScannedFile,
  snapshot: ScannedFile | null,
  clocked: Clocked,
): Promise<AnyKeyspace> {
  if (snapshot === null) return new Keyspace();
  return (await recoverShard({ ...shardOf(file, snapshot), log: null }, clocked)).keyspace;
}

/** Why the reader starts from nothing although there is a snapshot beside the log `file`; null when it does not. */
export async function snapshotProblem(
  file: ScannedFile,
  snapshot: ScannedFile,
  { reader }: Clocked,
): Promise<string | null> {
  const { shardId } = shardOf(file, snapshot);
  const verdict = await computeVerdict(snapshot.source, snapshot.index, reader, { shardInName: shardId });
  return verdict.error;
}
