/*
 * Scrolling through rows of one height, however many. A browser clamps the height of an element (near 17.9 million
 * pixels in Firefox), and 10^8 rows are 2.4 billion pixels. So there are two spaces:
 *
 *   rows    0 … rows × rowHeight: where each row really is; `top` is its first visible pixel
 *   canvas  0 … 8,000,000 at most: what the browser scrolls; `scrollTop` is its own
 *
 * Up to 8,000,000 pixels the two are the same. Beyond, a small scroll moves both by the same number of pixels, so
 * that wheels, keys and fingers feel as they do everywhere, and a jump (a dragged thumb, Home, End) maps in
 * proportion. Small scrolls let the two drift apart; `settle`, once the scrolling rests, moves the canvas back to
 * where it belongs without moving the rows. Next to both ends the map is one to one, so the ends line up exactly.
 */
import { clamp } from '../../base/index.ts';

export interface ScrollGeometry {
  readonly rows: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Pixels of rows that can be seen at once. */
  readonly viewport: number;
}

export interface ScrollPosition {
  /** The first visible pixel, in row space. */
  readonly top: number;
  /** The same in canvas space: what the browser's scrollTop is, or should be. */
  readonly scrollTop: number;
}

/** The rows to draw. */
export interface VisibleRows {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  /** Where `first` belongs on the canvas, in pixels. */
  readonly canvasTop: number;
}

export const MAX_CANVAS = 8_000_000;

/** At each end of the canvas, how many pixels map one to one. */
const EXACT_ZONE = 50_000;

export const SCROLL_START: ScrollPosition = { top: 0, scrollTop: 0 };

const rowSpace = ({ rows, rowHeight }: ScrollGeometry): number => rows * rowHeight;

/** Pixels that the scrolled element is high. */
export function canvasHeight(geometry: ScrollGeometry): number {
  return Math.min(rowSpace(geometry), MAX_CANVAS);
}

/** The largest `top`. */
export function maxTop(geometry: ScrollGeometry): number {
  return Math.max(0, rowSpace(geometry) - geometry.viewport);
}

/** The largest `scrollTop`. */
export function maxScrollTop(geometry: ScrollGeometry): number {
  return Math.max(0, canvasHeight(geometry) - geometry.viewport);
}

/** The position that shows `top` first, with the canvas where it belongs. */
export function placeAt(geometry: ScrollGeometry, top: number): ScrollPosition {
  const end = maxTop(geometry);
  const kept = clamp(Math.round(top), 0, end);
  return { top: kept, scrollTop: Math.round(convert(kept, end, maxScrollTop(geometry))) };
}

/** Moves the canvas to where it belongs; the rows stay where they are. */
export function settle(geometry: ScrollGeometry, position: ScrollPosition): ScrollPosition {
  return placeAt(geometry, position.top);
}

/**
 * The position after the browser has scrolled to `scrollTop`. Where its `scrollTop` differs from that, the canvas
 * had run out while rows were left, or the other way round, and the browser has to be told.
 */
export function scrolledTo(
  geometry: ScrollGeometry,
  before: ScrollPosition,
  scrollTop: number,
): ScrollPosition {
  const step = scrollTop - before.scrollTop;
  if (Math.abs(step) > longestStep(geometry) || !isCapped(geometry)) return jumpedTo(geometry, scrollTop);
  const end = maxTop(geometry);
  const top = clamp(before.top + step, 0, end);
  const canvasEnded = scrollTop <= 0 || scrollTop >= maxScrollTop(geometry);
  const rowsEnded = top === 0 || top === end;
  return canvasEnded === rowsEnded ? { top, scrollTop } : placeAt(geometry, top);
}

/**
 * The position that shows `row` whole. A row in view stays where it is, one near by moves in by as little as
 * possible, and one from afar comes to stand a third from the top.
 * @param walking false where the reader did not come step by step: then a near row is shown among its neighbours too
 */
export function revealRow(
  geometry: ScrollGeometry,
  position: ScrollPosition,
  row: number,
  walking = true,
): ScrollPosition {
  const { rowHeight, viewport } = geometry;
  const rowTop = clamp(row, 0, Math.max(0, geometry.rows - 1)) * rowHeight;
  const rowEnd = rowTop + rowHeight;
  const { top } = position;
  if (rowTop >= top && rowEnd <= top + viewport) return position;
  if (walking && rowTop < top && rowTop >= top - viewport) return placeAt(geometry, rowTop);
  if (walking && rowEnd > top + viewport && rowEnd <= top + 2 * viewport) {
    return placeAt(geometry, rowEnd - viewport);
  }
  const third = Math.floor(viewport / 3 / rowHeight) * rowHeight;
  return placeAt(geometry, rowTop - third);
}

/**
 * The rows in view and `overscan` more on each side. Their number is the same at every position, except that there
 * may be fewer rows at all.
 */
export function visibleRows(
  geometry: ScrollGeometry,
  position: ScrollPosition,
  overscan: number,
): VisibleRows {
  const { rows, rowHeight, viewport } = geometry;
  const count = Math.min(rows, Math.ceil(viewport / rowHeight) + 1 + 2 * overscan);
  const first = clamp(Math.floor(position.top / rowHeight) - overscan, 0, rows - count);
  return {
    first,
    end: first + count,
    canvasTop: first * rowHeight - position.top + position.scrollTop,
  };
}

function jumpedTo(geometry: ScrollGeometry, scrollTop: number): ScrollPosition {
  const from = maxScrollTop(geometry);
  // A zoomed page may stop a fraction of a pixel short of the end.
  const reached = scrollTop > from - 1 ? from : Math.max(0, scrollTop);
  const top = convert(reached, from, maxTop(geometry));
  return { top: isCapped(geometry) ? Math.round(top) : top, scrollTop };
}

function isCapped(geometry: ScrollGeometry): boolean {
  return rowSpace(geometry) > MAX_CANVAS;
}

/**
 * The longest scroll that counts as a small one: a page, or a quarter of what one pixel of the thumb's track moves
 * the canvas, whichever is more. A dragged thumb never moves by less than that, a wheel or a finger never by more.
 */
function longestStep(geometry: ScrollGeometry): number {
  const { viewport } = geometry;
  return Math.max(viewport, canvasHeight(geometry) / Math.max(1, 4 * viewport));
}

/** Maps 0 … `from` onto 0 … `to`: one to one next to both ends, in proportion between. Its inverse is itself with the two exchanged. */
function convert(value: number, from: number, to: number): number {
  if (from === to || value <= EXACT_ZONE) return value;
  if (value >= from - EXACT_ZONE) return to - (from - value);
  return EXACT_ZONE + ((value - EXACT_ZONE) / (from - 2 * EXACT_ZONE)) * (to - 2 * EXACT_ZONE);
}
