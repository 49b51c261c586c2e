/* The table of keys. Its cursor is a place in the list; the key that stands there is the file's selected key. */
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { KeyId } from '../../base/index.ts';
import { actions, announceFailure, type FileId, getFile, service, useApp } from '../../state/index.ts';
import type { KeyColumn, KeyQuery } from '../../workers/index.ts';
import { classNames, Icon } from '../ui/index.ts';
import { useGridWidth } from '../ui/useGridWidth.ts';
import { useListKeys } from '../ui/useListKeys.ts';
import { useRowScroller } from '../ui/useRowScroller.ts';
import { KeyRow } from './KeyRow.tsx';
import { KEY_COLUMNS } from './keyColumns.ts';
import { useKeyWindow } from './useKeyWindow.ts';
import '../ui/RowGrid.css';
import './KeyGrid.css';

interface KeyGridProps {
  readonly fileId: FileId;
  readonly generation: number;
  readonly query: KeyQuery;
  readonly total: number;
  readonly onSort: (column: KeyColumn, descending: boolean) => void;
  /** The reader wants to see more of the selected key. */
  readonly onOpen: () => void;
}

/** Pixels, as KeyGrid.css draws them. */
const ROW_HEIGHT = 24;
const COMPACT_ROW_HEIGHT = 46;
const HEADER_HEIGHT = 30;
/** A list no wider than this shows each key in two lines. */
const COMPACT_WIDTH = 760;

export function KeyGrid({ fileId, generation, query, total, onSort, onOpen }: KeyGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const name = useApp((state) => getFile(state, fileId)?.name ?? '');
  const selected = useApp((state) => getFile(state, fileId)?.keySelection[0] ?? null);
  const compact = useGridWidth(grid) <= COMPACT_WIDTH;
  const rowHeight = compact ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
  const headerHeight = compact ? 0 : HEADER_HEIGHT;
  const scroller = useRowScroller(grid, { rows: total, rowHeight, headerHeight, initialRow: 0 });
  const { visible, reveal, firstInView, pageRows } = scroller;
  const [cursor, setCursor] = useState<number | null>(null);
  const at = cursor === null || cursor >= total ? null : cursor;
  const slots = useKeyWindow(fileId, generation, query, {
    visible,
    direction: scroller.direction,
    total,
    also: at,
  });
  // Another order puts the key elsewhere: the cursor follows it as long as it is in view.
  const place = slots.find(({ view }) => view !== null && view.key === selected)?.position ?? null;
  const active = place ?? at ?? Math.min(total - 1, Math.max(firstInView(), visible.first));

  const wantsFocus = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab stop takes the focus
  useLayoutEffect(() => {
    const focused = document.activeElement;
    const within = grid.current?.contains(focused) === true && focused?.getAttribute('role') === 'row';
    if (!within && !wantsFocus.current) return;
    wantsFocus.current = false;
    grid.current
      ?.querySelector<HTMLElement>('.row-grid-canvas [tabindex="0"]')
      ?.focus({ preventScroll: true });
  }, [active, slots]);

  // A key that was selected elsewhere, or that another order put elsewhere, is brought into view.
  const shown = useRef<KeyId | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolling a selected key away is no reason to bring it back
  useEffect(() => {
    if (selected === null || visible.end === 0 || shown.current === selected) return;
    shown.current = selected;
    if (place !== null) return;
    service(fileId)
      .keyPlace(query, selected)
      .then(
        (found) => {
          if (found === null) return;
          setCursor(found);
          reveal(found, false);
        },
        (error) => announceFailure(error, null),
      );
  }, [fileId, selected, query, visible.end === 0]);

  const asked = useRef(0);
  const go = useCallback(
    (position: number): void => {
      wantsFocus.current = true;
      setCursor(position);
      reveal(position, true);
      const turn = ++asked.current;
      const choose = (key: KeyId | undefined): void => {
        if (key !== undefined && turn === asked.current) actions.selectKeys(fileId, [key]);
      };
      const known = slots.find((slot) => slot.position === position)?.view?.key;
      if (known !== undefined) choose(known);
      else {
        service(fileId)
          .keyWindow(query, position, 1)
          .then(
            ({ keys }) => choose(keys[0]?.key),
            (error) => announceFailure(error, null),
          );
      }
    },
    [fileId, query, reveal, slots],
  );
  useListKeys({ grid, at: () => place ?? at, firstInView, count: total, pageRows, go });

  const onClick = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null;
    if (row === null) return;
    go(Number(row.dataset.position));
    onOpen();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute('role') !== 'row') return;
    event.preventDefault();
    const position = Number(event.target.dataset.position);
    if (selected === null || position !== place) go(position);
    onOpen();
  };

  return (
    <div className="key-frame">
      <div
        ref={grid}
        className={classNames('row-grid key-grid', compact && 'row-grid-compact')}
        role="grid"
        aria-label={`Keys of ${name}`}
        aria-rowcount={total + 1}
        aria-colcount={KEY_COLUMNS.length}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        <div className="row-grid-inner" role="presentation">
          <div className="row-grid-head" role="rowgroup">
            <div className="grid-row grid-row-head" role="row" aria-rowindex={1}>
              {KEY_COLUMNS.map(({ id, label, numeric, descendingFirst }, index) => {
                const sorted = query.sort === id;
                return (
                  <div
                    key={id}
                    role="columnheader"
                    aria-colindex={index + 1}
                    aria-sort={!sorted ? undefined : query.descending ? 'descending' : 'ascending'}
                    className={classNames('grid-cell', numeric && 'grid-cell-numeric')}
                  >
                    <button
                      type="button"
                      className="key-sort"
                      onClick={() => onSort(id, sorted ? !query.descending : descendingFirst)}
                    >
                      {label}
                      {sorted && <Icon name={query.descending ? 'chevronDown' : 'chevronUp'} size={12} />}
                    </button>
                  </div>
                );
              })}
            </div>
          </div>
          <div className="row-grid-canvas" role="rowgroup" style={{ height: scroller.canvas }}>
            {slots.map(({ position, view }) => {
              const unseen = position < visible.first || position >= visible.end;
              return (
                <KeyRow
                  key={position}
                  position={position}
                  view={view}
                  top={visible.canvasTop + (unseen ? 0 : (position - visible.first) * rowHeight)}
                  selected={view !== null && view.key === selected}
                  active={position === active}
                  unseen={unseen}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
