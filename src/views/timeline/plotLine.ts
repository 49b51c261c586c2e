/* A lane's numbers as a line of few points: of many marks in one column the lowest and the highest are kept. */
import type { LaneStates } from '../../replay/index.ts';

export interface PlotLine {
  /** What is plotted: the value itself, items of a collection, or bytes. */
  readonly unit: 'value' | 'items' | 'bytes';
  readonly low: number;
  readonly high: number;
  /** Runs of points, x and y each 0 … 1, y upward; a run ends where the key is gone. */
  readonly runs: readonly (readonly (readonly [number, number])[])[];
}

/**
 * @param places where each mark lies, of `end` in all
 * @param isString whether sizes are bytes
 * @param columns how many places there are across
 */
export function plotLine(
  states: LaneStates,
  places: ArrayLike<number>,
  end: number,
  isString: boolean,
  columns: number,
): PlotLine | null {
  const { sizes, numbers } = states;
  const total = sizes.length;
  let isNumber = isString;
  let known = 0;
  for (let i = 0; i < total; i++) {
    if (Number.isNaN(sizes[i])) continue;
    known++;
    isNumber &&= !Number.isNaN(numbers[i]);
  }
  if (known === 0) return null;
  const values = isNumber ? numbers : sizes;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // Sizes begin at nothing; a counter's own range says more.
  if (!isNumber) low = 0;
  const x = (mark: number): number => (places[mark] ?? 0) / Math.max(1, end);
  const y = (value: number): number => (high === low ? 0.5 : (value - low) / (high - low));
  const runs: [number, number][][] = [];
  let run: [number, number][] = [];
  const step = Math.max(1, Math.ceil(total / Math.max(1, columns)));
  for (let from = 0; from < total; from += step) {
    let least = -1;
    let most = -1;
    let gap = false;
    for (let mark = from; mark < Math.min(total, from + step); mark++) {
      const value = values[mark] as number;
      if (Number.isNaN(value)) gap = true;
      else {
        if (least < 0 || value < (values[least] as number)) least = mark;
        if (most < 0 || value > (values[most] as number)) most = mark;
      }
    }
    for (const mark of least < most ? [least, most] : least === most ? [least] : [most, least]) {
      if (mark < 0) continue;
      // A value holds until the next record.
      const held = run.at(-1);
      if (held !== undefined) run.push([x(mark), held[1]]);
      run.push([x(mark), y(values[mark] as number)]);
    }
    const held = run.at(-1);
    if (gap && held !== undefined) {
      run.push([Math.max(held[0], x(from)), held[1]]);
      runs.push(run);
      run = [];
    }
  }
  const held = run.at(-1);
  if (held !== undefined) runs.push([...run, [1, held[1]]]);
  return { unit: isNumber ? 'value' : isString ? 'bytes' : 'items', low, high, runs };
}
