import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Range } from '../../base/index.ts';
import { classNames, formatOffset } from '../ui/index.ts';
import {
  canvasHeight,
  placeAt,
  SCROLL_START,
  type ScrollGeometry,
  type ScrollPosition,
  scrolledTo,
  settle,
} from '../ui/scrollModel.ts';
import { ByteRow } from './ByteRow.tsx';
import { type ByteCursorState, type ByteMotion, gridRows, moveByteCursor, revealRow } from './byteGrid.ts';
import { type ByteFix, paintBytes, type RecordPaint } from './bytePaint.ts';
import type { ByteWindows } from './byteWindows.ts';
import './ByteGrid.css';

/** Pixels; ByteGrid.css draws its rows this high. */
const ROW_HEIGHT = 20;

/** How long the scrolling must be still to have come to rest, in milliseconds. */
const STILL = 250;

/** Sixteen bytes a row need this many pixels, and this many when they are drawn a little smaller. */
const SIXTEEN_WIDTH = 522;
const SIXTEEN_COMPACT = 455;

const MOTIONS: Readonly<Record<string, ByteMotion>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'row-start',
  End: 'row-end',
  PageUp: 'page-up',
  PageDown: 'page-down',
};

interface ByteGridProps {
  readonly label: string;
  readonly windows: ByteWindows;
  readonly paint: RecordPaint | null;
  readonly selected: Range | null;
  /** Where anchor and cursor stand; the cursor is drawn, and the keys move it. */
  readonly cursor: ByteCursorState;
  /** What to bring into view; a new object brings it into view again. */
  readonly reveal: Range | null;
  /** `walking`: a step of many, by key or drag. */
  readonly onSelect: (next: ByteCursorState, walking: boolean) => void;
  readonly onSelectAll: () => void;
  readonly onCopy: () => void;
}

/** Bytes in hex and text. Only the rows in view exist, however many there are. */
export function ByteGrid(props: ByteGridProps) {
  const { label, windows, paint, selected, cursor, reveal, onSelect, onSelectAll, onCopy } = props;
  const idPrefix = `${useId()}byte`;
  const grid = useRef<HTMLDivElement>(null);
  const [{ width, compact, viewport }, setShape] = useState({ width: 16, compact: false, viewport: 200 });
  const [position, setPosition] = useState<ScrollPosition>(SCROLL_START);
  const anchor = useRef<number | null>(null);

  const { size } = windows;
  const rows = gridRows(size, width);
  const geometry: ScrollGeometry = { rows, rowHeight: ROW_HEIGHT, viewport };
  const pageRows = Math.max(1, Math.floor(viewport / ROW_HEIGHT));
  const shape = { width, size, pageRows };

  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = element;
      const fits = clientWidth >= SIXTEEN_COMPACT ? 16 : 8;
      setShape({ width: fits, compact: fits === 16 && clientWidth < SIXTEEN_WIDTH, viewport: clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);

  const goToRow = (row: number): void => {
    // What a scroll before this one left to be put right is no longer where the reader is.
    clearTimeout(resting.current);
    const next = placeAt(geometry, row * ROW_HEIGHT);
    setPosition(next);
    if (grid.current !== null) grid.current.scrollTop = next.scrollTop;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is to be seen, or another shape, may scroll
  useLayoutEffect(() => {
    if (reveal === null) return;
    const top = Math.ceil(position.top / ROW_HEIGHT);
    const row = revealRow(reveal, top, shape);
    if (row !== top) goToRow(row);
  }, [reveal, width, viewport, size]);

  /** Takes over a position, and tells the browser where its bar must be for that. */
  const moveTo = (next: ScrollPosition, element: HTMLElement): void => {
    setPosition(next);
    if (Math.abs(next.scrollTop - element.scrollTop) >= 1) element.scrollTop = next.scrollTop;
  };

  // Small steps leave the bar where it is not in proportion; put it right once the scrolling has come to rest.
  const onScroll = (): void => {
    const element = grid.current;
    if (element === null || element.scrollTop === position.scrollTop) return;
    const next = scrolledTo(geometry, position, element.scrollTop);
    moveTo(next, element);
    clearTimeout(resting.current);
    resting.current = setTimeout(() => moveTo(settle(geometry, next), element), STILL);
  };

  const firstRow = Math.floor(position.top / ROW_HEIGHT);
  const drawn = Math.max(0, Math.min(rows - firstRow, pageRows + 2));
  const from = firstRow * width;
  const to = Math.min(size, (firstRow + drawn) * width);
  useLayoutEffect(() => {
    // A page ahead each way, so that walking on finds the bytes there.
    windows.want(from - pageRows * width, to + pageRows * width);
  }, [windows, from, to, pageRows, width]);

  const byteUnder = (event: PointerEvent): number | null => {
    const found = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-at]');
    const at =
      found instanceof HTMLElement && grid.current?.contains(found) ? Number(found.dataset.at) : Number.NaN;
    return Number.isNaN(at) ? null : at;
  };

  const onPointerDown = (event: PointerEvent): void => {
    const at = byteUnder(event);
    if (at === null || event.button !== 0) return;
    if (event.shiftKey) onSelect({ anchor: cursor.anchor, cursor: at }, false);
    else onSelect({ anchor: at, cursor: at }, false);
    // A finger scrolls by dragging; only a mouse or pen draws a range.
    if (event.pointerType === 'touch') return;
    anchor.current = event.shiftKey ? cursor.anchor : at;
    event.currentTarget.setPointerCapture(event.pointerId);
  };

  const onPointerMove = (event: PointerEvent): void => {
    if (anchor.current === null) return;
    const at = byteUnder(event);
    if (at !== null && at !== cursor.cursor) onSelect({ anchor: anchor.current, cursor: at }, true);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    const motion: ByteMotion | undefined =
      command && event.key === 'Home' ? 'start' : command && event.key === 'End' ? 'end' : MOTIONS[event.key];
    if (command && event.key.toLowerCase() === 'c' && !event.shiftKey) onCopy();
    else if (command && event.key.toLowerCase() === 'a') onSelectAll();
    else if (motion !== undefined && !event.altKey && (!command || motion === 'start' || motion === 'end')) {
      const at = moveByteCursor(cursor.cursor, motion, shape);
      onSelect({ anchor: event.shiftKey ? cursor.anchor : at, cursor: at }, true);
    } else return;
    event.preventDefault();
  };

  const cursorShown = cursor.cursor >= from && cursor.cursor < to;
  return (
    <div
      ref={grid}
      className={classNames('byte-grid', compact && 'byte-grid-compact')}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable="true"
      aria-rowcount={rows}
      aria-colcount={width + 1}
      aria-activedescendant={cursorShown ? `${idPrefix}${cursor.cursor}` : undefined}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        anchor.current = null;
      }}
      onPointerCancel={() => {
        anchor.current = null;
      }}
    >
      <div className="byte-grid-track" role="presentation" style={{ height: canvasHeight(geometry) }}>
        <div
          className="byte-grid-rows"
          role="rowgroup"
          style={{ transform: `translateY(${firstRow * ROW_HEIGHT - position.top}px)` }}
        >
          {Array.from({ length: drawn }, (_, i) => {
            const at = from + i * width;
            const end = Math.min(size, at + width);
            return (
              <ByteRow
                key={at}
                at={at}
                index={firstRow + i}
                width={width}
                label={formatOffset(at)}
                bytes={bytesAsText(windows, at, end)}
                paint={paintBytes(at, end, paint, selected)}
                fix={fixWithin(paint, at, end)}
                cursor={cursor.cursor >= at && cursor.cursor < end ? cursor.cursor : null}
                idPrefix={idPrefix}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The correction, for a row that holds bytes of it; the others need not be drawn again for it. */
function fixWithin(paint: RecordPaint | null, from: number, to: number): ByteFix | null {
  const fix = paint?.fix ?? null;
  return fix !== null && fix.at < to && fix.at + fix.after.length > from ? fix : null;
}

const bytesAsText = (windows: ByteWindows, from: number, to: number): string | null => {
  const bytes = windows.slice(from, to);
  return bytes === null ? null : String.fromCharCode(...bytes);
};
