import type { SortBy, SortOrder } from '../../columnar/index.ts';
import type { ColumnId } from './columnIds.ts';

/** What a column's rows are sorted by; null where they can't be. */
export function sortOfColumn(column: ColumnId): SortBy | null {
  switch (column) {
    case 'offset':
    case 'type':
    case 'key':
      return column;
    case 'bytes':
      return 'size';
    default:
      return null;
  }
}

/** Pressing a column sorts by it, the largest first for sizes; again turns it round; then the order of the file is back. */
export function nextSort(sort: SortOrder | null, by: SortBy): SortOrder | null {
  if (by === 'offset') {
    return sort === null || (sort.by === 'offset' && !sort.descending) ? { by, descending: true } : null;
  }
  const first = by === 'size';
  if (sort?.by !== by) return { by, descending: first };
  return sort.descending === first ? { by, descending: !first } : null;
}
