import { type RefObject, useEffect, useRef } from 'react';
import type { RowIndex } from '../../base/index.ts';
import type { FileId } from '../../state/index.ts';
import type { FaultView } from '../../workers/index.ts';
import { useRowDetail } from '../ui/useRowDetail.ts';
import { PAGE_FAULTS } from './useFaultPage.ts';

/** Turns to the page of the selected row's fault, and brings its card into view: once for each selection. */
export function useFollowSelection(
  id: FileId,
  row: RowIndex | null,
  faults: readonly FaultView[],
  turn: (page: number) => void,
  list: RefObject<HTMLElement | null>,
): void {
  const { detail, pending } = useRowDetail(id);
  const index = pending || detail?.row.row !== row ? null : (detail.faults[0]?.index ?? null);
  const shown = useRef<number | null>(null);

  useEffect(() => {
    if (index !== null) turn(Math.floor(index / PAGE_FAULTS));
  }, [index, turn]);

  useEffect(() => {
    if (index === null || shown.current === index) return;
    if (!faults.some((fault) => fault.index === index)) return;
    shown.current = index;
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [index, faults, list]);
}
