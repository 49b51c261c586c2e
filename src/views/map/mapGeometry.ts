import { clamp } from '../../base/index.ts';

/** A stretch of the strip that is marked, in device pixels; `to` is exclusive. Severity 1 info, 2 warning, 3 damage. */
export interface FaultMark {
  readonly from: number;
  readonly to: number;
  readonly severity: number;
}

/** Where a byte lies on a strip of `width` for a file of `size`. */
export function xOfOffset(offset: number, size: number, width: number): number {
  return size === 0 ? 0 : clamp((offset / size) * width, 0, width);
}

/** The byte under a place of the strip; never the one past the last. */
export function offsetOfX(x: number, size: number, width: number): number {
  if (size === 0 || width === 0) return 0;
  return clamp(Math.floor((x / width) * size), 0, size - 1);
}

/**
 * The faults of a strip as marks: neighbours of the same severity are one, and none is narrower than `least`, so
 * that one byte of damage in a gigabyte can be seen. The worse come last, to be drawn above the others.
 * @param severity the worst in each bucket, 0 for none
 */
export function faultMarks(severity: ArrayLike<number>, width: number, least: number): readonly FaultMark[] {
  const marks: FaultMark[] = [];
  const scale = width / Math.max(1, severity.length);
  for (let i = 0; i < severity.length; ) {
    const worst = severity[i] ?? 0;
    let end = i + 1;
    while (end < severity.length && severity[end] === worst) end++;
    if (worst > 0) marks.push(widen(i * scale, end * scale, worst, width, least));
    i = end;
  }
  return marks.toSorted((a, b) => a.severity - b.severity || a.from - b.from);
}

function widen(from: number, to: number, severity: number, width: number, least: number): FaultMark {
  const left = Math.floor(from);
  const right = Math.ceil(to);
  const missing = Math.max(0, least - (right - left));
  const start = clamp(left - Math.floor(missing / 2), 0, Math.max(0, width - least));
  return { from: start, to: Math.min(width, Math.max(right, start + least)), severity };
}

/**
 * The place that a key moves to, in bytes; null for a key that means nothing here.
 * @param shown how many bytes the strip shows: a step is a hundredth of that
 */
export function keyStep(key: string, at: number, size: number, shown: number = size): number | null {
  const percent = Math.max(1, shown / 100);
  const last = Math.max(0, size - 1);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(Math.round(at + percent), 0, last);
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamp(Math.round(at - percent), 0, last);
    case 'PageUp':
      return clamp(Math.round(at + 10 * percent), 0, last);
    case 'PageDown':
      return clamp(Math.round(at - 10 * percent), 0, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
