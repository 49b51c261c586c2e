/* What the page and a log's worker say to each other about compacting a shard. */
import type { ReaderId } from '../codec/index.ts';
import type { KeyNames, Problem } from './told.ts';

/** What a log is compacted with, and for whom. */
export interface CompactRequest {
  readonly reader: ReaderId;
  /** Null where the user says that the shard has none. */
  readonly snapshot: File | null;
}

/** A compaction's two files. `T` is what they are written to, or what they are. */
export interface CompactFiles<T> {
  readonly snapshot: T;
  readonly log: T;
}

export interface CompactOutcome {
  /** Null where both files were written, read back and loaded, and hold what was promised. */
  readonly problem: Problem | null;
  readonly facts: CompactFacts | null;
  /** What is to be downloaded; null where the files were written to their places, or nothing was. */
  readonly files: CompactFiles<Blob> | null;
}

/** What a compaction did, for a report. */
export interface CompactFacts {
  readonly readerLabel: string;
  readonly names: CompactFiles<string>;
  readonly inputs: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
  readonly outputs: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
  readonly entries: number;
  /** Protobuf schemas in the log. */
  readonly schemas: number;
  /** Keys, and schemas, that the reader can't load. */
  readonly leftOut: KeyNames;
  readonly schemasLeftOut: number;
  /** Keys with a time to live; of these, those that expire at an absolute time. */
  readonly expiring: number;
  readonly absolute: number;
  /** Keys that the reader loads from the files as they were, and how the new ones differ. */
  readonly keysBefore: number;
  readonly gained: number;
  readonly lost: number;
  readonly changed: number;
}
