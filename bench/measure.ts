import type { BenchOptions } from './benchOptions.ts';
import type { Figure } from './figure.ts';

/** Something that is measured by itself and gives one or several figures. */
export interface Measure {
  /** What `--only` calls it. */
  readonly name: string;
  /** What it does, for the person who waits. */
  readonly title: string;
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>;
}
