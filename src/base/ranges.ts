/** A half-open span: `from` is inside, `to` is not. `from` ≤ `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How many of the sorted `values` are less than or equal to `wanted`. */
export function upperBound(values: ArrayLike<number>, wanted: number, count: number = values.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `value`, kept within `low` … `high`. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** Sorts and joins ranges that touch or overlap; empty ones vanish. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: { from: number; to: number }[] = [];
  const sorted = ranges.filter((range) => range.to > range.from).sort((a, b) => a.from - b.from);
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else merged.push({ from: range.from, to: range.to });
  }
  return merged;
}

/** What is left of `whole` when every one of `holes` is taken out, in order. */
export function subtractRanges(whole: Range, holes: readonly Range[]): Range[] {
  const rest: Range[] = [];
  let at = whole.from;
  for (const hole of mergeRanges(holes)) {
    const from = clamp(hole.from, whole.from, whole.to);
    const to = clamp(hole.to, whole.from, whole.to);
    if (from > at) rest.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (at < whole.to) rest.push({ from: at, to: whole.to });
  return rest;
}
