import type { ClipboardEvent } from 'react';
import { actions } from '../../state/index.ts';
import { cellText, rowText } from './cellText.ts';
import type { ColumnId } from './columnIds.ts';
import type { RecordTable } from './useRecordTable.ts';

/**
 * Copies the active row as text with tabs between its columns, or the one cell that has the focus. Text that is
 * marked with the mouse is copied as ever.
 */
export function useCopyRow(
  { table, columns }: RecordTable,
  active: number,
  column: ColumnId | null,
): (event: ClipboardEvent) => void {
  return (event) => {
    if (document.getSelection()?.isCollapsed === false) return;
    const view = table.getRowModel().rows.find(({ original }) => original.position === active)?.original.view;
    if (view === null || view === undefined) return;
    event.clipboardData.setData(
      'text/plain',
      column === null ? rowText(view, columns) : cellText(view, column),
    );
    event.preventDefault();
    actions.toast('good', column === null ? 'Copied the row.' : 'Copied the cell.');
  };
}
