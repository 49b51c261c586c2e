/*
 * Two states of a shard, and the keys by which they differ: what the server holds when it starts now, and what it
 * would hold with other files. The values of both stay in their files; in the end only keys that differ are kept.
 */
import type { ReaderId } from '../codec/index.ts';
import {
  type Bytes,
  type Held,
  RangedKeyspace,
  type Recovered,
  recoverShard,
  type ShardFiles,
  sortedKeys,
} from '../replay/index.ts';
import type { CancelSignal } from '../scan/index.ts';
import { differenceOf } from './stateDifference.ts';

/** What comes back from one set of files. */
export interface RecoveredState extends Omit<Recovered, 'keyspace'> {
  /** Lines that the server would log. */
  readonly logs: readonly string[];
  readonly keys: number;
  /** Keys by type, most frequent first. */
  readonly types: readonly { readonly type: string; readonly keys: number }[];
  /** Keys that will go by themselves, and those of them that go at an absolute time. */
  readonly withTtl: number;
  readonly absoluteTtl: number;
  /** Keys that recovery drops because nothing is left of their time. */
  readonly expired: number;
  readonly schemas: number;
  /** Keys of which it is uncertain what they hold. */
  readonly unclear: number;
}

export interface RecoveryComparison {
  readonly now: RecoveredState;
  readonly after: RecoveredState;
  /** Each in the order of the keys' bytes. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly changed: readonly string[];
  /** What the keys that differ hold on each side; larger values are still in the files. */
  readonly heldNow: ReadonlyMap<string, Held<Bytes>>;
  readonly heldAfter: ReadonlyMap<string, Held<Bytes>>;
}

export interface RecoveryClock {
  readonly reader: ReaderId;
  /** Unix milliseconds, for expiries at an absolute time. */
  readonly nowMs: bigint;
}

export type RecoveryStage = 'now' | 'after' | 'values';

/** Compares what `now` and `after` lead to. @returns null when `signal` asked to stop */
export async function compareRecovery(
  now: ShardFiles,
  after: ShardFiles,
  clock: RecoveryClock,
  signal: CancelSignal,
  onStage: (stage: RecoveryStage) => void = () => {},
): Promise<RecoveryComparison | null> {
  const recover = async (files: ShardFiles, stage: RecoveryStage) => {
    onStage(stage);
    const recovered = await recoverShard(files, { ...clock, signal });
    return signal.aborted ? null : recovered;
  };
  const first = await recover(now, 'now');
  if (first === null) return null;
  const stateNow = describe(first);
  if (now.snapshot === after.snapshot && now.log === after.log) {
    const nothing = { gained: [], lost: [], changed: [], heldNow: new Map(), heldAfter: new Map() };
    return { now: stateNow, after: stateNow, ...nothing };
  }
  const second = await recover(after, 'after');
  if (second === null) return null;
  const stateAfter = describe(second);
  onStage('values');
  const [before, later] = [keyspaceOf(first), keyspaceOf(second)];
  const { gained, lost, changed } = await differenceOf(before, later, signal);
  if (signal.aborted) return null;
  return {
    now: stateNow,
    after: stateAfter,
    gained: sortedKeys(gained),
    lost: sortedKeys(lost),
    changed: sortedKeys(changed),
    heldNow: pick(before, [...lost, ...changed]),
    heldAfter: pick(later, [...gained, ...changed]),
  };
}

/** A server that went down holds nothing. */
const keyspaceOf = ({ keyspace, aborted }: Recovered): RangedKeyspace =>
  aborted === null ? keyspace : new RangedKeyspace();

function pick(keyspace: RangedKeyspace, keys: readonly string[]): ReadonlyMap<string, Held<Bytes>> {
  const picked = new Map<string, Held<Bytes>>();
  for (const key of keys) {
    const held = keyspace.get(key);
    if (held !== undefined) picked.set(key, held);
  }
  return picked;
}

function describe({ keyspace, ...recovered }: Recovered): RecoveredState {
  const counts = new Map<string, number>();
  let [keys, withTtl, absoluteTtl, expired] = [0, 0, 0, 0];
  for (const { value, ttlMs, expireAtMs } of recovered.aborted === null ? keyspace.keys.values() : []) {
    if (ttlMs === 0n) {
      expired++;
      continue;
    }
    keys++;
    counts.set(value.type, (counts.get(value.type) ?? 0) + 1);
    if (ttlMs < 0n) continue;
    withTtl++;
    if (expireAtMs !== null) absoluteTtl++;
  }
  const types = [...counts].map(([type, count]) => ({ type, keys: count })).sort((a, b) => b.keys - a.keys);
  const schemas = recovered.aborted === null ? keyspace.schemas.size : 0;
  const unclear = keyspace.unclear.size;
  return { ...recovered, logs: keyspace.logs, keys, types, withTtl, absoluteTtl, expired, schemas, unclear };
}
