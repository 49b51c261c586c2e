/* Which spans and records of the input a plan keeps. */
import { type Range, type RowIndex, rowIndex, subtractRanges } from '../base/index.ts';
import { SNAPSHOT_HEADER_BYTES } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { RepairStep } from './plan.ts';

/** Whether a row is a record or an entry. */
export const isRecord = (index: FileIndex, row: RowIndex): boolean => {
  const kind = index.rows.kind(row);
  return kind === RowKind.record || kind === RowKind.entry;
};

/** Whether the output is an encrypted file. Without a header the first record decides. */
export function isSealedFile(index: FileIndex): boolean {
  if (index.header.outcome === 'ok') return index.encrypted;
  for (let row = 0; row < index.rows.length; row++) {
    if (isRecord(index, rowIndex(row))) return index.isSealed(rowIndex(row));
  }
  return false;
}

/** The span whose records a step takes out; null when it takes out none. */
export function droppedBy(step: RepairStep, size: number): Range | null {
  if (!step.on) return null;
  if (step.kind === 'truncate') return { from: step.offset, to: size };
  return step.kind === 'drop' ? { from: step.offset, to: step.offset + step.length } : null;
}

/** The spans of the input whose records reach the output, whether or not bytes in them are changed. */
export function keptSpans(index: FileIndex, steps: readonly RepairStep[]): Range[] {
  const dropped = steps.map((step) => droppedBy(step, index.size)).filter((range) => range !== null);
  const from = index.format.countsEntries ? SNAPSHOT_HEADER_BYTES : 0;
  const recomputes = steps.some((step) => step.kind === 'recompute-footer' && step.on);
  const to = index.size;
  if (index.format.countsEntries && recomputes) {
    // A new footer takes the place of the old one, and of that of a second snapshot behind it.
    for (let row = 1; row < index.rows.length; row++) {
      const each = rowIndex(row);
      if (index.rows.kind(each) !== RowKind.footer) continue;
      dropped.push({ from: index.rows.offset(each), to: index.rows.offset(rowIndex(row + 1)) });
    }
  }
  return subtractRanges({ from, to: Math.max(from, to) }, dropped);
}

/** Records or entries within `spans`. */
export function countRecords(index: FileIndex, spans: readonly Range[]): number {
  let count = 0;
  let span = 0;
  for (let row = 0; row < index.rows.length; row++) {
    const each = rowIndex(row);
    const kind = index.rows.kind(each);
    if (kind !== RowKind.record && kind !== RowKind.entry) continue;
    const offset = index.rows.offset(each);
    while (span < spans.length && (spans[span] as Range).to <= offset) span++;
    const there = spans[span];
    if (there === undefined) break;
    if (there.from <= offset) count++;
  }
  return count;
}

/**
 * Entries that a snapshot's plan keeps. A length or count that is put right can turn a row into more entries than it
 * was taken for: the correction knows into how many.
 */
export function keptEntries(index: FileIndex, steps: readonly RepairStep[]): number {
  let kept = countRecords(index, keptSpans(index, steps));
  for (const step of steps) {
    if (!step.on || step.kind !== 'replace' || step.offset < SNAPSHOT_HEADER_BYTES) continue;
    const row = index.rows.rowAt(step.offset);
    const kind = index.rows.kind(row);
    const fix = index.faultsOf(row).find((fault) => fault.fix?.at === step.offset)?.fix;
    const mended = fix?.records ?? 1;
    if (kind === RowKind.gap) kept += mended;
    else if (kind === RowKind.entry) kept += mended - 1;
  }
  return kept;
}
