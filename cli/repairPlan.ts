/* Where the plan of a repair comes from: a preset, a rewrite for a reader, or a file. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SNAPSHOT_HEADER_BYTES } from '../src/codec/index.ts';
import {
  formatPlan,
  type MadePlan,
  makePlan,
  makeRewritePlan,
  parsePlan,
  planMismatch,
  previewPlan,
  type RepairPlan,
  type RepairPreview,
} from '../src/repair/index.ts';
import type { AnyKeyspace } from '../src/replay/index.ts';
import { formatOf } from './check.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import { unreadable } from './inputs.ts';
import { reading } from './reading.ts';
import type { RepairOptions } from './repairOptions.ts';
import type { ScannedFile } from './scannedFile.ts';
import { writeWhole } from './temporaryFile.ts';

/** Reads a plan's file. @throws CommandError when it holds none that this version understands */
export async function readPlanFile(path: string): Promise<RepairPlan> {
  const read = parsePlan(await reading(path, () => readFile(path, 'utf8')));
  if (read.outcome === 'refused') throw refused(path, read.why);
  return read.plan;
}

const refused = (path: string, why: string): CommandError =>
  new CommandError(ExitCode.usage, `${path} is refused. ${why}`);

/** The file to repair, as the plan must know it. */
export interface PlanContext {
  readonly file: ScannedFile;
  readonly sha256: string;
  /** What the shard holds before the log is replayed. */
  readonly base: () => Promise<AnyKeyspace>;
}

/**
 * The plan for a file, with what it makes of it.
 * @param given from a file; null to make one by the options' preset
 * @throws CommandError when there is no plan that makes a readable file
 */
export async function planFor(
  { file, sha256, base }: PlanContext,
  options: RepairOptions,
  given: RepairPlan | null,
): Promise<RepairPreview> {
  const { index, input, refusal } = file;
  // A damaged header can be written anew; without the right key nothing can be judged.
  if (refusal !== null && index.header.outcome === 'ok') throw unreadable(input.path, refusal);
  const plan = given === null ? planOf(await make(file, options, base), input.path) : given;
  if (given !== null) {
    const subject = { format: formatOf(index), size: index.size, sha256 };
    const mismatch = planMismatch(given, subject);
    const why = mismatch === null ? misfit(given, file) : `${mismatch}${otherName(given, input.path)}`;
    if (why !== null) throw refused(options.planFile ?? 'the plan', `${input.path}: ${why}`);
  }
  const preview = previewPlan(index, { ...plan, source: { ...plan.source, sha256 } });
  if (preview.impossible !== null) throw unreadable(input.path, preview.impossible);
  return preview;
}

async function make(
  { source, index, input }: ScannedFile,
  { preset, reader, nowMs }: RepairOptions,
  base: () => Promise<AnyKeyspace>,
): Promise<MadePlan> {
  const name = basename(input.path);
  if (preset === 'rewrite' && !index.format.repair.rewrites) {
    throw unreadable(input.path, `a rewrite replays the file, which can be done with ember’s logs only`);
  }
  if (preset === 'rewrite')
    return makeRewritePlan(source, index, { name, reader, nowMs, base: await base() });
  return makePlan(index, preset ?? 'drop-damaged', name);
}

function planOf(made: MadePlan, path: string): RepairPlan {
  if (made.outcome === 'impossible') throw unreadable(path, made.why);
  return made.plan;
}

/** The name of the file that a plan is for, where it may help to find that file. */
function otherName({ source }: RepairPlan, path: string): string {
  return source.name === basename(path) ? '' : ` It was made for “${source.name}”.`;
}

/** Why a plan that was made for this file, and perhaps changed by hand, can't be carried out. */
function misfit(plan: RepairPlan, { index }: ScannedFile): string | null {
  for (const step of plan.steps.filter(({ on }) => on)) {
    if (step.kind === 'transcode' && index.cipher === null) {
      return 'It writes records in another encoding, which takes the key.';
    }
    if (step.kind !== 'replace' || !index.format.countsEntries || step.offset >= SNAPSHOT_HEADER_BYTES)
      continue;
    const written = Buffer.from(step.replacement, 'base64').length;
    if (step.offset > 0 || written > SNAPSHOT_HEADER_BYTES)
      return `Step “${step.id}” does not fit into the header.`;
  }
  return null;
}

/** Writes the plan's file, whole or not at all. */
export async function savePlanFile(path: string, plan: RepairPlan, sha256: string): Promise<void> {
  const text = new TextEncoder().encode(formatPlan(plan, sha256));
  await writeWhole({ path, write: (write) => write(text), check: () => Promise.resolve() });
}
