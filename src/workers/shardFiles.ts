import { shardOfName } from '../codec/index.ts';
import type { Basis, ShardFile, ShardFiles } from '../replay/index.ts';
import type { FileIndex } from '../scan/index.ts';

/** A scanned file of a worker: its own, or its shard's other one. */
export interface OwnFile extends ShardFile {
  readonly name: string;
}

/** A file and its shard's other one by what they are. A shard's number is in the name of its files; a snapshot's header says it too. */
export function shardFiles(own: OwnFile, partner: OwnFile | null): ShardFiles {
  const files = [own, partner].filter((each) => each !== null);
  const snapshot = files.find(({ index }) => index.kind === 'snapshot') ?? null;
  const log = files.find(({ index }) => index.kind === 'aof') ?? null;
  const inName = files.map(({ name }) => shardOfName(name)).find((each) => each !== null);
  return { shardId: inName ?? headerShard(snapshot?.index) ?? 0, snapshot, log };
}

const headerShard = (index: FileIndex | undefined): number | null =>
  index?.header.outcome === 'ok' ? index.header.shardId : null;

/** What a log begins on. @param isThere whether there is a snapshot @param snapshot what could be read of it */
export function basisOf(isThere: boolean, snapshot: OwnFile | null): Basis {
  if (!isThere) return 'empty';
  return snapshot !== null && isLegible(snapshot) ? 'snapshot' : 'lost';
}

/** Whether anything can be taken from a snapshot at all. */
const isLegible = ({ index }: OwnFile): boolean =>
  index.header.outcome === 'ok' && (!index.encrypted || index.cipher !== null);
