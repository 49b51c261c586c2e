import type { ByteSource } from '../codec/index.ts';
import type { FileIndex } from '../scan/index.ts';

/** A scanned file. */
export interface ShardFile {
  readonly source: ByteSource;
  readonly index: FileIndex;
}

/** The files of one shard; null where one is missing. */
export interface ShardFiles {
  readonly shardId: number;
  readonly snapshot: ShardFile | null;
  readonly log: ShardFile | null;
}
