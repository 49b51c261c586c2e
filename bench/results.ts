import { readFile, writeFile } from 'node:fs/promises';
import type { Figure } from './figure.ts';
import type { Machine } from './machine.ts';

/** One run, as it is written to a file. */
export interface Results {
  readonly version: 1;
  readonly machine: Machine;
  /** The smallest share of the processors that nobody else used between the measures, 0 … 1. */
  readonly idle: number;
  readonly size: number;
  readonly seed: number;
  readonly rounds: number;
  readonly figures: readonly Figure[];
}

/** Three or four digits say all that a measurement does. */
const rounded = (value: number): number => Number(value.toPrecision(4));

export async function writeResults(path: string, results: Results): Promise<void> {
  const figures = results.figures.map((each) => ({ ...each, values: each.values.map(rounded) }));
  // A list of numbers on one line: the file is read by people too.
  const text = JSON.stringify({ ...results, idle: rounded(results.idle), figures }, null, 2).replaceAll(
    /\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g,
    (_all, numbers: string) => `[${numbers.replaceAll(/\s+/g, ' ')}]`,
  );
  await writeFile(path, `${text}\n`);
}

/** @throws when there is no such file, or it is not one of ours */
export async function readResults(path: string): Promise<Results> {
  const results = JSON.parse(await readFile(path, 'utf8')) as Partial<Results>;
  if (results.version !== 1 || !Array.isArray(results.figures))
    throw new Error(`${path} holds no results of this bench`);
  return results as Results;
}
