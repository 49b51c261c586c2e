import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { SortOrder } from '../../columnar/index.ts';
import { actions, type FileId, getFile, useApp } from '../../state/index.ts';
import type { RowView } from '../../workers/index.ts';
import type { ColumnId } from './columnIds.ts';
import { filterToCell } from './useFilterToCell.ts';
import './CellMenu.css';

/** Where the menu was asked for. */
export interface CellPlace {
  readonly view: RowView;
  readonly column: ColumnId | null;
  /** Pixels in the window. */
  readonly x: number;
  readonly y: number;
}

const NOUNS: Readonly<Partial<Record<ColumnId, string>>> = {
  record: 'number',
  offset: 'place',
  bytes: 'size',
  type: 'type',
  ttl: 'TTL',
  integrity: 'integrity',
};

/** A narrow screen has no column heads to press. */
const SORTS: readonly { readonly order: SortOrder; readonly label: string }[] = [
  { order: { by: 'size', descending: true }, label: 'Sort by size, the largest first' },
  { order: { by: 'key', descending: false }, label: 'Sort by key' },
  { order: { by: 'type', descending: false }, label: 'Sort by type' },
];

interface CellMenuProps {
  readonly fileId: FileId;
  readonly place: CellPlace;
  readonly sorted: boolean;
  /** Rows that still come in have no order yet. */
  readonly canSort: boolean;
  readonly onClose: () => void;
}

/** What can be done with a cell: what its keys do as well, for those who point. */
export function CellMenu({ fileId, place, sorted, canSort, onClose }: CellMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const { view, column, x, y } = place;
  const hasHistory = useApp((state) => getFile(state, fileId)?.summary?.capabilities.history === true);

  useEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const before = document.activeElement;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
    element.querySelector('button')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [x, y]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    // The keys of the table behind it are not meant.
    event.stopPropagation();
    if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items[(at + items.length - 1) % items.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
  };

  const item = (label: string, run: () => void) => (
    <button
      key={label}
      type="button"
      role="menuitem"
      tabIndex={-1}
      onClick={() => {
        onClose();
        run();
      }}
    >
      {label}
    </button>
  );
  const noun = (column === null ? undefined : NOUNS[column]) ?? (view.key === null ? 'type' : 'key');
  return (
    <div
      ref={menu}
      className="cell-menu"
      popover="auto"
      role="menu"
      aria-label="Of this cell"
      onToggle={(event) => event.newState === 'closed' && onClose()}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {item(`Filter to this ${noun}`, () => void filterToCell(fileId, view, column, ''))}
      {item(`Leave this ${noun} out`, () => void filterToCell(fileId, view, column, '-'))}
      {hasHistory &&
        view.key !== null &&
        item('Follow this key in the timeline', () => {
          actions.select(fileId, { row: view.row, field: null, bytes: null });
          void actions.followKey(fileId);
        })}
      {canSort && SORTS.map(({ order, label }) => item(label, () => actions.setSort(fileId, order)))}
      {sorted && item('In the order of the file', () => actions.setSort(fileId, null))}
    </div>
  );
}
