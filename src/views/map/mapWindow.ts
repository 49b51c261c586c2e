/* Which part of the file the strip shows: pure, so that zooming can be tested. */
import { clamp } from '../../base/index.ts';
import type { MapRange } from '../../state/index.ts';

/** The fewest bytes that a strip shows. */
const LEAST_BYTES = 256;

/** The part for a window of bytes, kept within the file; null when it is all of it. */
export function windowOf(from: number, to: number, size: number): MapRange | null {
  const span = clamp(to - from, Math.min(LEAST_BYTES, size), size);
  if (span >= size) return null;
  const start = clamp(from, 0, size - span);
  return { from: start, to: start + span };
}

/** Shows `factor` times as much, the byte at `place` staying where it is. */
export function zoomWindow(
  range: MapRange | null,
  size: number,
  factor: number,
  place: number,
): MapRange | null {
  const { from, to } = range ?? { from: 0, to: size };
  const kept = clamp((to - from) * factor, Math.min(LEAST_BYTES, size), size) / Math.max(1, to - from);
  return windowOf(place - (place - from) * kept, place + (to - place) * kept, size);
}

/** Moves along by `bytes`. */
export function panWindow(range: MapRange | null, size: number, bytes: number): MapRange | null {
  return range === null ? null : windowOf(range.from + bytes, range.to + bytes, size);
}

/** The same window, moved so far that it holds the byte at `place`. */
export function windowAround(range: MapRange | null, size: number, place: number): MapRange | null {
  if (range === null || (place >= range.from && place < range.to)) return range;
  const half = (range.to - range.from) / 2;
  return windowOf(place - half, place + half, size);
}
