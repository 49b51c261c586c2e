import { type PointerEvent, useRef } from 'react';
import type { SortBy, SortOrder } from '../../columnar/index.ts';
import { classNames, Icon } from '../ui/index.ts';
import type { ColumnId } from './columnIds.ts';
import { sortOfColumn } from './nextSort.ts';
import type { RecordTable } from './useRecordTable.ts';
import './ColumnHeaders.css';

interface ColumnHeadersProps {
  readonly records: RecordTable;
  /** Null for the order of the file. */
  readonly sort: SortOrder | null;
  /** Null while rows still come in: the last row is not known then. */
  readonly onSort: ((by: SortBy) => void) | null;
}

/** The header row. A column that rows can be sorted by is a button; pressing it again turns the order round. */
export function ColumnHeaders({ records, sort, onSort }: ColumnHeadersProps) {
  const { table, resize } = records;
  return (
    <div className="row-grid-head" role="rowgroup">
      <div className="grid-row grid-row-head" role="row" aria-rowindex={1}>
        {table.getVisibleLeafColumns().map((column, index) => {
          const id = column.id as ColumnId;
          const { label = '', numeric = false } = column.columnDef.meta ?? {};
          const by = sortOfColumn(id);
          const { by: current, descending } = sort ?? { by: 'offset', descending: false };
          const isCurrent = by !== null && by === current;
          return (
            <div
              key={id}
              role="columnheader"
              className={classNames(
                'grid-cell',
                'record-head-cell',
                `record-cell-${id}`,
                numeric && 'grid-cell-numeric',
              )}
              aria-colindex={index + 1}
              aria-sort={!isCurrent ? undefined : descending ? 'descending' : 'ascending'}
            >
              {by !== null ? (
                <button
                  type="button"
                  className="record-sort"
                  tabIndex={-1}
                  aria-disabled={onSort === null}
                  title={
                    onSort === null
                      ? 'Can be sorted once the file has been read'
                      : `Sort by ${label.toLowerCase()}`
                  }
                  onClick={() => onSort?.(by)}
                >
                  {label}
                  {isCurrent && <Icon name={descending ? 'chevronUp' : 'chevronDown'} size={11} />}
                </button>
              ) : (
                <span className="record-head-text">{label}</span>
              )}
              <ResizeEdge
                width={column.getSize()}
                min={column.columnDef.minSize ?? 48}
                max={column.columnDef.maxSize ?? 1200}
                onResize={(width, done) => resize(id, width, done)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface ResizeEdgeProps {
  readonly width: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (width: number | null, done: boolean) => void;
}

/** The edge that a mouse drags; a double click gives the column its own width again. Keys use the columns menu. */
function ResizeEdge({ width, min, max, onResize }: ResizeEdgeProps) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const dragged = (event: PointerEvent): number => {
    const from = drag.current ?? { x: event.clientX, width };
    return Math.round(Math.max(min, Math.min(max, from.width + event.clientX - from.x)));
  };
  return (
    <span
      className="record-resize"
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // A column that takes spare width is wider than its own.
        const shown = event.currentTarget.parentElement?.getBoundingClientRect().width ?? width;
        drag.current = { x: event.clientX, width: shown };
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (drag.current !== null && event.clientX !== drag.current.x) onResize(dragged(event), false);
      }}
      onPointerUp={(event) => {
        if (drag.current !== null && event.clientX !== drag.current.x) onResize(dragged(event), true);
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onDoubleClick={() => onResize(null, true)}
    />
  );
}
