import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { type RowIndex, rowIndex } from '../../base/index.ts';
import { appStore, type FileId, getFile, type RowList, type ScanPhase, service } from '../../state/index.ts';
import type { RowView } from '../../workers/index.ts';
import { RowPages } from '../ui/rowPages.ts';

/** A place in the list, with the row that stands there once it has come. */
export interface RowSlot {
  readonly position: number;
  readonly row: RowIndex;
  readonly view: RowView | null;
}

/** The row at a place of a list; null stands for all rows in the order of the file. */
export const rowAt = (list: RowList | null, position: number): RowIndex =>
  list?.rowAt(position) ?? rowIndex(position);

interface Wanted {
  readonly first: number;
  readonly end: number;
  readonly direction: 1 | -1;
  /** Places in the list. */
  readonly rows: number;
  readonly list: RowList | null;
  /** Changes when rows may read differently than before: the end of a scan. */
  readonly revision: ScanPhase;
  /** A place that is drawn wherever it is: the one that has the focus. */
  readonly also: number | null;
}

export interface RowWindow {
  /** In the order of the list; the same objects as long as what they show is the same. */
  readonly slots: readonly RowSlot[];
  readonly failure: unknown;
  readonly retry: () => void;
}

/** What came along with the first word of the scan. */
function rowsOfScan(id: FileId): { readonly rows: readonly RowView[]; readonly revision: ScanPhase } | null {
  const rows = getFile(appStore.getState(), id)?.progress?.firstRows ?? null;
  return rows === null ? null : { rows, revision: 'scanning' };
}

/** The rows of a stretch of the list. They are sent for, and drawn as places without a row until they come. */
export function useRowPages(id: FileId, generation: number | null, wanted: Wanted): RowWindow {
  const { first, end, direction, rows, list, revision, also } = wanted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scan has other rows
  const pages = useMemo(
    () =>
      list === null
        ? new RowPages((from, count) => service(id).rows(from, count), rowsOfScan(id))
        : new RowPages(
            (from, count) => service(id).rowsAt(list.rows.slice(from, from + count)),
            list.firstRows === null ? null : { rows: list.firstRows, revision },
          ),
    [id, generation, list],
  );
  const version = useSyncExternalStore(pages.subscribe, pages.version);
  const failure = useSyncExternalStore(pages.subscribe, pages.failure);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a failure that was cleared asks again
  useEffect(() => {
    if (end <= first) return;
    pages.want(first, end, direction, rows, revision);
  }, [pages, first, end, direction, rows, revision, failure]);

  // By row: one that another list shows as well is not drawn empty in between.
  const kept = useRef<{ readonly generation: number | null; readonly slots: ReadonlyMap<RowIndex, RowSlot> }>(
    {
      generation,
      slots: new Map(),
    },
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when the pages have changed
  const slots = useMemo(() => {
    const positions: number[] = [];
    if (also !== null && also < first) positions.push(also);
    for (let position = first; position < end; position++) positions.push(position);
    if (also !== null && also >= end) positions.push(also);
    return positions.map((position): RowSlot => {
      const row = rowAt(list, position);
      const known = kept.current.generation === generation ? kept.current.slots.get(row) : undefined;
      const view = pages.get(position) ?? known?.view ?? null;
      return known?.position === position && known.view === view ? known : { position, row, view };
    });
  }, [pages, version, first, end, rows, list, also, generation]);
  useEffect(() => {
    kept.current = { generation, slots: new Map(slots.map((slot) => [slot.row, slot])) };
  }, [slots, generation]);

  return { slots, failure, retry: () => pages.retry() };
}
