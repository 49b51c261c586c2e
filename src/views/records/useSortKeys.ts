import type { SortBy } from '../../columnar/index.ts';
import { actions, appStore, type FileId, getFile } from '../../state/index.ts';
import { useCommand, useShortcut } from '../ui/index.ts';
import type { ColumnId } from './columnIds.ts';
import { nextSort, sortOfColumn } from './nextSort.ts';

/** Sorting without a mouse: by the column of the cell that has the focus, or by name from the palette. */
export function useSortKeys(fileId: FileId, column: ColumnId | null, isRead: boolean): void {
  const sortBy = (by: SortBy): void =>
    actions.setSort(fileId, nextSort(getFile(appStore.getState(), fileId)?.sort ?? null, by));
  const when = (): boolean => isRead;
  useShortcut({
    id: 'sort-column',
    keys: 's',
    label: 'Sort by the column of this cell; again turns the order round',
    group: 'View',
    run: () => {
      const by = sortOfColumn(column ?? 'offset');
      if (by === null) actions.toast('info', 'Rows can be sorted by offset, bytes, type and key.');
      else sortBy(by);
    },
    when,
  });
  const useSort = (by: SortBy, name: string): void =>
    useCommand({ id: `sort-${by}`, label: `Sort by ${name}`, group: 'View', run: () => sortBy(by), when });
  useSort('offset', 'offset');
  useSort('size', 'bytes');
  useSort('type', 'type');
  useSort('key', 'key');
}
