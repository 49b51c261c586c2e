/*
 * A shard compacted to one snapshot and an empty log, which is what BGREWRITEAOF would have left: what goes into it,
 * what was promised, and whether the two files that were written hold it. Everything that holds in log and snapshot
 * counts, also of types that the reader could not read from a log.
 */

import { rowIndex } from '../base/index.ts';
import { type FrameCipher, type ReaderId, readerProfile } from '../codec/index.ts';
import { RowStatus } from '../columnar/index.ts';
import { Compaction, recoverShard, type ShardFile, type ShardFiles } from '../replay/index.ts';
import type { CancelSignal, FileIndex, Verdict } from '../scan/index.ts';
import type { NonceSource } from './applyPlan.ts';
import { KeySummaries } from './keySummaries.ts';
import { PORTABLE_SHA256, type Sha256 } from './sha256.ts';
import { firstDifference, type StateSummary, summarizeState } from './stateSummary.ts';

export interface CompactOptions {
  readonly reader: ReaderId;
  /** The clock for expiries at an absolute time, Unix milliseconds. */
  readonly nowMs: bigint;
  /** Needed where one of the two files is encrypted: then both are written so. */
  readonly nonces: NonceSource;
  readonly signal?: CancelSignal;
  readonly sha256?: Sha256;
}

/** What is to be written, or why it can't be. */
export type PreparedCompaction =
  | { readonly outcome: 'ready'; readonly compaction: Compaction; readonly promised: StateSummary }
  | { readonly outcome: 'impossible'; readonly why: string }
  | { readonly outcome: 'cancelled' };

/** Replays a shard and says what its compaction holds. The keyspace stays in memory as long as the compaction does. */
export async function prepareCompaction(
  files: ShardFiles,
  { reader, nowMs, nonces, signal, sha256 = PORTABLE_SHA256 }: CompactOptions,
): Promise<PreparedCompaction> {
  const given = [files.snapshot, files.log].filter((file) => file !== null);
  const profile = readerProfile(reader);
  const header = files.snapshot?.index.header;
  if (header?.outcome === 'ok' && header.shardId !== null && header.shardId !== files.shardId)
    return {
      outcome: 'impossible',
      why: `The snapshot is of shard ${header.shardId}, the log of shard ${files.shardId}: they don’t belong together.`,
    };
  const isEncrypted = given.some(({ index }) => index.encrypted);
  if (isEncrypted && !profile.encryption)
    return { outcome: 'impossible', why: `${profile.label} can’t read encrypted files.` };
  if (given.some(({ index }) => lockedRows(index) > 0))
    return {
      outcome: 'impossible',
      why: 'It holds encrypted records: without their key they would be lost.',
    };
  const cipher = isEncrypted
    ? (given.find(({ index }) => index.cipher !== null)?.index.cipher ?? null)
    : null;
  if (isEncrypted && cipher === null)
    return {
      outcome: 'impossible',
      why: 'The shard is encrypted: without the key it can’t be written anew.',
    };
  const options = { reader, nowMs, salvage: true, ...(signal === undefined ? {} : { signal }) };
  const { keyspace } = await recoverShard(files, options);
  if (signal?.aborted === true) return { outcome: 'cancelled' };
  const seal = cipher === null ? null : sealer(cipher, nonces);
  const compaction = new Compaction(keyspace, { shardId: files.shardId, profile, seal });
  return {
    outcome: 'ready',
    compaction,
    promised: promisedState(await summarizeState(keyspace, sha256), compaction),
  };
}

const sealer =
  (cipher: FrameCipher, nonces: NonceSource) =>
  (content: Uint8Array): Uint8Array =>
    cipher.seal(nonces(), content);

function lockedRows({ rows }: FileIndex): number {
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (rows.status(rowIndex(row)) === RowStatus.locked) count++;
  return count;
}

/** What the two files are to hold: all but what is left out; an absolute expiry became the time that is left. */
function promisedState(whole: StateSummary, { unreadable, unreadableSchemas }: Compaction): StateSummary {
  const left = new Set(unreadable);
  const keys = new KeySummaries();
  for (const [key, summary] of whole.keys)
    if (!left.has(key)) keys.set(key, { ...summary, expireAtMs: null });
  const schemas = new Map(whole.schemas);
  for (const name of unreadableSchemas) schemas.delete(name);
  return { keys, schemas };
}

/** Two files that were written and read back. */
export interface CompactedFiles {
  readonly snapshot: ShardFile;
  readonly log: ShardFile;
}

export interface VerifiedCompaction {
  /** In what they are not what was promised; null when they are. */
  readonly difference: string | null;
  readonly snapshotVerdict: Verdict;
  readonly logVerdict: Verdict;
  /** What the reader holds after loading them. */
  readonly state: StateSummary;
}

/** Loads the two files as their reader does, and compares. What it says means nothing once `signal` asked to stop. */
export async function verifyCompaction(
  promised: StateSummary,
  { snapshot, log }: CompactedFiles,
  shardId: number,
  { reader, nowMs, signal, sha256 = PORTABLE_SHA256 }: Omit<CompactOptions, 'nonces'>,
): Promise<VerifiedCompaction> {
  const options = { reader, nowMs, ...(signal === undefined ? {} : { signal }) };
  const recovered = await recoverShard({ shardId, snapshot, log }, options);
  const state = await summarizeState(recovered.keyspace, sha256);
  const snapshotVerdict = recovered.snapshotVerdict as Verdict;
  const logVerdict = recovered.logVerdict as Verdict;
  const [fault] = [...snapshot.index.faults, ...log.index.faults];
  const difference =
    snapshotVerdict.error ??
    logVerdict.error ??
    (fault === undefined ? null : `a fault in what was written: ${fault.evidence.kind} at ${fault.offset}`) ??
    firstDifference(promised, state, false);
  return { difference, snapshotVerdict, logVerdict, state };
}
