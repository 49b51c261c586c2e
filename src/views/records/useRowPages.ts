import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { type RowIndex, rowIndex } from '../../base/index.ts';
import { type FileId, service } from '../../state/index.ts';
import type { RowView } from '../../workers/index.ts';
import { RowPages } from '../ui/rowPages.ts';

/** A place in the list, with the row that stands there once it has come. */
export interface RowSlot {
  readonly position: number;
  readonly row: RowIndex;
  readonly view: RowView | null;
}

/** In which direction the list runs through the file: 1 from the first row, -1 from the last. */
export type ListOrder = 1 | -1;

/** The row at a place of the list; it is its own inverse. */
export function rowAt(position: number, rows: number, order: ListOrder): RowIndex {
  return rowIndex(order === 1 ? position : rows - 1 - position);
}

interface Wanted {
  readonly first: number;
  readonly end: number;
  readonly direction: 1 | -1;
  readonly rows: number;
  readonly order: ListOrder;
  /** Changes when rows may read differently than before: the end of a scan. */
  readonly revision: string;
  /** A place that is drawn wherever it is: the one that has the focus. */
  readonly also: number | null;
}

export interface RowWindow {
  /** In the order of the list; the same objects as long as what they show is the same. */
  readonly slots: readonly RowSlot[];
  readonly failure: unknown;
  readonly retry: () => void;
}

/** The rows of a stretch of the list. They are sent for, and drawn as places without a row until they come. */
export function useRowPages(id: FileId, generation: number | null, wanted: Wanted): RowWindow {
  const { first, end, direction, rows, order, revision, also } = wanted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scan has other rows
  const pages = useMemo(() => new RowPages((from, count) => service(id).rows(from, count)), [id, generation]);
  const version = useSyncExternalStore(pages.subscribe, pages.version);
  const failure = useSyncExternalStore(pages.subscribe, pages.failure);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a failure that was cleared asks again
  useEffect(() => {
    if (end <= first) return;
    if (order === 1) pages.want(first, end, direction, rows, revision);
    else pages.want(rows - end, rows - first, direction === 1 ? -1 : 1, rows, revision);
  }, [pages, first, end, direction, rows, order, revision, failure]);

  const kept = useRef<ReadonlyMap<number, RowSlot>>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when the pages have changed
  const slots = useMemo(() => {
    const positions: number[] = [];
    if (also !== null && also < first) positions.push(also);
    for (let position = first; position < end; position++) positions.push(position);
    if (also !== null && also >= end) positions.push(also);
    return positions.map((position): RowSlot => {
      const row = rowAt(position, rows, order);
      const view = pages.get(row);
      const known = kept.current.get(position);
      return known?.row === row && known.view === view ? known : { position, row, view };
    });
  }, [pages, version, first, end, rows, order, also]);
  useEffect(() => {
    kept.current = new Map(slots.map((slot) => [slot.position, slot]));
  }, [slots]);

  return { slots, failure, retry: () => pages.retry() };
}
