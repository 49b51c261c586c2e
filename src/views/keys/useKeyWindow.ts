import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { announceFailure, type FileId, service } from '../../state/index.ts';
import type { KeyQuery, KeyView } from '../../workers/index.ts';
import { RowPages } from '../ui/rowPages.ts';
import type { VisibleRows } from '../ui/scrollModel.ts';

/** How many keys a query finds; null while that is not known. The last number stays until the next one has come. */
export function useKeyTotal(id: FileId, generation: number, query: KeyQuery): number | null {
  const [total, setTotal] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scan has other keys
  useEffect(() => {
    let current = true;
    service(id)
      .keyWindow(query, 0, 0)
      .then(
        (window) => current && setTotal(window.total),
        (error) => current && announceFailure(error, null),
      );
    return () => {
      current = false;
    };
  }, [id, generation, query]);
  return total;
}

export interface KeySlot {
  readonly position: number;
  readonly view: KeyView | null;
}

/** The keys in view. They are sent for, and drawn as places without a key until they come. */
export function useKeyWindow(
  id: FileId,
  generation: number,
  query: KeyQuery,
  {
    visible,
    direction,
    total,
    also,
  }: {
    readonly visible: VisibleRows;
    readonly direction: 1 | -1;
    readonly total: number;
    /** A place that is drawn wherever it is: the one that has the focus. */
    readonly also: number | null;
  },
): readonly KeySlot[] {
  const pages = useMemo(
    () =>
      new RowPages<KeyView>(async (from, count) => (await service(id).keyWindow(query, from, count)).keys),
    [id, query],
  );
  const version = useSyncExternalStore(pages.subscribe, pages.version);
  const { first, end } = visible;
  useEffect(() => {
    if (end > first) pages.want(first, Math.min(end, total), direction, total, String(generation));
  }, [pages, first, end, total, direction, generation]);
  const kept = useRef<readonly KeySlot[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when the pages have changed
  return useMemo(() => {
    const positions: number[] = [];
    if (also !== null && also < first) positions.push(also);
    for (let position = first; position < Math.min(end, total); position++) positions.push(position);
    if (also !== null && also >= end && also < total) positions.push(also);
    // Until the keys of another question have come, those of the last one stand in their places.
    const before = new Map(kept.current.map((slot) => [slot.position, slot.view]));
    const slots = positions.map((position) => ({
      position,
      view: pages.get(position) ?? before.get(position) ?? null,
    }));
    kept.current = slots;
    return slots;
  }, [pages, version, first, end, total, also]);
}
