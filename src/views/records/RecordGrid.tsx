/*
 * The grid itself. The page's selection is its cursor: the selected row is the tab stop (a place in view where
 * nothing is selected), and it stays in the document, unseen, while it is scrolled away, so that the focus survives.
 */
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import {
  actions,
  type FileId,
  getFile,
  getGeneration,
  getRowLists,
  type ScanPhase,
  useApp,
  whyUnread,
} from '../../state/index.ts';
import { focusPane } from '../ui/focusPane.ts';
import { Button, Callout, classNames, NARROW } from '../ui/index.ts';
import { useGridWidth } from '../ui/useGridWidth.ts';
import { useRowScroller } from '../ui/useRowScroller.ts';
import { getVisibleSpan, setVisibleSpan } from '../ui/visibleSpan.ts';
import { CellMenu, type CellPlace } from './CellMenu.tsx';
import { ColumnHeaders } from './ColumnHeaders.tsx';
import { ColumnMenu } from './ColumnMenu.tsx';
import { type ColumnId, isColumnId } from './columnIds.ts';
import { nextSort } from './nextSort.ts';
import { RecordRow } from './RecordRow.tsx';
import { useColumnFacts } from './useColumnFacts.ts';
import { useCopyRow } from './useCopyRow.ts';
import { useFilterToCell } from './useFilterToCell.ts';
import { useRecordKeys } from './useRecordKeys.ts';
import { useRecordTable } from './useRecordTable.ts';
import { rowAt, useRowPages } from './useRowPages.ts';
import { useSortKeys } from './useSortKeys.ts';
import '../ui/RowGrid.css';
import './RecordGrid.css';

interface RecordGridProps {
  readonly fileId: FileId;
  /** How many there are so far, listed or not. */
  readonly rows: number;
  readonly phase: ScanPhase;
}

/** Pixels, as RecordGrid.css draws them. */
const ROW_HEIGHT = 24;
const COMPACT_ROW_HEIGHT = 46;
const HEADER_HEIGHT = 30;
/** A list no wider than this shows each row in two lines. */
const COMPACT_WIDTH = 700;

export function RecordGrid({ fileId, rows, phase }: RecordGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const name = useApp((state) => getFile(state, fileId)?.name ?? '');
  const generation = useApp((state) => getGeneration(getFile(state, fileId)));
  const selectedRow = useApp((state) => getFile(state, fileId)?.selection?.row ?? null);
  const compact = useGridWidth(grid) <= COMPACT_WIDTH;
  const [activeColumn, setActiveColumn] = useState<ColumnId | null>(null);

  const sort = useApp((state) => getFile(state, fileId)?.sort ?? null);
  const findOnly = useApp((state) => getFile(state, fileId)?.filter.findOnly === true);
  const isFinding = useApp((state) => getFile(state, fileId)?.arrangement.phase === 'finding');
  // Lists grow in place: the version says that one has.
  useApp((state) => getFile(state, fileId)?.arrangement.version);
  const { found, shown: list } = getRowLists(fileId);
  const count = list?.length ?? rows;
  const rowHeight = compact ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
  const headerHeight = compact ? 0 : HEADER_HEIGHT;
  const [left] = useState(() => getVisibleSpan(fileId));
  const scroller = useRowScroller(grid, {
    rows: count,
    rowHeight,
    headerHeight,
    initialRow: left?.first ?? 0,
  });
  const { visible, reveal, firstInView, pageRows } = scroller;

  const selected =
    selectedRow === null || selectedRow >= rows
      ? null
      : list === null
        ? (selectedRow as number)
        : list.positionOf(selectedRow);
  const { slots, failure, retry } = useRowPages(fileId, generation, {
    ...visible,
    direction: scroller.direction,
    rows: count,
    list,
    revision: phase,
    also: selected,
  });
  const records = useRecordTable(slots, useColumnFacts(fileId, rows, phase), compact);
  const active = selected ?? Math.min(count - 1, Math.max(firstInView(), visible.first));
  const column = activeColumn !== null && records.columns.includes(activeColumn) ? activeColumn : null;

  // Bring a selection into view once, also one made in another view, or before its row had been read.
  const revealed = useRef(left?.revealed ?? null);
  useLayoutEffect(() => {
    if (selected === null || visible.end === 0 || revealed.current === selectedRow) return;
    const isFirst = revealed.current === null;
    revealed.current = selectedRow;
    reveal(selected, !isFirst);
  }, [selected, selectedRow, visible.end, reveal]);

  // Another list: the selection is brought to where the reader looks, if it is in it.
  const lastList = useRef(list);
  useLayoutEffect(() => {
    if (lastList.current === list) return;
    lastList.current = list;
    if (selected !== null) reveal(selected, false);
  }, [list, selected, reveal]);

  // The focus goes with the selection, if it is in the table or was sent here by a key.
  const wantsFocus = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab stop, or the first selection, takes the focus
  useLayoutEffect(() => {
    const within = grid.current?.contains(document.activeElement) === true;
    const wanted = wantsFocus.current === active;
    wantsFocus.current = null;
    if (!within && !wanted) return;
    if (within && document.activeElement?.getAttribute('role') !== 'row' && !isCell(document.activeElement))
      return;
    grid.current
      ?.querySelector<HTMLElement>('.records-canvas [tabindex="0"]')
      ?.focus({ preventScroll: true });
  }, [active, column, selected]);

  useEffect(() => {
    const first = firstInView();
    const inView = slots.filter(({ position }) => position >= first && position <= first + pageRows);
    const views = inView.flatMap(({ view }) => view ?? []);
    const bounds = views.flatMap((view) => [view.offset as number, view.offset + view.size]);
    setVisibleSpan(fileId, {
      first: Math.max(0, first),
      revealed: revealed.current,
      from: bounds.length === 0 ? null : Math.min(...bounds),
      to: bounds.length === 0 ? null : Math.max(...bounds),
    });
  }, [fileId, slots, firstInView, pageRows]);
  // Where no list is shown the map has nothing to frame; where the list was stays known.
  useEffect(
    () => () => {
      const last = getVisibleSpan(fileId);
      if (last !== null) setVisibleSpan(fileId, { ...last, from: null, to: null });
    },
    [fileId],
  );

  const go = useCallback(
    (position: number, walking: boolean): void => {
      wantsFocus.current = position;
      actions.select(fileId, { row: rowAt(list, position), field: null, bytes: null }, { replace: walking });
    },
    [fileId, list],
  );
  useRecordKeys({
    fileId,
    grid,
    at: () => selected,
    firstInView,
    count,
    pageRows,
    go,
  });
  useFilterToCell(fileId, slots, active, column);
  useSortKeys(fileId, column, phase !== 'scanning');
  const onCopy = useCopyRow(records, active, column);

  const onClick = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null;
    if (row === null) return;
    const position = Number(row.dataset.position);
    setActiveColumn(null);
    // On a narrow screen a second tap opens the row.
    if (position === selected && matchMedia(NARROW).matches) focusPane('inspector');
    else go(position, false);
  };

  const [menu, setMenu] = useState<CellPlace | null>(null);
  const onContextMenu = (event: MouseEvent): void => {
    // Text that is marked is to be copied.
    if (!(event.target instanceof Element) || document.getSelection()?.isCollapsed === false) return;
    const position = Number(
      event.target.closest<HTMLElement>('[data-position]')?.dataset.position ?? Number.NaN,
    );
    const view = slots.find((slot) => slot.position === position)?.view ?? null;
    if (view === null) return;
    event.preventDefault();
    const id = event.target.closest<HTMLElement>('[data-column]')?.dataset.column ?? '';
    go(position, false);
    setMenu({ view, column: isColumnId(id) ? id : null, x: event.clientX, y: event.clientY });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { columns } = records;
    const at = column === null ? -1 : columns.indexOf(column);
    if (event.key === 'Enter' && selected === null) go(active, false);
    else if (event.key === 'Enter') focusPane('inspector');
    else if (event.key === 'ArrowRight')
      setActiveColumn(columns[Math.min(at + 1, columns.length - 1)] ?? null);
    else if (event.key === 'ArrowLeft' && at >= 0) setActiveColumn(columns[at - 1] ?? null);
    else if (event.key === 'Home' && at >= 0) setActiveColumn(columns[0] ?? null);
    else if (event.key === 'End' && at >= 0) setActiveColumn(columns.at(-1) ?? null);
    else return;
    event.preventDefault();
  };

  const layout: CSSProperties & Record<'--row-template', string> = {
    '--row-template': records.template,
  };
  const inner: CSSProperties = compact ? {} : { minWidth: records.minWidth };
  return (
    <>
      {failure !== null && (
        <Callout
          tone="bad"
          title="Some rows could not be read."
          actions={<Button onClick={retry}>Try again</Button>}
        >
          {whyUnread(failure)} Rows that are shown still stand.
        </Callout>
      )}
      <div className={classNames('records-frame', count === 0 && 'records-frame-empty')}>
        <div
          ref={grid}
          className={classNames('row-grid', compact && 'row-grid-compact')}
          style={layout}
          role="grid"
          aria-label={`Rows of ${name}`}
          aria-rowcount={phase === 'scanning' || isFinding ? -1 : count + 1}
          aria-colcount={records.columns.length}
          aria-busy={(phase === 'scanning' || isFinding) && count === 0}
          onClick={onClick}
          onDoubleClick={() => focusPane('inspector')}
          onKeyDown={onKeyDown}
          onCopy={onCopy}
          onContextMenu={onContextMenu}
        >
          <div className="row-grid-inner" role="presentation" style={inner}>
            <ColumnHeaders
              records={records}
              sort={sort}
              onSort={phase === 'scanning' ? null : (by) => actions.setSort(fileId, nextSort(sort, by))}
            />
            <div
              className="row-grid-canvas records-canvas"
              role="rowgroup"
              style={{ height: scroller.canvas }}
            >
              {records.table.getRowModel().rows.map((row) => {
                const { position } = row.original;
                const unseen = position < visible.first || position >= visible.end;
                return (
                  <RecordRow
                    key={position}
                    row={row}
                    columns={records.columns.join(' ')}
                    top={visible.canvasTop + (unseen ? 0 : (position - visible.first) * rowHeight)}
                    unseen={unseen}
                    hit={findOnly && found !== null && found.positionOf(row.original.row) !== null}
                    selected={position === selected}
                    active={position === active}
                    activeColumn={position === active ? column : null}
                  />
                );
              })}
            </div>
          </div>
        </div>
        {menu !== null && (
          <CellMenu
            fileId={fileId}
            place={menu}
            sorted={sort !== null}
            canSort={phase !== 'scanning'}
            onClose={() => setMenu(null)}
          />
        )}
        {!compact && rows > 0 && <ColumnMenu records={records} />}
      </div>
    </>
  );
}

const isCell = (element: Element | null): boolean => element?.getAttribute('role') === 'gridcell';
