import { type RefObject, useRef } from 'react';
import { useShortcut } from './useCommand.ts';

export interface ListKeys {
  readonly grid: RefObject<HTMLElement | null>;
  /** The place that is selected; null when none is. */
  readonly at: () => number | null;
  /** Where to begin when nothing is selected. */
  readonly firstInView: () => number;
  readonly count: number;
  readonly pageRows: number;
  /** @param walking one of many steps in a row, not a place to come back to */
  readonly go: (position: number, walking: boolean) => void;
}

/** Steps that follow one another this fast are one walk, not each a place to come back to. In milliseconds. */
const WALK = 700;

/** What uses the arrow keys itself. */
const WIDGETS =
  '[role="grid"], [role="slider"], [role="listbox"], [role="separator"], [popover], [role="menu"]';

/**
 * The keys that move through a list. They work from anywhere but from inside another widget.
 * @returns whether they work now
 */
export function useListKeys({ grid, at, firstInView, count, pageRows, go }: ListKeys): () => boolean {
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
  return isFree;
}
