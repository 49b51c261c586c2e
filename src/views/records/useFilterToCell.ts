import { actions, announceFailure, type FileId, service } from '../../state/index.ts';
import type { RowView, TermField } from '../../workers/index.ts';
import { useShortcut } from '../ui/index.ts';
import type { ColumnId } from './columnIds.ts';
import type { RowSlot } from './useRowPages.ts';

const FIELDS: Readonly<Partial<Record<ColumnId, TermField>>> = {
  record: 'record',
  offset: 'at',
  bytes: 'size',
  type: 'type',
  integrity: 'crc',
};

/** Narrows the filter to what a cell says, or to everything else. Without a cell, the key is meant. */
export async function filterToCell(
  fileId: FileId,
  view: RowView,
  column: ColumnId | null,
  sign: '' | '-',
): Promise<void> {
  try {
    const term =
      column === 'ttl' ? ttlTerm(view) : await service(fileId).termOf(view.row, fieldOf(view, column));
    if (term !== null) actions.addTerm(fileId, sign + term);
  } catch (error) {
    announceFailure(error, null);
  }
}

/** The keys that filter to the focused cell. */
export function useFilterToCell(
  fileId: FileId,
  slots: readonly RowSlot[],
  active: number,
  column: ColumnId | null,
): void {
  const filterTo = async (sign: '' | '-'): Promise<void> => {
    const view = slots.find(({ position }) => position === active)?.view ?? null;
    if (view !== null) await filterToCell(fileId, view, column, sign);
  };
  const when = (): boolean => slots.length > 0;
  useShortcut({
    id: 'filter-to',
    keys: 'f',
    label: 'Filter to this cell, or to this row’s key; again takes it out',
    group: 'Find',
    run: () => void filterTo(''),
    when,
  });
  useShortcut({
    id: 'filter-out',
    keys: 'F',
    label: 'Leave out what is like this cell',
    group: 'Find',
    run: () => void filterTo('-'),
    when,
  });
}

/** A row without a key is meant by its type. */
const fieldOf = (view: RowView, column: ColumnId | null): TermField =>
  (column === null ? undefined : FIELDS[column]) ?? (view.key === null ? 'type' : 'key');

function ttlTerm({ ttlMs, ttlAbsolute }: RowView): string | null {
  if (ttlMs === null) return null;
  if (ttlMs.startsWith('-')) return 'ttl:none';
  return ttlAbsolute ? 'ttl:any' : `ttl:${ttlMs}ms`;
}
