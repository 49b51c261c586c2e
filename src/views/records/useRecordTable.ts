import { type ReactTable, useTable } from '@tanstack/react-table';
import { useCallback, useMemo, useState } from 'react';
import { actions, appStore, type Preferences, useApp } from '../../state/index.ts';
import { COLUMN_IDS, type ColumnId, columnOrder } from './columnIds.ts';
import { type ColumnFacts, recordColumns, TABLE_FEATURES, type TableFeatures } from './columns.tsx';
import type { RowSlot } from './useRowPages.ts';

type ColumnPreferences = Preferences['columns'];

export interface RecordTable {
  readonly table: ReactTable<TableFeatures, RowSlot>;
  /** The columns in view, in their order. */
  readonly columns: readonly ColumnId[];
  /** Their widths, for grid-template-columns. */
  readonly template: string;
  /** Pixels that they need at least. */
  readonly minWidth: number;
  /** Sets a column's width; `done` once the hand lets go, and the width is to be remembered. Null: its own again. */
  readonly resize: (id: ColumnId, width: number | null, done: boolean) => void;
}

/** What a narrow list shows, in two lines. */
const COMPACT: readonly ColumnId[] = ['type', 'key', 'integrity', 'record', 'arguments'];

/**
 * The table of the rows in view, its columns as the user arranged them.
 * @param facts a new object makes new columns
 */
export function useRecordTable(slots: readonly RowSlot[], facts: ColumnFacts, compact: boolean): RecordTable {
  const stored = useApp((state) => state.preferences.columns);
  const [held, setHeld] = useState<Readonly<Record<string, number>>>({});
  const definitions = useMemo(() => recordColumns(facts), [facts]);
  const widths = useMemo(() => ({ ...stored.widths, ...held }), [stored.widths, held]);
  const order = useMemo(
    () => (compact ? columnOrder(COMPACT) : columnOrder(stored.order)),
    [compact, stored.order],
  );
  const visibility = useMemo(() => {
    const shown = (id: ColumnId): boolean => (compact ? COMPACT.includes(id) : !stored.hidden.includes(id));
    return Object.fromEntries(COLUMN_IDS.map((id) => [id, shown(id)]));
  }, [compact, stored.hidden]);

  const state = useMemo(
    () => ({ columnOrder: [...order], columnVisibility: visibility, columnSizing: widths }),
    [order, visibility, widths],
  );
  const table = useTable({
    features: TABLE_FEATURES,
    columns: definitions,
    data: slots,
    getRowId: (slot) => String(slot.position),
    state,
  });

  const visible = table.getVisibleLeafColumns();
  const tracks = visible.map((column) => {
    const grows = widths[column.id] === undefined ? (column.columnDef.meta?.grows ?? 0) : 0;
    return grows === 0 ? `${column.getSize()}px` : `minmax(${column.getSize()}px, ${grows}fr)`;
  });

  const resize = useCallback((id: ColumnId, width: number | null, done: boolean): void => {
    if (!done && width !== null) {
      setHeld({ [id]: width });
      return;
    }
    setHeld({});
    const { [id]: _old, ...others } = appStore.getState().preferences.columns.widths;
    setColumns({ widths: width === null ? others : { ...others, [id]: width } });
  }, []);

  return {
    table,
    columns: visible.map((column) => column.id as ColumnId),
    template: tracks.join(' '),
    minWidth: visible.reduce((sum, column) => sum + column.getSize(), 0),
    resize,
  };
}

/** Changes what is remembered of the columns. */
export function setColumns(changed: Partial<ColumnPreferences>): void {
  const { columns } = appStore.getState().preferences;
  actions.setPreferences({ columns: { ...columns, ...changed } });
}
