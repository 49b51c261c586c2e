import { type KeyboardEvent, useId, useRef } from 'react';
import { DEFAULT_PREFERENCES, useApp } from '../../state/index.ts';
import { Button, IconButton, useCommand } from '../ui/index.ts';
import { type ColumnId, columnOrder } from './columnIds.ts';
import { type RecordTable, setColumns } from './useRecordTable.ts';
import './ColumnMenu.css';

/** Pixels between the button and its panel. */
const GAP = 6;

/** Which columns are shown, how wide, in which order: all of it by keyboard too. */
export function ColumnMenu({ records }: { readonly records: RecordTable }) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const stored = useApp((state) => state.preferences.columns);
  const has = new Set(records.table.getAllLeafColumns().map(({ id }) => id));
  const order = columnOrder(stored.order).filter((column) => has.has(column));
  const visible = order.filter((column) => !stored.hidden.includes(column));

  useCommand({
    id: 'columns',
    label: 'Choose the columns…',
    group: 'View',
    run: () => panel.current?.showPopover(),
  });

  const toggle = (column: ColumnId): void => {
    const hidden = stored.hidden.includes(column)
      ? stored.hidden.filter((one) => one !== column)
      : [...stored.hidden, column];
    setColumns({ hidden });
  };
  const move = (column: ColumnId, by: 1 | -1): void => {
    const at = order.indexOf(column);
    const moved = order.toSpliced(at, 1).toSpliced(at + by, 0, column);
    setColumns({ order: moved });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // One level at a time: the page's own Escape must not act as well.
    event.preventDefault();
    panel.current?.hidePopover();
  };

  return (
    <>
      <IconButton
        icon="columns"
        size="small"
        label="Columns"
        className="column-menu-button"
        ref={button}
        popoverTarget={id}
      />
      <div
        ref={panel}
        id={id}
        className="column-menu"
        popover="auto"
        role="dialog"
        aria-label="Columns"
        onKeyDown={onKeyDown}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') place(event.currentTarget, button.current);
        }}
        onToggle={(event) => {
          if (event.newState === 'open') event.currentTarget.querySelector('input')?.focus();
        }}
      >
        <ul className="column-menu-list">
          {order.map((column, index) => {
            const definition = records.table.getColumn(column);
            const label = columnName(column);
            const shown = visible.includes(column);
            return (
              <li key={column} className="column-menu-item">
                <label className="column-menu-check">
                  <input
                    type="checkbox"
                    checked={shown}
                    disabled={shown && visible.length === 1}
                    onChange={() => toggle(column)}
                  />
                  {label}
                </label>
                <input
                  type="range"
                  className="column-menu-width"
                  aria-label={`Width of ${label}`}
                  min={definition?.columnDef.minSize ?? 48}
                  max={600}
                  step={4}
                  value={definition?.getSize() ?? 100}
                  disabled={!shown}
                  onChange={(event) => records.resize(column, Number(event.target.value), true)}
                />
                <IconButton
                  icon="chevronUp"
                  size="small"
                  label={`Move ${label} left`}
                  aria-disabled={index === 0}
                  onClick={() => index > 0 && move(column, -1)}
                />
                <IconButton
                  icon="chevronDown"
                  size="small"
                  label={`Move ${label} right`}
                  aria-disabled={index === order.length - 1}
                  onClick={() => index < order.length - 1 && move(column, 1)}
                />
              </li>
            );
          })}
        </ul>
        <Button size="small" icon="undo" onClick={() => setColumns(DEFAULT_PREFERENCES.columns)}>
          Reset columns
        </Button>
      </div>
    </>
  );
}

const columnName = (column: ColumnId): string =>
  ({
    record: 'Number',
    offset: 'Offset',
    bytes: 'Bytes',
    type: 'Type',
    database: 'Database',
    key: 'Key',
    arguments: 'Arguments',
    ttl: 'TTL',
    integrity: 'Integrity',
  })[column];

/** Puts the panel under its button; the top layer knows no parent to be placed by. */
function place(panel: HTMLElement, button: HTMLElement | null): void {
  if (button === null) return;
  const { bottom, right } = button.getBoundingClientRect();
  panel.style.top = `${bottom + GAP}px`;
  panel.style.right = `${document.documentElement.clientWidth - right}px`;
}
