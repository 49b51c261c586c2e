/*
 * THE interface of a format. What it has is told here, in traits; what it does is added by each layer that asks it for
 * something, with `declare module`: scan, replay, repair, formats. One object answers for all of it (src/formats puts
 * them together), so that everybody asks for a capability or an act, and nobody for a format by name.
 */
import type { EmberKind } from './ember/header.ts';

export interface FormatTraits {
  /** What its rows are: a log's records (`aof`) or a snapshot's entries. */
  readonly kind: EmberKind;
  /** For people, in front of a version: "ember log". */
  readonly label: string;
  /** Where checksums are: one a record, one for the whole file, or nowhere. */
  readonly checksums: 'record' | 'file' | 'none';
  /** Bytes of a plaintext row behind its content. */
  readonly trailerBytes: number;
  /** Bytes before the first row that can hold data. */
  readonly hasHeader: boolean;
  readonly databases: boolean;
  /** The server, as a sentence names it. */
  readonly server: string;
  /** Versions of its server differ in what they read. */
  readonly readerChoice: boolean;
  /** Its header counts the entries, and a footer holds a checksum over them. */
  readonly countsEntries: boolean;
  /** Log and snapshot are the two files of a shard: the log is replayed over the snapshot. */
  readonly sharded: boolean;
  /** Other servers that write such files, and read them by rules of their own; null where there are none. */
  readonly alsoOf: string | null;
  /** By whose rules its keys are worked out, as a sentence, where the reader itself does not; null where it does. */
  readonly stateNote: string | null;
  /** Any error makes the reader drop all of the file. */
  readonly allOrNothing: boolean;
}

export interface Format extends FormatTraits {
  /** Its name in plans and in machine-readable output. */
  readonly id: string;
}
