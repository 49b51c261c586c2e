import { parseArgs } from 'node:util';
import { fail } from '../scripts/project.mjs';

export interface BenchOptions {
  /** Bytes of the main log. */
  readonly size: number;
  readonly seed: number;
  /** Timed rounds; one more comes before them and isn't counted. */
  readonly rounds: number;
  /** The measures to run; null for all. */
  readonly only: readonly string[] | null;
  readonly out: string;
}

/** One of the commands that take figures. */
export interface BenchCommand {
  /** What `npm run` calls it. */
  readonly name: string;
  /** Names of its measures. */
  readonly measures: readonly string[];
  /** Where its figures go. */
  readonly out: string;
}

const usageOf = ({ name, measures, out }: BenchCommand): string => `npm run ${name} -- [options]

  --size SIZE     of the main log: 256MB, 1GB (the default); powers of 1,024
  --seed N        of the files' content (1)
  --rounds N      how often each figure is taken (5)
  --only NAMES    some measures only, comma-separated
  --out FILE      where the figures go (${out}; with --only nowhere)

npm run bench:compare -- BEFORE.json AFTER.json compares two runs.

Measures: ${measures.join(', ')}`;

const UNITS: Readonly<Record<string, number>> = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** Reads the command line; ends the process with the usage where it is wrong. */
export function readOptions(args: readonly string[], command: BenchCommand): BenchOptions {
  const usage = usageOf(command);
  const { values } = parseOrFail(args, usage);
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const only = values.only?.split(',') ?? null;
  const stranger = only?.find((name) => !command.measures.includes(name));
  if (stranger !== undefined) fail(`No measure is called "${stranger}".\n\n${usage}`);
  return {
    size: parseSize(values.size) ?? fail(`"${values.size}" is no size.\n\n${usage}`),
    seed: parseCount(values.seed) ?? fail(`"${values.seed}" is no seed.\n\n${usage}`),
    rounds: parseCount(values.rounds) || fail(`"${values.rounds}" is no number of rounds.\n\n${usage}`),
    only,
    out: values.out ?? (only === null ? command.out : ''),
  };
}

function parseOrFail(args: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        size: { type: 'string', default: '1GB' },
        seed: { type: 'string', default: '1' },
        rounds: { type: 'string', default: '5' },
        only: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

/** "256MB" → bytes; null when it is none, or too small for every measure to have something to do. */
function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([KMG]B)$/i.exec(text.trim());
  const bytes = Math.round(Number(match?.[1]) * (UNITS[match?.[2]?.toUpperCase() ?? ''] ?? 0));
  return bytes >= 2 ** 20 ? bytes : null;
}

const parseCount = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null);
