import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { clamp, type KeyId } from '../../base/index.ts';
import { EXISTS, MARK_KINDS, Taint } from '../../replay/index.ts';
import { actions, type FileId, type MapRange } from '../../state/index.ts';
import type { TimelineAxis } from '../../workers/index.ts';
import { classNames, formatCount, formatNumberOf, IconButton } from '../ui/index.ts';
import { CERTAINTY } from '../ui/keyTexts.ts';
import { useChartColours } from '../ui/useChartColours.ts';
import { type AxisMode, panned, rangeOf, scaleOf, xOf, zoomed } from './axisScale.ts';
import { markAt } from './laneMarks.ts';
import { AXIS_HEIGHT, heightOf, LANE_HEIGHT, laneScene } from './laneScene.ts';
import { taintAt } from './laneSpans.ts';
import { paintScene } from './scene.ts';
import { useChartGestures } from './useChartGestures.ts';
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

/** The lanes, drawn. Wheel, two fingers and keys zoom, a drag picks a part, Shift or a finger moves along. */
export function LaneChart(props: LaneChartProps) {
  const { fileId, axis, mode, range, lanes, active, mark, at, zoom, onGo, onRemove, onShowRecord } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const colours = useChartColours(probe);
  const [width, setWidth] = useState(0);
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

  const { brush, handlers } = useChartGestures(box, fileId, axis, scale, (x, y) => {
    const hit = lanes[Math.floor((y - AXIS_HEIGHT) / LANE_HEIGHT)];
    const nearest = hit === undefined ? null : markAt(scale, hit.lane, x);
    if (hit !== undefined && nearest !== null) onGo(hit.lane.key, nearest, false);
  });
  const show = (part: MapRange | null): void => actions.setMapRange(fileId, part);
  const latest = useRef(scale);
  useEffect(() => {
    latest.current = scale;
    // Buttons and keys zoom around what is selected, as far as it is in view.
    const x = at === null ? width / 2 : xOf(scale, at.row, at.offset);
    const middle = x >= 0 && x <= width ? x : width / 2;
    zoom.current = { by: (factor) => show(zoomed(axis, scale, factor, middle)) };
  });

  const lane = active === null ? null : (lanes[active] ?? null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event.key, lane, mark, at?.row ?? null);
    const up = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step !== null && lane !== null) onGo(lane.lane.key, step, true);
    else if (up !== 0 && active !== null) {
      const next = lanes[clamp(active + up, 0, lanes.length - 1)];
      if (next === undefined || next === lane) return;
      const nearest = at === null ? 0 : markAt(scale, next.lane, xOf(scale, at.row + 0.5, at.offset));
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
    const { from, to } = latest.current;
    if (place < from || place >= to) {
      const half = (to - from) / 2;
      actions.setMapRange(fileId, rangeOf(axis, latest.current, place - half, place + half));
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
        {...handlers}
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
            rows={axis.rows}
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
  rows,
  top,
  isActive,
  onRemove,
}: {
  readonly known: KnownLane;
  /** Of the whole log. */
  readonly rows: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly onRemove: () => void;
}) {
  const alive =
    states === null || states.flags.length === 0 ? null : ((states.flags.at(-1) ?? 0) & EXISTS) !== 0;
  const atEnd = states === null ? Taint.exact : taintAt(states, rows - 1);
  return (
    <li className={classNames('timeline-head', isActive && 'timeline-head-active')} style={{ top }}>
      <span className={`timeline-dot timeline-dot-${lane.family}`} />
      <b className="mono">{lane.name}</b>
      <span className="timeline-head-facts">
        {formatNumberOf(lane.rows.length, 'record')}
        {share !== null && ` · replaying ${Math.round(share * 100)} %`}
        {alive === false && ' · gone at the end'}
        {atEnd !== Taint.exact && ` · ${CERTAINTY[atEnd].label} at the end`}
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
