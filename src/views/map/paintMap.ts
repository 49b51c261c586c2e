import type { MapAggregate } from '../../workers/index.ts';
import type { ChartColours } from '../ui/chartColours.ts';
import { type FaultMark, faultMarks, xOfOffset } from './mapGeometry.ts';

/** What a strip shows; offsets are bytes of the file. */
export interface MapPicture {
  /** The part of the file that the strip shows; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Of this part, or of another one while this one is on its way: each bucket is painted where it belongs. */
  readonly map: MapAggregate | null;
  /** Where the reader stops for good; null when it comes to the end. */
  readonly stoppedAt: number | null;
}

const DAMAGE = 3;
const WARNING = 2;

/** Faults are at least this wide, in CSS pixels. */
const LEAST_MARK = 3;

/** Paints a strip over the whole canvas. `scale` is device pixels to a CSS pixel. */
export function paintMap(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  colours: ChartColours,
  scale: number,
): void {
  const { width, height } = context.canvas;
  context.globalAlpha = 1;
  context.fillStyle = colours.unread;
  context.fillRect(0, 0, width, height);
  if (picture.map !== null) paintFamilies(context, picture, picture.map, colours);
  if (picture.stoppedAt !== null) paintUnreached(context, picture.stoppedAt, picture, colours, scale);
  if (picture.map === null) return;
  for (const mark of faultMarks(picture.map.severity, width, Math.round(LEAST_MARK * scale))) {
    const { from, to } = placeIn(picture, picture.map, width, mark.from / width, mark.to / width);
    if (to > 0 && from < width) paintMark(context, { ...mark, from, to }, colours, scale);
  }
}

/** Where a part of what was summed up lies on the strip, in device pixels. */
function placeIn(
  { from, to }: MapPicture,
  map: MapAggregate,
  width: number,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } {
  const span = Math.max(1e-9, to - from);
  const x = (part: number): number =>
    Math.floor(((map.from + part * (map.to - map.from) - from) / span) * width + 1e-6);
  return { from: x(start), to: x(end) };
}

/** Each bucket as a column, its families stacked by their share of the bytes that have been read. */
function paintFamilies(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  map: MapAggregate,
  colours: ChartColours,
): void {
  const { width, height } = context.canvas;
  const { buckets, bytes } = map;
  const count = map.families.length;
  const fills = map.families.map(colours.family);
  context.globalAlpha = colours.strength;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const at = bucket * count;
    let total = 0;
    for (let i = 0; i < count; i++) total += bytes[at + i] ?? 0;
    if (total === 0) continue;
    const place = placeIn(picture, map, width, bucket / buckets, (bucket + 1) / buckets);
    const left = place.from;
    const right = Math.max(left + 1, place.to);
    if (right <= 0 || left >= width) continue;
    let bottom = height;
    for (let i = 0; i < count; i++) {
      const share = bytes[at + i] ?? 0;
      if (share === 0) continue;
      const top = bottom - (share / total) * height;
      context.fillStyle = fills[i] ?? colours.unread;
      context.fillRect(left, top, right - left, bottom - top);
      bottom = top;
    }
  }
  context.globalAlpha = 1;
}

/** What lies behind the reader's stop: veiled, behind a line of dashes. */
function paintUnreached(
  context: CanvasRenderingContext2D,
  stoppedAt: number,
  { from, to }: MapPicture,
  colours: ChartColours,
  scale: number,
): void {
  const { width, height } = context.canvas;
  if (stoppedAt >= to) return;
  const x = Math.round(xOfOffset(stoppedAt - from, to - from, width));
  context.globalAlpha = 0.62;
  context.fillStyle = colours.veil;
  context.fillRect(x, 0, width - x, height);
  context.globalAlpha = 1;
  if (stoppedAt < from) return;
  context.fillStyle = colours.line;
  const dash = Math.round(3 * scale);
  const line = Math.max(1, Math.round(scale));
  for (let y = 0; y < height; y += 2 * dash) context.fillRect(Math.min(x, width - line), y, line, dash);
}

/** Damage is hatched over the full height, a warning is dotted over the upper half, a note is a tick at the top. */
function paintMark(
  context: CanvasRenderingContext2D,
  mark: FaultMark,
  colours: ChartColours,
  scale: number,
): void {
  const { height } = context.canvas;
  const width = mark.to - mark.from;
  context.save();
  context.beginPath();
  if (mark.severity === DAMAGE) {
    context.rect(mark.from, 0, width, height);
    context.clip();
    context.fillStyle = colours.damage;
    context.fillRect(mark.from, 0, width, height);
    context.strokeStyle = colours.onDamage;
    context.globalAlpha = 0.55;
    context.lineWidth = scale;
    context.beginPath();
    const step = 4 * scale;
    for (let x = mark.from - height; x < mark.to; x += step) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
  } else if (mark.severity === WARNING) {
    context.fillStyle = colours.warning;
    context.fillRect(mark.from, 0, width, Math.round(height / 2));
    context.fillStyle = colours.onWarning;
    const dot = Math.max(1, Math.round(scale));
    for (let x = mark.from + dot; x < mark.to; x += 3 * dot) {
      for (let y = dot; y < height / 2 - dot; y += 3 * dot) context.fillRect(x, y, dot, dot);
    }
  } else {
    context.fillStyle = colours.info;
    context.fillRect(mark.from, 0, width, Math.round(4 * scale));
  }
  context.restore();
}
