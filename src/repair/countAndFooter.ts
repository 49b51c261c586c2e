/* A snapshot's entry count and footer follow from the entries that a plan keeps. */
import { fileOffset, type RowIndex, rowIndex } from '../base/index.ts';
import { ENTRY_COUNT_AT, FOOTER_BYTES, groupDigits } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { keptEntries } from './keptRecords.ts';
import type { RepairStep } from './plan.ts';

/** Adds to `steps` what makes count and footer right again, where anything changes about the entries. */
export function countAndFooter(index: FileIndex, steps: readonly RepairStep[]): RepairStep[] {
  const fixed = steps.some((step) => step.kind === 'replace' && step.offset > ENTRY_COUNT_AT);
  const dropped = steps.some((step) => step.kind === 'drop' || step.kind === 'truncate');
  const footer = footerRow(index);
  const kept = keptEntries(index, steps);
  const claimed = index.claimedEntries;
  // With the one wrong bit put right the old footer matches again.
  const proven = (index.snapshot.footerHolds || fixed) && !dropped;
  const result = steps.filter((step) => step.offset < ENTRY_COUNT_AT);
  if (kept !== claimed) {
    result.push({
      id: 'rewrite-count',
      kind: 'rewrite-count',
      offset: fileOffset(ENTRY_COUNT_AT),
      length: 4,
      on: true,
      optional: false,
      title: 'Write the right number of entries into the header',
      reason: `The header says ${groupDigits(claimed)}; ${groupDigits(kept)} are kept.`,
      records: 0,
      from: claimed,
    });
  }
  result.push(...steps.filter((step) => step.offset >= ENTRY_COUNT_AT));
  if (proven && footer !== null) return result;
  const unexplained = !dropped && !index.snapshot.footerHolds && footer !== null;
  result.push({
    id: 'recompute-footer',
    kind: 'recompute-footer',
    offset: footer === null ? fileOffset(index.size) : index.rows.offset(footer),
    length: footer === null ? 0 : FOOTER_BYTES,
    on: true,
    optional: false,
    title: footer === null ? 'Append the missing footer' : 'Compute the footer anew',
    reason: unexplained
      ? 'The footer doesn’t match the entries. With a new one the server accepts the file, but an entry may hold a wrong value that no checksum will show any more.'
      : 'The footer is the checksum over the entries that are kept.',
    records: 0,
    from: null,
  });
  return result;
}

/** The first footer; null when the file has none. */
export function footerRow(index: FileIndex): RowIndex | null {
  for (let row = 1; row < index.rows.length; row++) {
    if (index.rows.kind(rowIndex(row)) === RowKind.footer) return rowIndex(row);
  }
  return null;
}
