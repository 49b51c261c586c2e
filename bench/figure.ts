/** How a figure is to be read: a ratio of two rates (or times) of the same round, or a plain number. */
export type Unit = 'ratio' | 'ms' | 'MB' | 'MB/s' | 'kB' | 'records/s' | 'fps' | '%';

/** What DESIGN.md asks of a figure. */
export interface Target {
  readonly at: 'least' | 'most';
  readonly value: number;
}

/** One measured number, once for each round. */
export interface Figure {
  /** Unique in a run: compared by this. */
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly target: Target | null;
  readonly values: readonly number[];
}

/** Whether more of it is better. */
export const isMoreBetter = ({ unit, target }: Pick<Figure, 'unit' | 'target'>): boolean =>
  target === null
    ? unit === 'ratio' || unit === 'MB/s' || unit === 'records/s' || unit === 'fps'
    : target.at === 'least';

export const atLeast = (value: number): Target => ({ at: 'least', value });
export const atMost = (value: number): Target => ({ at: 'most', value });

/** A figure of these rounds. */
export const figure = (
  name: string,
  title: string,
  unit: Unit,
  values: readonly number[],
  target: Target | null = null,
): Figure => ({ name, title, unit, target, values });

/** The middle value; of an even number of values the mean of the middle two. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** How many times `base` the rate of `subject` is, round by round: two times for the same bytes. */
export const rateRatios = (subject: readonly number[], base: readonly number[]): number[] =>
  subject.map((ms, round) => (base[round] ?? Number.NaN) / ms);

/** Megabytes (10^6 bytes) a second. */
export const rates = (bytes: number, times: readonly number[]): number[] =>
  times.map((ms) => bytes / ms / 1000);
