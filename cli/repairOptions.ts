/* What `shardscope repair` is asked for. */
import { realpath } from 'node:fs/promises';
import { DEFAULT_READER, type ReaderId } from '../src/codec/index.ts';
import type { RepairPreset } from '../src/repair/index.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import { FILE_OPTIONS, onlyFile, readArguments, readerOption } from './options.ts';
import { reading } from './reading.ts';

export interface RepairOptions {
  /** The file to repair; of a repair in place without symbolic links. */
  readonly path: string;
  /** Null in a dry run, or where only the plan is wanted. */
  readonly output: string | null;
  readonly inPlace: boolean;
  /** Null where a plan's file says what to do. */
  readonly preset: RepairPreset | null;
  readonly planFile: string | null;
  readonly savePlan: string | null;
  readonly force: boolean;
  /** Write no repaired file. */
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly reader: ReaderId;
  /** The shard's snapshot: its path, `none` where it has none, null where nothing was said. */
  readonly snapshot: string | 'none' | null;
  /** The clock that expiries at an absolute time are measured against. */
  readonly nowMs: bigint;
}

/** Of a repair by a plan and of a compaction. */
export const REPAIR_OPTIONS = {
  ...FILE_OPTIONS,
  json: { type: 'boolean' },
  shard: { type: 'string' },
  output: { type: 'string', short: 'o' },
  'in-place': { type: 'boolean' },
  preset: { type: 'string' },
  plan: { type: 'string' },
  'save-plan': { type: 'string' },
  snapshot: { type: 'string' },
  'no-snapshot': { type: 'boolean' },
  force: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

const PRESETS: readonly RepairPreset[] = ['truncate', 'drop-damaged', 'salvage', 'fix-bits', 'rewrite'];

/** Another kind of repair: of a whole shard, and without a plan. */
export const COMPACT = 'compact';

/** Reads the arguments; the key's options are left to the caller. @throws CommandError for what makes no sense */
export async function readRepairOptions(args: readonly string[]) {
  const { values, positionals } = readArguments('repair', args, REPAIR_OPTIONS);
  const given = onlyFile('repair', positionals);
  refuse(values.shard !== undefined, '--shard is for --preset compact, which takes a directory');
  const inPlace = values['in-place'] === true;
  const savePlan = values['save-plan'] ?? null;
  const dryRun = values['dry-run'] === true;
  refuse(
    inPlace && values.output !== undefined,
    '--in-place takes no -o: it writes beside the file and takes its place',
  );
  refuse(values.plan !== undefined && values.preset !== undefined, 'give either --preset or --plan');
  refuse(
    values.snapshot !== undefined && values['no-snapshot'] === true,
    'give either --snapshot or --no-snapshot',
  );
  const output = values.output ?? null;
  const writes = output !== null || inPlace;
  refuse(
    !writes && !dryRun && savePlan === null,
    'repair needs -o OUT, the file to write (or --in-place, or --dry-run)',
  );
  const options: RepairOptions = {
    path: inPlace ? await reading(given, () => realpath(given)) : given,
    output,
    inPlace,
    preset: values.plan === undefined ? presetOf(values.preset ?? 'drop-damaged') : null,
    planFile: values.plan ?? null,
    savePlan,
    force: values.force === true,
    dryRun: dryRun || !writes,
    json: values.json === true,
    reader: readerOption(values.reader) ?? DEFAULT_READER,
    snapshot: values['no-snapshot'] === true ? 'none' : (values.snapshot ?? null),
    nowMs: BigInt(Date.now()),
  };
  return { options, keyOptions: values };
}

export function refuse(condition: boolean, why: string): void {
  if (condition) throw new CommandError(ExitCode.usage, why);
}

function presetOf(text: string): RepairPreset {
  const preset = PRESETS.find((each) => each === text);
  if (preset !== undefined) return preset;
  throw new CommandError(
    ExitCode.usage,
    `there is no preset "${text}"; there are ${[...PRESETS, COMPACT].join(', ')}`,
  );
}
