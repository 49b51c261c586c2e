/* Which files of a folder make up which shard, and what does not fit together. */
import { kindOfName, shardOfName } from '../codec/index.ts';
import { sharedKeys } from '../columnar/index.ts';
import type { FolderFile, OpenFolder } from './model.ts';

/** The files of one shard. */
export interface FolderShard {
  readonly shardId: number;
  readonly log: FolderFile | null;
  readonly snapshot: FolderFile | null;
  /** What writing left behind: `.snap.tmp`, `.aof.tmp`. The server never looks at it. */
  readonly leftovers: readonly FolderFile[];
}

/** Something about a shard's files that the files by themselves don't show. */
export type ShardFinding =
  /** The snapshot's header names another shard; `swapped` where that one's snapshot names this one. */
  | { readonly kind: 'other-shard'; readonly inHeader: number; readonly swapped: boolean }
  | { readonly kind: 'no-log' }
  | { readonly kind: 'no-snapshot' }
  /** A file of this shard is the same as another shard's, byte for byte; its header may tell that it is in place. */
  | {
      readonly kind: 'duplicate';
      readonly name: string;
      readonly of: string;
      readonly isOriginal: boolean;
    }
  /** The log shares keys with the snapshot of shard `of`, and none with its own. */
  | { readonly kind: 'foreign-log'; readonly of: number; readonly share: number };

/** Ember's name for a shard's file; a number with leading zeros is another file to it. */
const isShardFile = (name: string): boolean => {
  const shard = shardOfName(name);
  return shard !== null && name.startsWith(`shard-${shard}.`);
};

/** Whether the scan has anything to say about a file. */
export const isReadable = ({ name }: FolderFile): boolean => kindOfName(name) !== null;

export function shardsOf({ files }: Pick<OpenFolder, 'files'>): readonly FolderShard[] {
  const shards = new Map<
    number,
    { log: FolderFile | null; snapshot: FolderFile | null; leftovers: FolderFile[] }
  >();
  for (const file of files) {
    if (!isShardFile(file.name)) continue;
    const shardId = shardOfName(file.name) ?? 0;
    const shard = shards.get(shardId) ?? { log: null, snapshot: null, leftovers: [] };
    shards.set(shardId, shard);
    if (file.name.endsWith('.tmp')) shard.leftovers.push(file);
    else if (kindOfName(file.name) === 'aof') shard.log = file;
    else shard.snapshot = file;
  }
  return [...shards]
    .map(([shardId, shard]) => ({ shardId, ...shard }))
    .filter(({ log, snapshot, leftovers }) => log !== null || snapshot !== null || leftovers.length > 0)
    .sort((a, b) => a.shardId - b.shardId);
}

/** The files that belong to no shard. */
export const othersOf = ({ files }: Pick<OpenFolder, 'files'>): readonly FolderFile[] =>
  files.filter(({ name }) => !isShardFile(name));

/** Numbers that are not there although higher ones are, in stretches. Shards are numbered from 0. */
export function missingShards(shards: readonly FolderShard[]): readonly (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  let next = 0;
  for (const { shardId } of shards) {
    if (shardId > next) gaps.push([next, shardId - 1]);
    next = shardId + 1;
  }
  return gaps;
}

/** A log and a snapshot of one shard share keys: below the one share they don't, above the other they do. */
const STRANGERS = 0.05;
const RELATIVES = 0.5;

/** What does not fit together, by shard. */
export function findingsOf(
  shards: readonly FolderShard[],
  duplicates: OpenFolder['duplicates'],
): ReadonlyMap<number, readonly ShardFinding[]> {
  const headerOf = new Map(
    shards.map(({ shardId, snapshot }) => [shardId, snapshot?.survey?.summary.shardId ?? null]),
  );
  const foreign = foreignLogs(shards);
  return new Map(
    shards.map(({ shardId, log, snapshot }) => {
      const found: ShardFinding[] = [];
      const inHeader = headerOf.get(shardId) ?? null;
      if (inHeader !== null && inHeader !== shardId) {
        found.push({ kind: 'other-shard', inHeader, swapped: headerOf.get(inHeader) === shardId });
      }
      const names = [log?.name, snapshot?.name];
      for (const [a, b] of duplicates) {
        const [name, of] = names.includes(a) ? [a, b] : [b, a];
        if (!names.includes(name)) continue;
        const isOriginal = name === snapshot?.name && inHeader === shardId;
        found.push({ kind: 'duplicate', name, of, isOriginal });
      }
      const stranger = foreign.get(shardId);
      if (stranger !== undefined) found.push(stranger);
      if (log === null && snapshot !== null) found.push({ kind: 'no-log' });
      if (snapshot === null && log !== null) found.push({ kind: 'no-snapshot' });
      return [shardId, found];
    }),
  );
}

/**
 * Logs that go with another shard's snapshot and not with their own. What a log alone, or one snapshot, holds does not
 * tell whose it is.
 */
function foreignLogs(shards: readonly FolderShard[]): ReadonlyMap<number, ShardFinding> {
  const keysOf = (file: FolderFile | null): Float64Array | null => {
    const keys = file?.survey?.keys ?? null;
    return keys !== null && keys.length > 0 ? keys : null;
  };
  const found = new Map<number, ShardFinding>();
  for (const { shardId, log, snapshot } of shards) {
    const [keys, own] = [keysOf(log), keysOf(snapshot)];
    if (log === null || keys === null || own === null || sharedKeys(keys, own) > STRANGERS) continue;
    let best: { readonly of: number; readonly share: number } | null = null;
    for (const other of shards) {
      const theirs = other.shardId === shardId ? null : keysOf(other.snapshot);
      const share = theirs === null ? 0 : sharedKeys(keys, theirs);
      if (share >= RELATIVES && share > (best?.share ?? 0)) best = { of: other.shardId, share };
    }
    if (best !== null) found.set(shardId, { kind: 'foreign-log', ...best });
  }
  return found;
}
