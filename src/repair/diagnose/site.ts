/* Where a fault is, and what its causes are found with. */
import type { Range } from '../../base/index.ts';
import type { Certainty, Fault, FaultCause, Loss } from '../../codec/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { FileIndex, PlacedFault } from '../../scan/index.ts';
import type { BoundedReader } from './boundedReader.ts';

/** How much may still be computed, in bytes looked at: what costs more than reading is paid from here. */
export interface Effort {
  left: number;
}

/** What all faults of a file share. */
export interface Shared {
  readonly index: FileIndex;
  readonly reader: BoundedReader;
  readonly effort: Effort;
  /** Gaps among a snapshot's entries: the footer proves a guess only where there is no more than one. */
  readonly gaps: number;
  /** The fault that says that the footer doesn't match; null where it does, or was never looked at. */
  readonly footer: PlacedFault | null;
}

/** A fault that is to be explained. */
export interface FaultSite extends Shared {
  /** Its number in the index. */
  readonly number: number;
  readonly fault: PlacedFault;
  /** The bytes of its row. */
  readonly from: number;
  readonly to: number;
  /** The row is bytes that are no record. */
  readonly isGap: boolean;
  /** The row is, or should be, an encrypted frame. */
  readonly isSealed: boolean;
}

/** A cause that was found. */
export interface Finding {
  readonly cause: FaultCause;
  readonly certainty: Certainty;
  /** How likely such a proof comes about by accident. */
  readonly odds?: number;
  /** Records that it takes, where the finding itself tells. */
  readonly records?: number;
  /** How sure that number is; exact unless said otherwise. */
  readonly bound?: Loss['bound'];
}

export function siteOf(shared: Shared, number: number, fault: PlacedFault): FaultSite {
  const { index } = shared;
  const { rows } = index;
  const isRow = fault.row < rows.length;
  const from = isRow ? rows.offset(fault.row) : fault.offset;
  return {
    ...shared,
    number,
    fault,
    from,
    to: isRow ? from + rows.size(fault.row) : fault.offset + fault.length,
    isGap: isRow && rows.kind(fault.row) === RowKind.gap,
    isSealed:
      isRow &&
      (index.isSealed(fault.row) || (rows.kind(fault.row) === RowKind.gap && isSealedAround(index, fault))),
  };
}

/** A gap has no encoding of its own: the record before it tells, else the file. */
function isSealedAround(index: FileIndex, { row }: PlacedFault): boolean {
  const before = row - 1;
  const isRecord = before >= 0 && index.rows.kind(before as typeof row) >= RowKind.record;
  if (index.kind === 'snapshot') return index.layout === 3;
  return isRecord && index.rows.kind(before as typeof row) === RowKind.record
    ? index.isSealed(before as typeof row)
    : index.encrypted;
}

/** Bytes of a record of this file on average; of a typical one where none holds. */
export function meanRecordBytes({ countOf, bytesOf }: FileIndex): number {
  let records = 0;
  let bytes = 0;
  for (let tag = 0; tag < countOf.length; tag++) {
    records += countOf[tag] as number;
    bytes += bytesOf[tag] as number;
  }
  return records === 0 ? TYPICAL_RECORD : Math.max(SMALLEST_RECORD, bytes / records);
}

const TYPICAL_RECORD = 128;
/** Tag, the length of an empty key, checksum. */
export const SMALLEST_RECORD = 9;
/** Key length, type, length of an empty value, TTL. */
export const SMALLEST_ENTRY = 17;

/** The largest of `blocks` on whose border `offset` lies; 0 for none. */
export const borderOf = (offset: number, blocks: readonly number[] = [4096, 512]): number =>
  blocks.find((block) => offset % block === 0) ?? 0;

/** Whether anything but the fault's own explanation is still needed: no correction is known. */
export const isUnexplained = ({ fix, diagnosis }: Fault): boolean =>
  fix === undefined && diagnosis === undefined;

/** The certainty that odds of an accident leave. */
export const certaintyOf = (odds: number): Certainty =>
  odds < 0.01 ? 'proven' : odds < 0.2 ? 'likely' : 'possible';

/** Whether a record that holds, by a proof of its own, ends where the row `row` begins. */
export const holdsBefore = (index: FileIndex, row: number): boolean =>
  row > 0 && index.statusOf((row - 1) as Parameters<FileIndex['statusOf']>[0]) === RowStatus.ok;

/** The overlap of two spans; null where there is none. */
export const overlap = (a: Range, b: Range): Range | null => {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return to > from ? { from, to } : null;
};

/** Whole records within a span. */
export function recordsWithin({ index }: FaultSite, span: Range): number {
  const { rows } = index;
  let count = 0;
  let row = rows.rowAt(span.from);
  for (; row < rows.length && rows.offset(row) < span.to; row++) {
    const kind = rows.kind(row);
    const isRecord = kind === RowKind.record || kind === RowKind.entry;
    if (isRecord && rows.offset(row) >= span.from && rows.offset(row) + rows.size(row) <= span.to) count++;
  }
  return count;
}
