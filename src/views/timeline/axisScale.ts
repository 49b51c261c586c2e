/*
 * Where things lie on the timeline. The part shown is kept in bytes, so that the map and every axis share it; along the
 * order of records it is turned into rows by samples of where rows begin. Between two samples rows count as equally
 * long: turning there and back again is exact.
 */
import { clamp, upperBound } from '../../base/index.ts';
import type { MapRange } from '../../state/index.ts';
import type { TimelineAxis } from '../../workers/index.ts';

/** `order`: equal steps for each record. `offset`: by bytes. */
export type AxisMode = 'order' | 'offset';

export interface AxisScale {
  readonly mode: AxisMode;
  /** Pixels. */
  readonly width: number;
  /** The part shown: rows, or bytes. */
  readonly from: number;
  readonly to: number;
  /** All there is. */
  readonly total: number;
}

/** The fewest rows, or bytes, that a zoom shows. */
const LEAST = { order: 6, offset: 128 } as const;

/** The row, with its fraction, at an offset. */
export function rowOfOffset({ rows, offsets }: TimelineAxis, offset: number): number {
  const steps = offsets.length - 1;
  if (steps < 1) return 0;
  const at = clamp(upperBound(offsets, offset) - 1, 0, steps - 1);
  const [low, high] = [offsets[at] as number, offsets[at + 1] as number];
  const part = high > low ? clamp((offset - low) / (high - low), 0, 1) : 0;
  const [first, next] = [sampleRow(rows, steps, at), sampleRow(rows, steps, at + 1)];
  return first + part * (next - first);
}

/** Undoes {@link rowOfOffset}. */
export function offsetOfRow({ rows, offsets }: TimelineAxis, row: number): number {
  const steps = offsets.length - 1;
  if (steps < 1 || rows === 0) return 0;
  let at = clamp(Math.floor((row * steps) / rows), 0, steps - 1);
  while (at > 0 && sampleRow(rows, steps, at) > row) at--;
  while (at < steps - 1 && sampleRow(rows, steps, at + 1) <= row) at++;
  const [first, next] = [sampleRow(rows, steps, at), sampleRow(rows, steps, at + 1)];
  const part = next > first ? clamp((row - first) / (next - first), 0, 1) : 0;
  const [low, high] = [offsets[at] as number, offsets[at + 1] as number];
  return low + part * (high - low);
}

const sampleRow = (rows: number, steps: number, at: number): number => Math.floor((at * rows) / steps);

/** The scale for a part of the file; null shows all of it. */
export function scaleOf(
  axis: TimelineAxis,
  mode: AxisMode,
  range: MapRange | null,
  width: number,
): AxisScale {
  const total = Math.max(1, mode === 'order' ? axis.rows : axis.size);
  if (range === null) return { mode, width, from: 0, to: total, total };
  const [from, to] =
    mode === 'order' ? [rowOfOffset(axis, range.from), rowOfOffset(axis, range.to)] : [range.from, range.to];
  return { mode, width, from, to: Math.max(to, from + 1e-6), total };
}

/** Where a row, or the byte it begins at, lies in pixels. */
export const xOf = ({ mode, width, from, to }: AxisScale, row: number, offset: number): number =>
  (((mode === 'order' ? row : offset) - from) / (to - from)) * width;

/** The row, or byte, under a pixel. */
export const placeAt = ({ width, from, to }: AxisScale, x: number): number =>
  from + (width === 0 ? 0 : x / width) * (to - from);

/** The part to show for a window of the scale's own unit; null when it is everything. */
export function rangeOf(axis: TimelineAxis, scale: AxisScale, from: number, to: number): MapRange | null {
  const span = clamp(to - from, Math.min(LEAST[scale.mode], scale.total), scale.total);
  if (span >= scale.total) return null;
  const start = clamp(from, 0, scale.total - span);
  const end = start + span;
  return scale.mode === 'order'
    ? { from: offsetOfRow(axis, start), to: offsetOfRow(axis, end) }
    : { from: start, to: end };
}

/** Shows `factor` times as much, `x` staying where it is. */
export function zoomed(axis: TimelineAxis, scale: AxisScale, factor: number, x: number): MapRange | null {
  const least = Math.min(LEAST[scale.mode], scale.total);
  const kept = clamp((scale.to - scale.from) * factor, least, scale.total) / (scale.to - scale.from);
  const place = placeAt(scale, x);
  return rangeOf(axis, scale, place - (place - scale.from) * kept, place + (scale.to - place) * kept);
}

/** Moves the part shown by so many pixels. */
export function panned(axis: TimelineAxis, scale: AxisScale, pixels: number): MapRange | null {
  const by = (pixels / Math.max(1, scale.width)) * (scale.to - scale.from);
  return rangeOf(axis, scale, scale.from + by, scale.to + by);
}

/** Round places for ticks, at least `apart` pixels from one another. */
export function ticksOf({ from, to, width, mode }: AxisScale, apart: number): readonly number[] {
  const wanted = ((to - from) * apart) / Math.max(1, width);
  const base = mode === 'order' ? 10 : 16;
  const power = base ** Math.floor(Math.log(Math.max(1, wanted)) / Math.log(base));
  const steps = mode === 'order' ? [1, 2, 5, 10] : [1, 2, 4, 8, 16];
  const step = Math.max(1, power * (steps.find((each) => each * power >= wanted) ?? base));
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}
