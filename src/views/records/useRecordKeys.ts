import { type RefObject, useRef } from 'react';
import { type RowIndex, rowIndex } from '../../base/index.ts';
import { actions, announceFailure, appStore, type FileId, getFile, service } from '../../state/index.ts';
import { useShortcut } from '../ui/index.ts';

interface RecordKeys {
  readonly fileId: FileId;
  readonly grid: RefObject<HTMLElement | null>;
  /** The place that is selected; null when none is. */
  readonly at: () => number | null;
  /** Where to begin when nothing is selected. */
  readonly firstInView: () => number;
  readonly count: number;
  readonly pageRows: number;
  readonly go: (position: number, walking: boolean) => void;
}

/** Steps that follow one another this fast are one walk, not each a place to come back to. In milliseconds. */
const WALK = 700;

/** What uses the arrow keys itself. */
const WIDGETS =
  '[role="grid"], [role="slider"], [role="listbox"], [role="separator"], [popover], [role="menu"]';

/** The keys that move through the table. They work from anywhere but from inside another widget. */
export function useRecordKeys({ fileId, grid, at, firstInView, count, pageRows, go }: RecordKeys): void {
  const lastStep = useRef(Number.NEGATIVE_INFINITY);

  const isFree = (): boolean => {
    const focused = document.activeElement;
    if (count === 0 || focused === null) return count > 0;
    return grid.current?.contains(focused) === true || focused.closest(WIDGETS) === null;
  };
  const walking = (): boolean => {
    const now = performance.now();
    const fast = now - lastStep.current < WALK;
    lastStep.current = now;
    return fast;
  };
  const goTo = (position: number): void => go(Math.max(0, Math.min(count - 1, position)), walking());
  const step = (by: number): void => {
    const from = at();
    goTo(from === null ? firstInView() : from + by);
  };
  const useMove = (id: string, keys: readonly string[], label: string, run: () => void): void =>
    useShortcut({ id, keys, label, group: 'Move', run, when: isFree });

  useMove('next-row', ['j', 'ArrowDown'], 'Next row', () => step(1));
  useMove('previous-row', ['k', 'ArrowUp'], 'Previous row', () => step(-1));
  useMove('next-page', ['PageDown'], 'A page down', () => step(pageRows));
  useMove('previous-page', ['PageUp'], 'A page up', () => step(-pageRows));
  useMove('first-row', ['Home', 'Ctrl+Home'], 'First row', () => goTo(0));
  useMove('last-row', ['End', 'Ctrl+End'], 'Last row', () => goTo(count - 1));

  const stepSameKey = async (direction: 1 | -1): Promise<void> => {
    const row = getFile(appStore.getState(), fileId)?.selection?.row ?? null;
    if (row === null) {
      actions.toast('info', 'Select a row first: these keys go to the next row with the same key.');
      return;
    }
    try {
      const next: RowIndex | null = await service(fileId).sameKey(row, direction);
      if (next !== null) actions.select(fileId, { row: rowIndex(next), field: null, bytes: null });
      else actions.toast('info', `No row ${direction === 1 ? 'after' : 'before'} this one has the same key.`);
    } catch (error) {
      announceFailure(error, null);
    }
  };
  useMove('next-same-key', ['.'], 'Next row with the same key', () => void stepSameKey(1));
  useMove('previous-same-key', [','], 'Previous row with the same key', () => void stepSameKey(-1));
}
