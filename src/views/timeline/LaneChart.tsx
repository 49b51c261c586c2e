import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { clamp, type KeyId } from '../../base/index.ts';
import { EXISTS, MARK_KINDS } from '../../replay/index.ts';
import { actions, type FileId, type MapRange } from '../../state/index.ts';
import type { TimelineAxis } from '../../workers/index.ts';
import { classNames, formatCount, formatNumberOf, IconButton } from '../ui/index.ts';
import { useChartColours } from '../ui/useChartColours.ts';
import { type AxisMode, panned, placeAt, rangeOf, scaleOf, zoomed } from './axisScale.ts';
import { AXIS_HEIGHT, heightOf, LANE_HEIGHT, laneScene, markAt } from './laneScene.ts';
import { paintScene } from './scene.ts';
import type { KnownLane } from './useLanes.ts';

interface LaneChartProps {
  readonly fileId: FileId;
  readonly axis: TimelineAxis;
  readonly mode: AxisMode;
  readonly range: MapRange | null;
  readonly lanes: readonly KnownLane[];
  readonly active: number | null;
  readonly mark: number | null;
  readonly at: { readonly row: number; readonly offset: number } | null;
  readonly zoom: RefObject<{ readonly by: (factor: number) => void }>;
  readonly onGo: (key: KeyId, mark: number, walking: boolean) => void;
  readonly onRemove: (key: KeyId) => void;
  readonly onShowRecord: () => void;
}

/** A pointer that moved less than this has clicked. */
const CLICK_PIXELS = 4;
const WHEEL_STEP = 0.0016;

/** The lanes, drawn. Wheel and keys zoom, a drag picks a part, Shift and a drag moves along. */
export function LaneChart(props: LaneChartProps) {
  const { fileId, axis, mode, range, lanes, active, mark, at, zoom, onGo, onRemove, onShowRecord } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const colours = useChartColours(probe);
  const [width, setWidth] = useState(0);
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const drag = useRef<{
    readonly x: number;
    readonly y: number;
    readonly pans: boolean;
    moved: boolean;
    last: number;
  } | null>(null);
  const scale = scaleOf(axis, mode, range, width);
  const height = heightOf(lanes.length);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || colours === null || probe.current === null) return;
    const ratio = devicePixelRatio;
    context.canvas.width = Math.round(width * ratio);
    context.canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(probe.current);
    const fonts = { sans: style.fontFamily, mono: style.getPropertyValue('--mono') || 'monospace' };
    const onLane = mark === null ? null : active;
    paintScene(context, laneScene({ axis, scale, lanes, at, active: onLane, names: false }), colours, fonts);
  });

  const show = (part: MapRange | null): void => actions.setMapRange(fileId, part);
  const zoomBy = (factor: number, x: number): void => show(zoomed(axis, scale, factor, x));
  const latest = useRef({ zoomBy, scale });
  useEffect(() => {
    latest.current = { zoomBy, scale };
    // Buttons and keys zoom around what is selected, as far as it is in view.
    const x =
      at === null
        ? width / 2
        : (((mode === 'order' ? at.row : at.offset) - scale.from) / (scale.to - scale.from)) * width;
    zoom.current = { by: (factor) => zoomBy(factor, x >= 0 && x <= width ? x : width / 2) };
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // React's own wheel listeners are passive: they could not keep the page from scrolling.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { zoomBy: by, scale: now } = latest.current;
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey)
        actions.setMapRange(fileId, panned(axis, now, sideways));
      else
        by(
          Math.exp(event.deltaY * WHEEL_STEP * (event.ctrlKey ? 6 : 1)),
          event.clientX - element.getBoundingClientRect().left,
        );
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [axis, fileId]);

  const placeOf = (event: PointerEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = placeOf(event);
    drag.current = { x, y, pans: event.shiftKey || event.pointerType === 'touch', moved: false, last: x };
  };
  const onPointerMove = (event: PointerEvent): void => {
    const held = drag.current;
    if (held === null) return;
    const { x } = placeOf(event);
    held.moved ||= Math.abs(x - held.x) >= CLICK_PIXELS;
    if (!held.moved) return;
    if (held.pans) {
      show(panned(axis, scale, held.last - x));
      held.last = x;
    } else setBrush({ from: clamp(Math.min(x, held.x), 0, width), to: clamp(Math.max(x, held.x), 0, width) });
  };
  const onPointerUp = (event: PointerEvent): void => {
    const held = drag.current;
    drag.current = null;
    setBrush(null);
    if (held === null) return;
    const { x, y } = placeOf(event);
    if (!held.moved) {
      const hit = lanes[Math.floor((y - AXIS_HEIGHT) / LANE_HEIGHT)];
      const nearest = hit === undefined ? null : markAt(scale, hit.lane, x);
      if (hit !== undefined && nearest !== null) onGo(hit.lane.key, nearest, false);
    } else if (!held.pans) {
      const [from, to] = [Math.min(x, held.x), Math.max(x, held.x)];
      show(rangeOf(axis, scale, placeAt(scale, from), placeAt(scale, to)));
    }
  };

  const lane = active === null ? null : (lanes[active] ?? null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event.key, lane, mark, at?.row ?? null);
    const up = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step !== null && lane !== null) onGo(lane.lane.key, step, true);
    else if (up !== 0 && active !== null) {
      const next = lanes[clamp(active + up, 0, lanes.length - 1)];
      if (next === undefined || next === lane) return;
      const nearest =
        at === null
          ? 0
          : markAt(
              scale,
              next.lane,
              (((mode === 'order' ? at.row + 0.5 : at.offset) - scale.from) / (scale.to - scale.from)) *
                width,
            );
      if (nearest !== null) onGo(next.lane.key, nearest, true);
    } else if (event.key === '+' || event.key === '=') zoom.current.by(0.5);
    else if (event.key === '-') zoom.current.by(2);
    else if (event.key === '0') show(null);
    else if (event.key === 'PageUp' || event.key === 'PageDown')
      show(panned(axis, scale, (event.key === 'PageUp' ? -0.8 : 0.8) * width));
    else if (event.key === 'Enter') onShowRecord();
    else if (event.key === 'Delete' && lane !== null) onRemove(lane.lane.key);
    else return;
    event.preventDefault();
  };
  // A mark that is walked to is brought into view.
  const place = at === null ? null : mode === 'order' ? at.row : at.offset;
  const walked = useRef(place);
  useEffect(() => {
    if (walked.current === place) return;
    walked.current = place;
    if (place === null || range === null) return;
    const { from, to } = latest.current.scale;
    if (place < from || place >= to) {
      const half = (to - from) / 2;
      actions.setMapRange(fileId, rangeOf(axis, latest.current.scale, place - half, place + half));
    }
  }, [place, range, axis, fileId]);

  const total = lane?.lane.rows.length ?? 0;
  return (
    <div className="timeline-lanes">
      <div
        ref={box}
        className="timeline-chart"
        role="slider"
        tabIndex={0}
        aria-label={lane === null ? 'Marks' : `Records of ${lane.lane.name}`}
        aria-orientation="horizontal"
        aria-valuemin={total === 0 ? 0 : 1}
        aria-valuemax={total}
        aria-valuenow={mark === null ? 0 : mark + 1}
        aria-valuetext={markText(lane, mark)}
        aria-description="Left and right go from record to record, up and down from lane to lane; plus and minus zoom, 0 shows all, Enter shows the record."
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          drag.current = null;
          setBrush(null);
        }}
        onDoubleClick={() => show(null)}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className="timeline-canvas" style={{ width, height }} />
        {brush !== null && (
          <span
            className="timeline-brush"
            style={{ left: brush.from, width: brush.to - brush.from, height }}
          />
        )}
      </div>
      <ul className="timeline-heads" aria-label="Lanes">
        {lanes.map((known, number) => (
          <LaneHead
            key={known.lane.key}
            known={known}
            top={AXIS_HEIGHT + number * LANE_HEIGHT}
            isActive={number === active}
            onRemove={() => onRemove(known.lane.key)}
          />
        ))}
      </ul>
      <span ref={probe} hidden />
    </div>
  );
}

function LaneHead({
  known: { lane, states, share, base },
  top,
  isActive,
  onRemove,
}: {
  readonly known: KnownLane;
  readonly top: number;
  readonly isActive: boolean;
  readonly onRemove: () => void;
}) {
  const alive =
    states === null || states.flags.length === 0 ? null : ((states.flags.at(-1) ?? 0) & EXISTS) !== 0;
  return (
    <li className={classNames('timeline-head', isActive && 'timeline-head-active')} style={{ top }}>
      <span className={`timeline-dot timeline-dot-${lane.family}`} />
      <b className="mono">{lane.name}</b>
      <span className="timeline-head-facts">
        {formatNumberOf(lane.rows.length, 'record')}
        {share !== null && ` · replaying ${Math.round(share * 100)} %`}
        {alive === false && ' · gone at the end'}
        {lane.segments.length > 1 &&
          ` · ${formatNumberOf(new Set(lane.segments.map(({ key }) => key)).size, 'name')}`}
        {base !== null && ` · begins in ${base}`}
      </span>
      <IconButton
        icon="close"
        size="small"
        label={`Remove ${lane.name} from the timeline`}
        onClick={onRemove}
      />
    </li>
  );
}

/** The mark that a key goes to; null for a key that goes nowhere. */
function stepOf(key: string, lane: KnownLane | null, mark: number | null, row: number | null): number | null {
  if (lane === null || lane.lane.rows.length === 0) return null;
  const { rows } = lane.lane;
  const last = rows.length - 1;
  // Beside a record of another key: the nearest marks on either side.
  const before = row === null ? -1 : rows.findLastIndex((each) => each < row);
  switch (key) {
    case 'ArrowRight':
      return clamp((mark ?? before) + 1, 0, last);
    case 'ArrowLeft':
      return clamp(mark === null ? before : mark - 1, 0, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

function markText(lane: KnownLane | null, mark: number | null): string {
  if (lane === null) return 'No lane';
  if (mark === null) return `${lane.lane.name}: no record selected`;
  const kind = MARK_KINDS[lane.lane.kinds[mark] ?? 0] ?? 'write';
  return `${lane.lane.name}: record ${formatCount(mark + 1)} of ${formatCount(lane.lane.rows.length)}, ${kind}`;
}
