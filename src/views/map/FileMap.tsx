import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type FileId, getFile, useApp } from '../../state/index.ts';
import type { MapAggregate } from '../../workers/index.ts';
import { formatCount, formatOffset } from '../ui/index.ts';
import { useChartColours } from '../ui/useChartColours.ts';
import { useRowDetail } from '../ui/useRowDetail.ts';
import { useVisibleSpan } from '../ui/visibleSpan.ts';
import { keyStep, offsetOfX } from './mapGeometry.ts';
import { paintMap } from './paintMap.ts';
import { useGoToByte } from './useGoToByte.ts';
import { useMapAggregate } from './useMapAggregate.ts';
import './FileMap.css';

/** More buckets than this tell the eye nothing. */
const MOST_BUCKETS = 2_048;

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
  const map = useMapAggregate(fileId, Math.min(MOST_BUCKETS, canvasSize.width));
  const colours = useChartColours(probe);
  const span = useVisibleSpan(fileId);
  const { detail, pending } = useRowDetail(fileId);
  const { goTo, isUnderWay } = useGoToByte(fileId);
  const [hovered, setHovered] = useState<number | null>(null);
  const [stepped, setStepped] = useState<number | null>(null);

  const stoppedAt = verdict !== null && verdict.stoppedAt < size ? verdict.stoppedAt : null;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || colours === null || canvasSize.width === 0) return;
    paintMap(context, { size, map, stoppedAt }, colours, canvasSize.scale);
  }, [canvasSize, size, map, stoppedAt, colours]);

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
    return offsetOfX(event.clientX - box.left, size, box.width);
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setStepped(null);
    goTo(byteUnder(event), false);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const offset = byteUnder(event);
    if (event.pointerType !== 'touch') setHovered(offset);
    if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(offset, true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = keyStep(event.key, at, size);
    if (next === null) return;
    event.preventDefault();
    setStepped(next);
    goTo(next, true);
  };

  const percent = (offset: number): string => `${size === 0 ? 0 : (offset / size) * 100}%`;
  const place = selected === null ? 'Nothing selected' : `Offset ${formatOffset(at)}`;
  const record = selected?.record ?? null;
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
        aria-valuetext={record === null ? place : `${place}, record ${formatCount(record)}`}
        aria-description={stoppedAt === null ? undefined : `The reader stops at ${formatOffset(stoppedAt)}`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHovered(null)}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          className="file-map-canvas"
          width={canvasSize.width}
          height={canvasSize.height}
        />
        {span?.from != null && span.to !== null && (
          <span
            className="file-map-window"
            style={{ left: percent(span.from), width: percent(span.to - span.from) }}
          />
        )}
        {selected !== null && (
          <span className="file-map-selection" style={{ left: percent(selected.offset) }} />
        )}
        {hovered !== null && <HoverLabel offset={hovered} size={size} map={map} />}
      </div>
      <span ref={probe} hidden />
    </div>
  );
}

const SEVERITIES = [null, 'a note here', 'a warning here', 'damage here'] as const;

function HoverLabel({
  offset,
  size,
  map,
}: {
  readonly offset: number;
  readonly size: number;
  readonly map: MapAggregate | null;
}) {
  const fraction = size === 0 ? 0 : offset / size;
  const severity = map?.severity[Math.min(map.buckets - 1, Math.floor(fraction * map.buckets))] ?? 0;
  const finding = SEVERITIES[severity] ?? null;
  const style: CSSProperties & Record<'--at', number> = { '--at': fraction };
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
