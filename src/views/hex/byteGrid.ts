/*
 * Where bytes stand in the grid, and where the cursor goes. Rows are aligned to the space they show (row 0 starts at
 * byte 0), so an offset label always ends in the same digit.
 */
import { clamp, type Range } from '../../base/index.ts';

/** How the cursor moves; the names are what the keys do, not which keys they are. */
export type ByteMotion =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'row-start'
  | 'row-end'
  | 'page-up'
  | 'page-down'
  | 'start'
  | 'end';

export interface GridShape {
  /** Bytes a row: 16, or 8 on a narrow screen. */
  readonly width: number;
  /** Bytes in all. */
  readonly size: number;
  /** Whole rows that fit the pane. */
  readonly pageRows: number;
}

/** A byte range under selection: `anchor` stays, `cursor` moves; both are bytes inside it. */
export interface ByteCursorState {
  readonly anchor: number;
  readonly cursor: number;
}

export const gridRows = (size: number, width: number): number => Math.ceil(size / width);

export const gridRowOf = (at: number, width: number): number => Math.floor(at / width);

/** The byte that the cursor at `at` reaches by `motion`; it never leaves the bytes there are. */
export function moveByteCursor(at: number, motion: ByteMotion, shape: GridShape): number {
  const { width, size, pageRows } = shape;
  const last = Math.max(0, size - 1);
  const rowStart = at - (at % width);
  switch (motion) {
    case 'left':
      return Math.max(0, at - 1);
    case 'right':
      return Math.min(last, at + 1);
    case 'up':
      return at < width ? at : at - width;
    case 'down':
      // From the row before a short last one: to its last byte, rather than nowhere.
      return rowStart + width > last ? at : Math.min(last, at + width);
    case 'row-start':
      return rowStart;
    case 'row-end':
      return Math.min(last, rowStart + width - 1);
    case 'page-up': {
      const rows = Math.min(Math.max(1, pageRows - 1), gridRowOf(at, width));
      return at - rows * width;
    }
    case 'page-down': {
      const lastRow = gridRowOf(last, width);
      const rows = Math.min(Math.max(1, pageRows - 1), lastRow - gridRowOf(at, width));
      return Math.min(last, at + rows * width);
    }
    case 'start':
      return 0;
    case 'end':
      return last;
  }
}

/** The selected span of anchor and cursor, `to` exclusive. */
export const selectedRange = ({ anchor, cursor }: ByteCursorState): Range => ({
  from: Math.min(anchor, cursor),
  to: Math.max(anchor, cursor) + 1,
});

/**
 * Which row should stand at the top so that bytes `[from, to)` are seen: the present one if they are in view, else
 * the smallest scroll; a span taller than the pane shows its start. A jump leaves two rows above for context.
 */
export function revealRow(range: Range, topRow: number, shape: GridShape): number {
  const { width, size, pageRows } = shape;
  const first = gridRowOf(range.from, width);
  const last = gridRowOf(Math.max(range.from, range.to - 1), width);
  const highest = Math.max(0, gridRows(size, width) - pageRows);
  const bottomRow = topRow + pageRows - 1;
  if (first >= topRow && last <= bottomRow) return clamp(topRow, 0, highest);
  const near = first >= topRow - pageRows && last <= bottomRow + pageRows;
  if (near && last - first < pageRows) {
    return clamp(first < topRow ? first : last - pageRows + 1, 0, highest);
  }
  // Already looking at a part of something taller than the pane: stay.
  if (last - first >= pageRows && first <= topRow && last >= bottomRow) return clamp(topRow, 0, highest);
  return clamp(first - 2, 0, highest);
}

/**
 * The cursor to draw: `own` as long as it draws what is selected; a selection made elsewhere puts it on the first
 * selected byte, and no selection on `fallback`.
 */
export function cursorFor(
  own: ByteCursorState | null,
  selected: Range | null,
  fallback: number,
): ByteCursorState {
  if (selected === null) return { anchor: fallback, cursor: fallback };
  return own !== null && isCursorOf(own, selected) ? own : { anchor: selected.from, cursor: selected.from };
}

export function isCursorOf(state: ByteCursorState, selected: Range): boolean {
  const { from, to } = selectedRange(state);
  return from === selected.from && to === selected.to;
}
