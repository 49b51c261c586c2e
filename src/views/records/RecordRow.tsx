import { flexRender, type Row } from '@tanstack/react-table';
import { type CSSProperties, memo } from 'react';
import { RowKind } from '../../columnar/index.ts';
import { classNames, Icon } from '../ui/index.ts';
import type { ColumnId } from './columnIds.ts';
import type { TableFeatures } from './columns.tsx';
import { rowCells } from './rowCells.ts';
import type { RowSlot } from './useRowPages.ts';
import './RecordRow.css';

interface RecordRowProps {
  readonly row: Row<TableFeatures, RowSlot>;
  /** The columns in view, joined: a row is drawn anew when they change. */
  readonly columns: string;
  /** Pixels from the top of the canvas. */
  readonly top: number;
  /** It is out of view and is here only to keep the focus. */
  readonly unseen: boolean;
  /** The filter found it, and the other rows are shown too. */
  readonly hit: boolean;
  readonly selected: boolean;
  /** It, or the cell that `activeColumn` names, is the table's tab stop. */
  readonly active: boolean;
  readonly activeColumn: ColumnId | null;
}

const KIND_CLASS: Record<RowKind, string> = {
  [RowKind.header]: 'record-row-frame',
  [RowKind.record]: 'record-row-data',
  [RowKind.entry]: 'record-row-data',
  [RowKind.gap]: 'record-row-gap',
  [RowKind.footer]: 'record-row-frame',
};

/** One row of the table. Clicks and keys are the table's; it knows a row by its `data-position`. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { row, columns, top, unseen, hit, selected, active, activeColumn } = props;
  const { position, view } = row.original;
  const visible = row.getVisibleCells();
  const ids = columns.split(' ') as ColumnId[];
  const cells = rowCells(view?.kind ?? RowKind.record, ids, view !== null && view.fix !== null);
  return (
    <div
      role="row"
      className={classNames(
        'grid-row record-row',
        view !== null && KIND_CLASS[view.kind],
        view?.salvaged && 'record-row-salvaged',
        view?.embedded && 'record-row-embedded',
        hit && 'record-row-hit',
        selected && 'grid-row-selected',
        unseen && 'grid-row-unseen',
      )}
      style={{ top }}
      data-position={position}
      aria-rowindex={position + 2}
      aria-selected={selected}
      aria-busy={view === null}
      tabIndex={active && activeColumn === null ? 0 : -1}
    >
      {cells.map(({ column, content, span }) => {
        const cell = visible.find((one) => one.column.id === column);
        const at = ids.indexOf(column);
        const isActive = active && activeColumn !== null && ids.slice(at, at + span).includes(activeColumn);
        return (
          <div
            key={column}
            role="gridcell"
            className={classNames(
              'grid-cell',
              `record-cell-${content === 'column' ? column : content}`,
              content === 'column' && cell?.column.columnDef.meta?.numeric && 'grid-cell-numeric',
            )}
            style={content === 'summary' ? spanning(span) : undefined}
            aria-colindex={at + 1}
            aria-colspan={span > 1 ? span : undefined}
            // Never without one: a cell that can no longer have the focus would drop it before the next one takes it.
            tabIndex={isActive ? 0 : -1}
            data-column={column}
          >
            {content === 'column' && cell !== undefined
              ? flexRender(cell.column.columnDef.cell, cell.getContext())
              : content === 'summary' && view !== null && <Summary kind={view.kind} text={view.summary} />}
          </div>
        );
      })}
    </div>
  );
}, isSameRow);

function Summary({ kind, text }: { readonly kind: RowKind; readonly text: string }) {
  return (
    <>
      {kind === RowKind.gap && <Icon name="warning" size={13} label="Gap:" />}
      <span className="record-summary-text" title={text}>
        {text}
      </span>
    </>
  );
}

const spanning = (span: number): CSSProperties & Record<'--record-span', number> => ({
  '--record-span': span,
});

/** The table makes a new row object at every scroll; what it shows is what counts. */
function isSameRow(a: RecordRowProps, b: RecordRowProps): boolean {
  return (
    a.row.original === b.row.original &&
    a.columns === b.columns &&
    a.top === b.top &&
    a.unseen === b.unseen &&
    a.hit === b.hit &&
    a.selected === b.selected &&
    a.active === b.active &&
    a.activeColumn === b.activeColumn
  );
}
