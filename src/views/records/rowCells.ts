import { RowKind } from '../../columnar/index.ts';
import type { ColumnId } from './columnIds.ts';

/** One cell of a row: a column of its own, or the row's summary across several. */
export interface RowCell {
  readonly column: ColumnId;
  readonly content: 'column' | 'summary' | 'nothing';
  /** Columns that it takes. */
  readonly span: number;
}

/** What a row that is no record has in common with one. */
const OWN: Readonly<
  Record<Exclude<RowKind, typeof RowKind.record | typeof RowKind.entry>, readonly ColumnId[]>
> = {
  [RowKind.header]: ['offset', 'bytes', 'type', 'integrity'],
  [RowKind.gap]: ['offset', 'bytes', 'type'],
  [RowKind.footer]: ['offset', 'bytes', 'type', 'integrity'],
};

/**
 * The cells of a row, for the columns in view. A record has one in each column; the summary of a gap, header or
 * footer runs across the columns that it has nothing for.
 * @param fixable a gap has something to say of its integrity after all
 */
export function rowCells(kind: RowKind, columns: readonly ColumnId[], fixable = false): readonly RowCell[] {
  if (kind === RowKind.record || kind === RowKind.entry) {
    return columns.map((column) => ({ column, content: 'column', span: 1 }));
  }
  const own = fixable ? OWN[RowKind.header] : OWN[kind];
  const cells: RowCell[] = [];
  let summarised = false;
  for (const column of columns) {
    const last = cells.at(-1);
    if (own.includes(column) || column === 'record') cells.push({ column, content: 'column', span: 1 });
    else if (last?.content === 'summary') cells[cells.length - 1] = { ...last, span: last.span + 1 };
    else {
      cells.push({ column, content: summarised ? 'nothing' : 'summary', span: 1 });
      summarised = true;
    }
  }
  return cells;
}
