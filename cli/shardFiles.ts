/* Which shard of a directory is meant, and at which clock. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shardOfName } from '../src/codec/index.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import { unreadable } from './inputs.ts';
import { reading } from './reading.ts';
import { type ScannedFile, withScannedFile } from './scannedFile.ts';

/** The files of a shard on the disk. */
export interface ShardPaths {
  readonly shardId: number;
  readonly snapshot: string | null;
  readonly log: string | null;
}

export function clockOption(text: string | undefined): bigint {
  if (text === undefined) return BigInt(Date.now());
  if (/^[0-9]{1,19}$/.test(text)) return BigInt(text);
  throw new CommandError(ExitCode.usage, `--at takes a Unix time in milliseconds, got "${text}"`);
}

export function shardOption(text: string | undefined): number | null {
  if (text === undefined) return null;
  const shard = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (shard <= 65_535) return shard;
  throw new CommandError(ExitCode.usage, `--shard takes a number from 0 to 65535, got "${text}"`);
}

/** The files of one shard in a directory; of the only one there is, where none is named. */
export async function shardPaths(directory: string, wanted: number | null): Promise<ShardPaths> {
  const names = await reading(directory, () => readdir(directory));
  const files = names.filter((name) => /\.(aof|snap)$/.test(name) && shardOfName(name) !== null);
  const shards = [...new Set(files.map((name) => shardOfName(name) as number))].sort((a, b) => a - b);
  if (shards.length === 0) throw unreadable(directory, 'holds no shard-N.aof and no shard-N.snap');
  const [shardId = 0, ...others] = wanted === null ? shards : [wanted];
  const listed = `there ${shards.length === 1 ? 'is' : 'are'} ${shards.join(', ')}`;
  if (others.length > 0)
    throw new CommandError(ExitCode.usage, `${directory}: --shard says which one; ${listed}`);
  if (!shards.includes(shardId)) throw unreadable(directory, `holds no shard ${shardId}; ${listed}`);
  const find = (ending: string): string | null => {
    // As the server names it: a number with leading zeros is another file.
    const name = `shard-${shardId}.${ending}`;
    return files.includes(name) ? join(directory, name) : null;
  };
  return { shardId, snapshot: find('snap'), log: find('aof') };
}

/** Scans the files of a shard and hands them to `use`, while they are open. @param note told where one changed meanwhile */
export function withShard<T>(
  { snapshot, log }: ShardPaths,
  key: Uint8Array | null,
  use: (snapshot: ScannedFile | null, log: ScannedFile | null) => Promise<T>,
  note?: (text: string) => void,
): Promise<T> {
  const opened = <R>(path: string | null, then: (file: ScannedFile | null) => Promise<R>): Promise<R> =>
    path === null ? then(null) : withScannedFile({ path, label: null }, key, then, note);
  return opened(snapshot, (first) => opened(log, (second) => use(first, second)));
}
