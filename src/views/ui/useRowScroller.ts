import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import {
  canvasHeight,
  placeAt,
  revealRow,
  SCROLL_START,
  type ScrollGeometry,
  type ScrollPosition,
  scrolledTo,
  settle,
  type VisibleRows,
  visibleRows,
} from './scrollModel.ts';

export interface RowScroller {
  readonly visible: VisibleRows;
  /** Pixels that the canvas is high. */
  readonly canvas: number;
  /** Where the reader is heading. */
  readonly direction: 1 | -1;
  /** Whole rows that fit into the view. */
  readonly pageRows: number;
  /** The first row that is not cut off at the top. */
  readonly firstInView: () => number;
  /** Brings a row into view. `walking`: the reader comes step by step. */
  readonly reveal: (row: number, walking: boolean) => void;
}

interface Options {
  readonly rows: number;
  readonly rowHeight: number;
  /** Pixels at the top of the scroller that a sticky header covers. */
  readonly headerHeight: number;
  /** The row to begin at. */
  readonly initialRow: number;
}

/** Rows drawn beyond the view on each side, so that a quick scroll has something to show. */
const OVERSCAN = 10;
/** How long a browser without "scrollend" must be still, in milliseconds. */
const STILL = 200;

interface Shown {
  readonly visible: VisibleRows;
  readonly direction: 1 | -1;
}

/** Ties the scroll model to a scrolled element: `scroller` holds a header and a canvas of `canvas` pixels. */
export function useRowScroller(scroller: RefObject<HTMLElement | null>, options: Options): RowScroller {
  const { rows, rowHeight, headerHeight, initialRow } = options;
  const [viewport, setViewport] = useState(0);
  const geometry: ScrollGeometry = { rows, rowHeight, viewport };
  const [shown, setShown] = useState<Shown>({
    visible: visibleRows(geometry, SCROLL_START, 0),
    direction: 1,
  });

  const position = useRef<ScrollPosition>({ top: initialRow * rowHeight, scrollTop: 0 });
  const latest = useRef(geometry);
  const moving = useRef(false);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => setViewport(Math.max(0, element.clientHeight - headerHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, headerHeight]);

  /** Takes over a position, and tells the browser where it must be for that. */
  const apply = useCallback(
    (next: ScrollPosition): void => {
      const element = scroller.current;
      if (element === null) return;
      const before = position.current;
      if (Math.abs(next.scrollTop - element.scrollTop) >= 1) element.scrollTop = next.scrollTop;
      // A zoomed page rounds to its own pixels; what it made of it is where the next step is counted from.
      position.current = { top: next.top, scrollTop: element.scrollTop };
      const visible = visibleRows(latest.current, position.current, OVERSCAN);
      setShown((known) => {
        const direction = next.top === before.top ? known.direction : next.top > before.top ? 1 : -1;
        const same =
          known.visible.first === visible.first &&
          known.visible.end === visible.end &&
          known.visible.canvasTop === visible.canvasTop &&
          known.direction === direction;
        return same ? known : { visible, direction };
      });
    },
    [scroller],
  );

  useLayoutEffect(() => {
    const before = latest.current;
    latest.current = { rows, rowHeight, viewport };
    // Before the first rows there is nowhere to be; the wish to begin further down is kept.
    if (rows === 0 || viewport === 0) return;
    const { top, scrollTop } = position.current;
    const kept = before.rowHeight === rowHeight ? top : Math.floor(top / before.rowHeight) * rowHeight;
    const placed = placeAt(latest.current, kept);
    // Rows that are appended while the reader scrolls must not pull the canvas from under the wheel.
    apply(moving.current && placed.top === kept ? { top, scrollTop } : placed);
  }, [rows, rowHeight, viewport, apply]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = (): void => {
      moving.current = false;
      if (latest.current.rows > 0) apply(settle(latest.current, position.current));
    };
    const onScroll = (): void => {
      if (element.scrollTop === position.current.scrollTop || latest.current.rows === 0) return;
      moving.current = true;
      apply(scrolledTo(latest.current, position.current, element.scrollTop));
      if ('onscrollend' in element) return;
      clearTimeout(timer);
      timer = setTimeout(rest, STILL);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('scrollend', rest);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('scrollend', rest);
    };
  }, [scroller, apply]);

  const reveal = useCallback(
    (row: number, walking: boolean): void => apply(revealRow(latest.current, position.current, row, walking)),
    [apply],
  );
  const firstInView = useCallback(
    (): number => Math.ceil(position.current.top / latest.current.rowHeight),
    [],
  );

  // Another scan may have fewer rows than the last frame showed.
  const { first, end, canvasTop } = shown.visible;
  return {
    visible: { first: Math.min(first, rows), end: Math.min(end, rows), canvasTop },
    canvas: canvasHeight(geometry),
    direction: shown.direction,
    pageRows: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    firstInView,
    reveal,
  };
}
