/* What `shardscope repair` says about a repair, to people and as JSON. */
import { escapeInvisible, formatOffset, groupDigits, type Json } from '../src/codec/index.ts';
import {
  planEffect,
  type RepairPreview,
  type RepairStep,
  type StateComparison,
  type VerifiedOutput,
} from '../src/repair/index.ts';
import { keyLabel } from '../src/replay/index.ts';
import type { FileIndex, Verdict } from '../src/scan/index.ts';
import { faultJson, faultsInOrder, formatOf, verdictJson } from './check.ts';
import { countOf, verdictText } from './checkText.ts';
import type { RepairOptions } from './repairOptions.ts';
import type { HeldRows, ScannedFile } from './scannedFile.ts';

/** A repair that was made, or that would be. */
export interface Report {
  readonly file: ScannedFile;
  readonly snapshot: ScannedFile | null;
  readonly options: RepairOptions;
  readonly preview: RepairPreview;
  readonly sha256: string;
  readonly verdictBefore: Verdict;
  /** Of the output, as the rest is. */
  readonly index: FileIndex;
  readonly held: HeldRows;
  readonly verified: VerifiedOutput;
  readonly verdict: Verdict;
  /** How many keys there are before and after, and which differ; null where they are too many to be compared. */
  readonly keys: (StateComparison & { readonly before: number; readonly after: number }) | null;
  readonly outputSha256: string | null;
  /** Null when nothing was written. */
  readonly output: string | null;
  readonly backup: string | null;
}

/** How many keys are named in the JSON, of each kind. */
const MOST_KEYS = 1000;
/** And to people. */
const FEW_KEYS = 5;
/** How many steps of the same title are listed. */
const MOST_STEPS = 10;

export function repairJson(report: Report): Json {
  const { file, preview, index } = report;
  const { plan } = preview;
  const effect = planEffect(file.index, plan);
  return {
    file: file.input.path,
    format: formatOf(file.index),
    preset: plan.preset,
    snapshot: report.snapshot?.input.path ?? null,
    output: report.output,
    backup: report.backup,
    sha256: report.sha256,
    output_sha256: report.outputSha256,
    size: preview.outputSize,
    records_kept: preview.recordsKept,
    records_dropped: preview.recordsDropped,
    bytes_dropped: preview.bytesDropped,
    bytes_changed: effect.bytesChanged,
    spans_dropped: spansDropped(report).map(({ offset, length, title }) => ({ offset, length, why: title })),
    unchanged: preview.unchanged,
    keys: report.keys && {
      before: report.keys.before,
      after: report.keys.after,
      gained: namedJson(report.keys.gained),
      lost: namedJson(report.keys.lost),
      changed: namedJson(report.keys.changed),
    },
    before: verdictJson(report.verdictBefore),
    after: verdictJson(report.verdict),
    verified: {
      same_state: report.verified.sameState,
      records: report.verified.records,
      keys: report.verified.keys,
    },
    faults_left: faultsInOrder(index).map((fault) => faultJson(fault, index)),
    plan: {
      version: plan.version,
      preset: plan.preset,
      format: plan.format,
      source: { ...plan.source },
      steps: plan.steps.map((step) => ({ ...step })),
    },
  };
}

/** How many keys there are, and the first thousand. */
export const namedJson = (keys: readonly string[]): Json => ({
  count: keys.length,
  first: keys.slice(0, MOST_KEYS).map(keyLabel),
});

const spansDropped = ({ preview }: Report): readonly RepairStep[] =>
  preview.plan.steps.filter((step) => step.on && (step.kind === 'drop' || step.kind === 'truncate'));

export function repairText(report: Report): string {
  const { file, preview, verdictBefore, verdict, output, backup } = report;
  const noun = file.index.kind === 'aof' ? 'record' : 'entry';
  const { plan } = preview;
  const lines = [`${file.input.path}: ${verdictText(file, verdictBefore)}`];
  if (preview.unchanged) lines.push('  There is nothing to change.');
  lines.push(...stepLines(plan.steps));
  const changed = planEffect(file.index, plan).bytesChanged;
  lines.push(
    `  ${countOf(preview.recordsKept, noun)} kept, ${groupDigits(preview.recordsDropped)} dropped; ${countOf(preview.bytesDropped, 'byte')} dropped, ${groupDigits(changed)} changed, ${groupDigits(preview.outputSize)} in the new file.`,
    ...(report.keys === null
      ? [uncomparedLine(report.verified)]
      : keyLines(report.keys, report.keys.before, report.keys.after, verdict.readerLabel)),
    `  SHA-256 of the original: ${report.sha256}`,
  );
  if (report.outputSha256 !== null) lines.push(`  SHA-256 of the new file: ${report.outputSha256}`);
  const left = report.index.faults.length;
  const rest = left === 0 ? '' : `; ${countOf(left, 'fault')} left, which "shardscope check" lists`;
  if (output === null) {
    if (!preview.unchanged) lines.push(`The new file: ${verdictText(report, verdict)}`);
    lines.push(`Nothing was written${rest}.`);
    return lines.join('\n');
  }
  lines.push(`${output}: ${verdictText(report, verdict)}`);
  if (backup !== null) lines.push(`  The original is ${backup}.`);
  lines.push(
    left === 0
      ? '  Written, read back, and without damage: it holds what was promised.'
      : `  Written and read back: it holds what was promised${rest}.`,
  );
  return lines.join('\n');
}

const uncomparedLine = ({ keys }: VerifiedOutput): string =>
  `  The keys are too many to be compared before and after${keys === null ? '; the records were compared one by one' : ''}.`;

/** The steps that are on, those with the same title together. */
function stepLines(steps: readonly RepairStep[]): readonly string[] {
  const byTitle = new Map<string, RepairStep[]>();
  for (const step of steps.filter(({ on }) => on)) {
    const group = byTitle.get(step.title);
    if (group === undefined) byTitle.set(step.title, [step]);
    else group.push(step);
  }
  return [...byTitle].flatMap(([title, group]) => groupLines(title, group));
}

/** What is said of all of them is said once. */
function groupLines(title: string, group: readonly RepairStep[]): readonly string[] {
  const [first, ...others] = group as readonly [RepairStep, ...RepairStep[]];
  if (others.length === 0) return [`  ${title} (${placeOf(first)})`, `    ${first.reason}`];
  const bytes = group.reduce((sum, step) => sum + step.length, 0);
  const lines = [`  ${title} (${groupDigits(group.length)} times, ${countOf(bytes, 'byte')})`];
  const isSame = others.every((step) => step.reason === first.reason);
  if (isSame) lines.push(`    ${first.reason}`);
  for (const step of group.slice(0, MOST_STEPS)) {
    lines.push(`    ${placeOf(step)}${isSame ? '' : `: ${step.reason}`}`);
  }
  if (group.length > MOST_STEPS) {
    lines.push(`    … and ${groupDigits(group.length - MOST_STEPS)} more (--json lists them all)`);
  }
  return lines;
}

const placeOf = (step: RepairStep): string =>
  `${countOf(step.length, 'byte')} at ${formatOffset(step.offset)}`;

/** What becomes of the keys that a reader loads: their numbers, and the first of them by name. */
export function keyLines(
  { gained, changed, lost }: StateComparison,
  before: number,
  after: number,
  reader: string,
): readonly string[] {
  const counts = `${groupDigits(gained.length)} come back, ${groupDigits(changed.length)} change, ${groupDigits(lost.length)} go`;
  return [
    `  Keys that ${reader} loads: ${groupDigits(before)} before, ${groupDigits(after)} after; ${counts}.`,
    ...named('Back', gained),
    ...named('Changed', changed),
    ...named('Gone', lost),
  ];
}

function named(what: string, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  const more = keys.length > FEW_KEYS ? `, and ${groupDigits(keys.length - FEW_KEYS)} more` : '';
  return [`    ${what}: ${keys.slice(0, FEW_KEYS).map(shortKey).join(', ')}${more}`];
}

/** A key on one line, with what can't be seen escaped. */
function shortKey(key: string): string {
  const text = `“${escapeInvisible(keyLabel(key))}”`;
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
