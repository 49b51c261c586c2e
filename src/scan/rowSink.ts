import type { RowIndex } from '../base/index.ts';
import type { FaultEvidence, RecordBatch, RecordWalker, Severity } from '../codec/index.ts';
import type { RowStatus } from '../columnar/index.ts';

/** Records one behind the other, with their keys, as a batch has them: one number of each column a record. */
export type TakenRecords = Pick<
  RecordBatch,
  'keys' | 'ends' | 'tags' | 'keysAt' | 'keyLengths' | 'hashes' | 'expiries'
>;

/** A record's content after its walk: where its key is, and what it says of an expiry. */
export interface WalkedRecord {
  readonly walker: RecordWalker;
  /** What the walker's positions are in. */
  readonly bytes: Uint8Array;
}

/** What the inner loops append records to: a file's index, or the rows of a part of the file. */
export interface RowSink {
  /** Of the whole file. */
  readonly size: number;
  /** The file offset behind the last row. */
  readonly end: number;
  /**
   * Appends many records that are alike but for what the columns say.
   * @param base what has to be added to their `ends` to make them offsets in the file
   * @param count at most `BATCH_RECORDS`
   */
  takeAll(records: TakenRecords, base: number, count: number, status: RowStatus, flags: number): void;
  /** Appends one. @param walked null where nothing but its place is known */
  take(end: number, tag: number, status: RowStatus, flags: number, walked: WalkedRecord | null): RowIndex;
  /** Notes a fault on a row. */
  addFault(row: RowIndex, severity: Severity, offset: number, length: number, evidence: FaultEvidence): void;
}
