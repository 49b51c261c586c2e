/* Draws lanes as shapes: a bar where the key exists, a mark for each record, what is damaged and what is doubtful. */
import { upperBound } from '../../base/index.ts';
import type { LaneDoubt, LaneStates } from '../../replay/index.ts';
import type { LaneView, TimelineAxis } from '../../workers/index.ts';
import { formatCount, formatOffset } from '../ui/index.ts';
import { CERTAINTY } from '../ui/keyTexts.ts';
import { type AxisScale, ticksOf, xOf } from './axisScale.ts';
import { BAR_HEIGHT, groupMarks, markShapes, xOfMark } from './laneMarks.ts';
import { existsSpans, ttlSpans } from './laneSpans.ts';
import type { Shape } from './scene.ts';

/** The numbers of the axis, and below them what is damaged. */
export const AXIS_HEIGHT = 38;
const TICK_BASELINE = 15;
const DAMAGE_BASELINE = 31;
export const LANE_HEIGHT = 78;
const BAR_TOP = 40;
const NARROWEST_DAMAGE = 4;
/** What the word "damaged" takes. */
const DAMAGE_WIDTH = 50;

/** A lane with what is known of it so far. */
export interface DrawnLane {
  readonly lane: LaneView;
  readonly states: LaneStates | null;
}

export interface LanePicture {
  readonly axis: TimelineAxis;
  readonly scale: AxisScale;
  readonly lanes: readonly DrawnLane[];
  /** The row and offset of the playhead, and the lane whose mark it is on. */
  readonly at: { readonly row: number; readonly offset: number } | null;
  readonly active: number | null;
  /** Names are drawn for an export; on the page they are text. */
  readonly names: boolean;
}

export const heightOf = (lanes: number): number => AXIS_HEIGHT + Math.max(1, lanes) * LANE_HEIGHT;

/** All shapes of the chart, back to front. */
export function laneScene(picture: LanePicture): readonly Shape[] {
  const { scale, lanes, axis, at } = picture;
  const height = heightOf(lanes.length);
  const shapes: Shape[] = [...axisShapes(scale, height)];
  if (picture.active !== null) {
    const y = AXIS_HEIGHT + picture.active * LANE_HEIGHT;
    shapes.push({
      kind: 'rect',
      x: 0,
      y,
      width: scale.width,
      height: LANE_HEIGHT,
      ink: 'accent',
      opacity: 0.06,
    });
  }
  shapes.push(...damageShapes(axis, scale, height));
  for (const [number, drawn] of lanes.entries()) {
    const top = AXIS_HEIGHT + number * LANE_HEIGHT;
    if (number > 0) shapes.push(line(0, top, scale.width, top));
    shapes.push(...laneShapes(drawn, scale, top, picture.names));
  }
  if (at !== null)
    shapes.push(
      ...playheadShapes(picture, xOf(scale, at.row + (scale.mode === 'order' ? 0.5 : 0), at.offset)),
    );
  return shapes;
}

const line = (x: number, y: number, endX: number, endY: number): Shape => ({
  kind: 'path',
  points: [
    [x, y],
    [endX, endY],
  ],
  ink: 'rule',
  width: 1,
});

function axisShapes(scale: AxisScale, height: number): readonly Shape[] {
  return ticksOf(scale, 120).flatMap((tick): readonly Shape[] => {
    const x = Math.round(xOf(scale, tick, tick)) + 0.5;
    const text = scale.mode === 'order' ? formatCount(tick) : formatOffset(tick);
    // A label that would be cut at an edge stands beside its line.
    const align = x < 40 ? 'left' : x > scale.width - 50 ? 'right' : 'center';
    const at = align === 'left' ? x + 3 : align === 'right' ? x - 3 : x;
    return [
      line(x, TICK_BASELINE + 4, x, height),
      { kind: 'text', x: at, y: TICK_BASELINE, text, ink: 'dim', align, mono: true },
    ];
  });
}

function damageShapes(axis: TimelineAxis, scale: AxisScale, height: number): readonly Shape[] {
  const shapes: Shape[] = [];
  let drawnTo = Number.NEGATIVE_INFINITY;
  let namedTo = Number.NEGATIVE_INFINITY;
  for (const { fromRow, toRow, from, to } of axis.damage) {
    const start = xOf(scale, fromRow, from);
    const end = Math.max(start + NARROWEST_DAMAGE, xOf(scale, toRow, to));
    if (end < 0 || start > scale.width || end <= drawnTo) continue;
    const x = Math.max(start, drawnTo, 0);
    const y = TICK_BASELINE + 5;
    const box = { x, y, width: Math.min(end, scale.width) - x, height: height - y };
    if (box.width <= 0) continue;
    shapes.push({ kind: 'rect', ...box, ink: 'damage', opacity: 0.16 });
    shapes.push({ kind: 'hatch', ...box, ink: 'damage', opacity: 0.7 });
    // Beside the stretch, on the side that has room, in the axis: the lanes' own names stand below.
    const fits = end + 4 + DAMAGE_WIDTH < scale.width;
    const textFrom = fits ? end + 4 : start - 4 - DAMAGE_WIDTH;
    if (textFrom >= Math.max(0, namedTo)) {
      shapes.push({ kind: 'text', x: textFrom, y: DAMAGE_BASELINE, text: 'damaged', ink: 'damage' });
      namedTo = textFrom + DAMAGE_WIDTH + 6;
    }
    drawnTo = end;
  }
  return shapes;
}

function laneShapes(
  { lane, states }: DrawnLane,
  scale: AxisScale,
  top: number,
  isNamed: boolean,
): readonly Shape[] {
  const shapes: Shape[] = [];
  const barY = top + BAR_TOP;
  const labels = segmentShapes(lane, scale, barY);
  const names = labels.map(({ x, text }) => [x, x + text.length * LETTER] as const);
  const { family } = lane;
  const box = (from: number, to: number): { readonly x: number; readonly width: number } | null => {
    const x = Math.max(from, -8);
    const width = Math.min(to, scale.width + 8) - x;
    return width > 0 ? { x, width: Math.max(width, 1) } : null;
  };
  const xAt = (mark: number | null, otherwise: number): number =>
    mark === null ? otherwise : xOfMark(scale, lane, mark);
  if (states === null) {
    const known = box(xAt(0, 0), xAt(lane.rows.length - 1, 0));
    if (lane.rows.length > 0 && known !== null)
      shapes.push({
        kind: 'rect',
        ...known,
        y: barY + BAR_HEIGHT / 2 - 1,
        height: 2,
        ink: family,
        opacity: 0.4,
      });
  } else {
    let drawnTo = Number.NEGATIVE_INFINITY;
    for (const span of existsSpans(lane, states)) {
      const end = xAt(span.to, scale.width + 8);
      const bar = box(xAt(span.from, -8), end);
      // Stretches narrower than a pixel are one bar with their neighbours.
      if (bar === null || end - drawnTo < 0.5) continue;
      shapes.push({
        kind: 'rect',
        ...bar,
        y: barY,
        height: BAR_HEIGHT,
        ink: family,
        opacity: 0.22,
        radius: 3,
      });
      drawnTo = end;
    }
    let ttlTo = Number.NEGATIVE_INFINITY;
    for (const span of ttlSpans(lane, states)) {
      const end = xAt(span.to, scale.width + 8);
      const bar = box(xAt(span.from, -8), end);
      if (bar === null || end - ttlTo < 0.5) continue;
      shapes.push({ kind: 'rect', ...bar, y: barY + BAR_HEIGHT + 5, height: 3, ink: 'dim', radius: 1.5 });
      if (bar.width > 46 && names.every(([a, b]) => Math.max(bar.x, 0) > b || Math.max(bar.x, 0) + 46 < a))
        shapes.push({
          kind: 'text',
          x: Math.max(bar.x, 0) + 2,
          y: barY + BAR_HEIGHT + 19,
          text: 'has TTL',
          ink: 'dim',
        });
      ttlTo = end;
    }
  }
  shapes.push(...doubtShapes(states?.doubts ?? [], scale, barY));
  for (const group of groupMarks(scale, lane)) shapes.push(...markShapes(group, lane, barY));
  shapes.push(...labels);
  if (isNamed) shapes.push({ kind: 'text', x: 6, y: top + 18, text: lane.name, ink: 'text', mono: true });
  return shapes;
}

/** Stretches in which a loss leaves the value uncertain, hatched and named. */
function doubtShapes(doubts: readonly LaneDoubt[], scale: AxisScale, barY: number): readonly Shape[] {
  const shapes: Shape[] = [];
  let namedTo = Number.NEGATIVE_INFINITY;
  for (const { taint, fromRow, toRow, from, to } of doubts) {
    const x = Math.max(0, xOf(scale, fromRow, from));
    const width = Math.min(scale.width, xOf(scale, toRow, to)) - x;
    if (width < 0.5) continue;
    const text = CERTAINTY[taint].label;
    shapes.push({ kind: 'hatch', x, y: barY, width, height: BAR_HEIGHT, ink: 'dim', opacity: 0.55 });
    if (width < text.length * LETTER || x < namedTo) continue;
    shapes.push({ kind: 'text', x: x + 4, y: barY - 4, text, ink: 'dim' });
    namedTo = x + text.length * LETTER + 12;
  }
  return shapes;
}

/** Roughly what a letter takes; the names stand in a narrow typeface. */
const LETTER = 6.8;

type Label = Extract<Shape, { kind: 'text' }>;

/** Where a lane goes by another name, that name. */
function segmentShapes(lane: LaneView, scale: AxisScale, barY: number): readonly Label[] {
  if (lane.segments.length < 2) return [];
  const shapes: Label[] = [];
  let taken = 0;
  for (let number = 0; number < lane.segments.length && shapes.length < 60; number++) {
    const segment = lane.segments[number];
    if (segment === undefined) continue;
    const arrival = segment.arrival === null ? null : upperBound(lane.rows, segment.arrival) - 1;
    const x =
      arrival === null || arrival < 0
        ? segmentStart(segment.from, lane, scale)
        : xOfMark(scale, lane, arrival);
    const next = lane.segments[number + 1];
    const end = next === undefined ? scale.width : segmentStart(next.from, lane, scale);
    if (end < 0 || x > scale.width) continue;
    const at = Math.max(x, 0) + 10;
    const text = segment.key === lane.key ? segment.name : `${arrival === null ? '' : '→ '}${segment.name}`;
    const short = text.length > 42 ? `${text.slice(0, 41)}…` : text;
    if (at < taken || Math.min(end, scale.width) - at < Math.min(short.length * LETTER, 90)) continue;
    shapes.push({ kind: 'text', x: at, y: barY + BAR_HEIGHT + 19, text: short, ink: 'dim', mono: true });
    taken = at + short.length * LETTER + 12;
  }
  return shapes;
}

function segmentStart(row: number, lane: LaneView, scale: AxisScale): number {
  if (scale.mode === 'order') return xOf(scale, row, 0);
  const mark = upperBound(lane.rows, row - 1);
  return mark < lane.rows.length ? xOfMark(scale, lane, mark) : scale.width;
}

function playheadShapes({ active, lanes }: LanePicture, x: number): readonly Shape[] {
  const shapes: Shape[] = [
    {
      kind: 'path',
      points: [
        [x, AXIS_HEIGHT - 4],
        [x, heightOf(lanes.length)],
      ],
      ink: 'accent',
      width: 1.5,
    },
  ];
  if (active === null) return shapes;
  const y = AXIS_HEIGHT + active * LANE_HEIGHT + BAR_TOP - 3;
  return [
    ...shapes,
    // A frame, so that the mark itself stays in sight.
    {
      kind: 'path',
      points: [
        [x - 6, y],
        [x + 6, y],
        [x + 6, y + BAR_HEIGHT + 6],
        [x - 6, y + BAR_HEIGHT + 6],
        [x - 6, y - 1],
      ],
      ink: 'accent',
      width: 2,
    },
  ];
}
