/* A lane's marks: where they are, one for many where they lie close, and how each kind looks. */
import { upperBound } from '../../base/index.ts';
import { MARK_KINDS, type MarkKind } from '../../replay/index.ts';
import type { LaneView } from '../../workers/index.ts';
import { type AxisScale, placeAt, xOf } from './axisScale.ts';
import type { Shape } from './scene.ts';

/** Of a lane's bar, which its marks stand on. */
export const BAR_HEIGHT = 16;
/** A mark's width, and the distance below which two become one. */
const MARK_WIDTH = 3;

/** Marks that lie so close that they are drawn as one. */
export interface MarkGroup {
  readonly first: number;
  readonly last: number;
  readonly x: number;
  readonly end: number;
  /** One bit for each kind in it, by its place in `MARK_KINDS`. */
  readonly kinds: number;
}

const bit = (kind: MarkKind): number => 1 << MARK_KINDS.indexOf(kind);
const DELETES = bit('delete');
const MOVES = bit('move');
const DAMAGED = bit('damaged');
const EXPIRES = bit('expiry');
const WRITES = bit('write');

export const xOfMark = (scale: AxisScale, lane: LaneView, mark: number): number =>
  xOf(scale, (lane.rows[mark] as number) + (scale.mode === 'order' ? 0.5 : 0), lane.offsets[mark] as number);

/** Where the marks of a lane are in the part shown. */
export function groupMarks(scale: AxisScale, lane: LaneView): readonly MarkGroup[] {
  const places = scale.mode === 'order' ? lane.rows : lane.offsets;
  const first = upperBound(places, placeAt(scale, -MARK_WIDTH) - 1);
  const end = upperBound(places, placeAt(scale, scale.width + MARK_WIDTH));
  const groups: MarkGroup[] = [];
  let from = first;
  let kinds = 0;
  let start = 0;
  let last = 0;
  for (let mark = first; mark < end; mark++) {
    const x = xOfMark(scale, lane, mark);
    if (mark > from && x - last >= MARK_WIDTH + 0.5) {
      groups.push({ first: from, last: mark - 1, x: start, end: last, kinds });
      from = mark;
    }
    if (mark === from) {
      kinds = 0;
      start = x;
    }
    kinds |= 1 << (lane.kinds[mark] as number);
    last = x;
  }
  if (end > first) groups.push({ first: from, last: end - 1, x: start, end: last, kinds });
  return groups;
}

/** The mark nearest to `x`; null in a lane without any. */
export function markAt(scale: AxisScale, lane: LaneView, x: number): number | null {
  if (lane.rows.length === 0) return null;
  const places = scale.mode === 'order' ? lane.rows : lane.offsets;
  const next = upperBound(places, placeAt(scale, x));
  const candidates = [next - 1, next].filter((mark) => mark >= 0 && mark < lane.rows.length);
  return candidates.reduce((best, mark) =>
    Math.abs(xOfMark(scale, lane, mark) - x) < Math.abs(xOfMark(scale, lane, best) - x) ? mark : best,
  );
}

/** Height and place tell the kinds apart as well as colour does. */
export function markShapes(
  { x, end, kinds, first, last }: MarkGroup,
  { family }: LaneView,
  barY: number,
): readonly Shape[] {
  const shapes: Shape[] = [];
  const left = Math.round(x - MARK_WIDTH / 2);
  const width = Math.max(MARK_WIDTH, Math.round(end + MARK_WIDTH / 2) - left);
  const many = last > first;
  const rect = (y: number, height: number, ink: typeof family | 'damage' | 'dim'): void => {
    shapes.push({ kind: 'rect', x: left, y, width, height, ink, ...(many ? { opacity: 0.78 } : {}) });
  };
  const middle = left + width / 2;
  if ((kinds & WRITES) !== 0) rect(barY, BAR_HEIGHT, family);
  else if ((kinds & bit('remove')) !== 0) rect(barY + BAR_HEIGHT / 2, BAR_HEIGHT / 2, family);
  else if ((kinds & bit('read')) !== 0) rect(barY + BAR_HEIGHT / 2 - 1, 3, family);
  if ((kinds & EXPIRES) !== 0)
    shapes.push({ kind: 'rect', x: left, y: barY + BAR_HEIGHT + 2, width, height: 8, ink: 'dim' });
  if ((kinds & DAMAGED) !== 0) {
    shapes.push({
      kind: 'rect',
      x: left - 1,
      y: barY - 3,
      width: width + 2,
      height: BAR_HEIGHT + 6,
      ink: 'damage',
    });
    shapes.push({
      kind: 'hatch',
      x: left - 1,
      y: barY - 3,
      width: width + 2,
      height: BAR_HEIGHT + 6,
      ink: 'page',
    });
  }
  if ((kinds & DELETES) !== 0) shapes.push(...cross(middle, barY + BAR_HEIGHT / 2));
  if ((kinds & MOVES) !== 0) shapes.push(...arrow(middle, barY + BAR_HEIGHT / 2));
  return shapes;
}

function cross(x: number, y: number): readonly Shape[] {
  const stroke = (points: readonly (readonly [number, number])[]): Shape => ({
    kind: 'path',
    points,
    ink: 'damage',
    width: 2,
  });
  return [
    { kind: 'rect', x: x - 7, y: y - 7, width: 14, height: 14, ink: 'page', radius: 3 },
    stroke([
      [x - 4, y - 4],
      [x + 4, y + 4],
    ]),
    stroke([
      [x - 4, y + 4],
      [x + 4, y - 4],
    ]),
  ];
}

function arrow(x: number, y: number): readonly Shape[] {
  const stroke = (points: readonly (readonly [number, number])[]): Shape => ({
    kind: 'path',
    points,
    ink: 'text',
    width: 1.6,
  });
  return [
    { kind: 'rect', x: x - 8, y: y - 7, width: 16, height: 14, ink: 'page', radius: 3 },
    stroke([
      [x - 5, y],
      [x + 5, y],
    ]),
    stroke([
      [x + 1, y - 4],
      [x + 5, y],
      [x + 1, y + 4],
    ]),
  ];
}
