import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { clamp } from '../../base/index.ts';
import { actions, type FileId, getFile, type MapRange, useApp } from '../../state/index.ts';
import type { MapAggregate } from '../../workers/index.ts';
import { formatCount, formatOffset } from '../ui/index.ts';
import { useChartColours } from '../ui/useChartColours.ts';
import { useRowDetail } from '../ui/useRowDetail.ts';
import { useVisibleSpan } from '../ui/visibleSpan.ts';
import { MapOverview } from './MapOverview.tsx';
import { keyStep, offsetOfX } from './mapGeometry.ts';
import { panWindow, windowAround, windowOf, zoomWindow } from './mapWindow.ts';
import { paintMap } from './paintMap.ts';
import { useGoToByte } from './useGoToByte.ts';
import { useMapAggregate } from './useMapAggregate.ts';
import './FileMap.css';

/** More buckets than this tell the eye nothing. */
const MOST_BUCKETS = 2_048;
const OVERVIEW_BUCKETS = 300;
/** A pointer that moved less than this has clicked, in pixels. */
const CLICK_PIXELS = 3;
const WHEEL_STEP = 0.0016;

interface CanvasSize {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** The whole file as one strip: what is where, what is damaged, and what the reader never comes to. */
export function FileMap({ fileId }: { readonly fileId: FileId }) {
  const strip = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const size = useApp((state) => getFile(state, fileId)?.size ?? 0);
  const verdict = useApp((state) => getFile(state, fileId)?.verdict ?? null);
  const hasSelection = useApp((state) => (getFile(state, fileId)?.selection ?? null) !== null);
  const canvasSize = useCanvasSize(strip);
  const range = useApp((state) => getFile(state, fileId)?.mapRange ?? null);
  const { from, to } = range ?? { from: 0, to: size };
  const buckets = Math.min(MOST_BUCKETS, canvasSize.width);
  const map = useMapAggregate(fileId, buckets, range);
  const whole = useMapAggregate(fileId, range === null ? 0 : OVERVIEW_BUCKETS, null);
  const colours = useChartColours(probe);
  const span = useVisibleSpan(fileId);
  const { detail, pending } = useRowDetail(fileId);
  const { goTo, isUnderWay } = useGoToByte(fileId);
  const [hovered, setHovered] = useState<number | null>(null);
  const [brush, setBrush] = useState<{ readonly start: number; readonly end: number } | null>(null);
  const [stepped, setStepped] = useState<number | null>(null);

  const stoppedAt = verdict !== null && verdict.stoppedAt < size ? verdict.stoppedAt : null;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || colours === null || canvasSize.width === 0) return;
    paintMap(context, { from, to, map, stoppedAt }, colours, canvasSize.scale);
  }, [canvasSize, from, to, map, stoppedAt, colours]);

  const selected = hasSelection ? (detail?.row ?? null) : null;
  // A step of a hundredth can stay within one long row, and steps can follow one another faster than rows are found:
  // the next one counts from where the last was going, until something else is selected.
  const at = stepped ?? selected?.offset ?? 0;
  useEffect(() => {
    if (stepped === null || selected === null || pending || isUnderWay()) return;
    if (stepped < selected.offset || stepped >= selected.offset + selected.size) setStepped(null);
  }, [stepped, selected, pending, isUnderWay]);

  const byteUnder = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.floor(from + offsetOfX(event.clientX - box.left, to - from, box.width));
  };
  const show = (part: MapRange | null): void => actions.setMapRange(fileId, part);
  const latest = useRef({ from, to, range });
  useEffect(() => {
    latest.current = { from, to, range };
  });
  useEffect(() => {
    const element = strip.current;
    if (element === null) return;
    // React's own wheel listeners are passive: they could not keep the page from zooming.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const now = latest.current;
      const box = element.getBoundingClientRect();
      const perPixel = (now.to - now.from) / Math.max(1, box.width);
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) {
        actions.setMapRange(fileId, panWindow(now.range, size, sideways * perPixel));
        return;
      }
      const place = now.from + (event.clientX - box.left) * perPixel;
      // A pinch on a touchpad arrives as a wheel with Ctrl, in small steps.
      const factor = Math.exp(event.deltaY * WHEEL_STEP * (event.ctrlKey ? 6 : 1));
      actions.setMapRange(fileId, zoomWindow(now.range, size, factor, place));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [fileId, size]);
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setStepped(null);
    if (event.shiftKey) setBrush({ start: byteUnder(event), end: byteUnder(event) });
    else goTo(byteUnder(event), false);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const offset = byteUnder(event);
    if (event.pointerType !== 'touch') setHovered(offset);
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    if (brush === null) goTo(offset, true);
    else setBrush({ ...brush, end: offset });
  };
  const onPointerUp = (event: PointerEvent): void => {
    if (brush === null) return;
    const [first, last] = [Math.min(brush.start, brush.end), Math.max(brush.start, brush.end)];
    const width = Math.max(1, event.currentTarget.clientWidth);
    if (((last - first) / Math.max(1, to - from)) * width >= CLICK_PIXELS) show(windowOf(first, last, size));
    setBrush(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') show(zoomWindow(range, size, 0.5, inView(at)));
    else if (event.key === '-') show(zoomWindow(range, size, 2, inView(at)));
    else if (event.key === '0') show(null);
    const next = keyStep(event.key, at, size, to - from);
    if (next === null) return;
    event.preventDefault();
    show(windowAround(range, size, next));
    setStepped(next);
    goTo(next, true);
  };

  const inView = (offset: number): number => (offset >= from && offset < to ? offset : (from + to) / 2);
  const share = (offset: number): number =>
    size === 0 ? 0 : clamp((offset - from) / Math.max(1e-9, to - from), 0, 1);
  const percent = (offset: number): string => `${share(offset) * 100}%`;
  const between = (start: number, end: number): string => `${(share(end) - share(start)) * 100}%`;
  const isSpanSeen = span?.from != null && span.to !== null && span.from < to && span.to > from;
  const place = selected === null ? 'Nothing selected' : `Offset ${formatOffset(at)}`;
  const record = selected?.record ?? null;
  const zoomText =
    range === null ? '' : `; shown: ${formatOffset(Math.floor(from))} to ${formatOffset(Math.ceil(to))}`;
  return (
    <div className="file-map">
      <div
        ref={strip}
        className="file-map-strip"
        role="slider"
        tabIndex={0}
        aria-label="Place in the file"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, size - 1)}
        aria-valuenow={at}
        aria-valuetext={`${record === null ? place : `${place}, record ${formatCount(record)}`}${zoomText}`}
        aria-description={stoppedAt === null ? undefined : `The reader stops at ${formatOffset(stoppedAt)}`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setBrush(null)}
        onPointerLeave={() => setHovered(null)}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          className="file-map-canvas"
          width={canvasSize.width}
          height={canvasSize.height}
        />
        {isSpanSeen && (
          <span
            className="file-map-window"
            style={{ left: percent(span.from ?? 0), width: between(span.from ?? 0, span.to ?? 0) }}
          />
        )}
        {selected !== null && selected.offset >= from && selected.offset < to && (
          <span className="file-map-selection" style={{ left: percent(selected.offset) }} />
        )}
        {brush !== null && (
          <span
            className="file-map-brush"
            style={{
              left: percent(Math.min(brush.start, brush.end)),
              width: between(Math.min(brush.start, brush.end), Math.max(brush.start, brush.end)),
            }}
          />
        )}
        {hovered !== null && <HoverLabel offset={hovered} size={size} from={from} to={to} map={map} />}
      </div>
      {range !== null && (
        <MapOverview
          fileId={fileId}
          size={size}
          range={range}
          map={whole}
          stoppedAt={stoppedAt}
          colours={colours}
        />
      )}
      <span ref={probe} hidden />
    </div>
  );
}

const SEVERITIES = [null, 'a note here', 'a warning here', 'damage here'] as const;

function HoverLabel({
  offset,
  size,
  from,
  to,
  map,
}: {
  readonly offset: number;
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly map: MapAggregate | null;
}) {
  const fraction = size === 0 ? 0 : offset / size;
  const part = map === null ? 0 : (offset - map.from) / Math.max(1, map.to - map.from);
  const bucket = map === null ? 0 : clamp(Math.floor(part * map.buckets), 0, map.buckets - 1);
  const severity = map?.severity[bucket] ?? 0;
  const finding = SEVERITIES[severity] ?? null;
  const style: CSSProperties & Record<'--at', number> = { '--at': (offset - from) / Math.max(1, to - from) };
  return (
    <span className="file-map-hover" style={style} aria-hidden="true">
      <span className="mono">{formatOffset(offset)}</span> ·{' '}
      {(fraction * 100).toFixed(fraction < 0.1 ? 1 : 0)} %{finding !== null && <b> · {finding}</b>}
    </span>
  );
}

/** The strip's size in device pixels, so that its columns are sharp on every screen. */
function useCanvasSize(strip: { readonly current: HTMLElement | null }): CanvasSize {
  const [measured, setMeasured] = useState<CanvasSize>({ width: 0, height: 0, scale: 1 });
  useEffect(() => {
    const element = strip.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const scale = devicePixelRatio;
      const { clientWidth, clientHeight } = element;
      setMeasured({
        width: Math.round(clientWidth * scale),
        height: Math.round(clientHeight * scale),
        scale,
      });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [strip]);
  return measured;
}
