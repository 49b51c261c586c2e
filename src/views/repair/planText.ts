/* What the repair view says, apart from how it looks. */
import type { RepairPlan, RepairStep } from '../../repair/index.ts';
import type { Verdict } from '../../scan/index.ts';
import type { SaveOutcome } from '../../workers/index.ts';
import { formatCount, formatNumberOf } from '../ui/format.ts';

/** "+1 record", "−3 records", "±0". */
export function recordsEffect(records: number, noun: string): string {
  if (records === 0) return '±0';
  return `${records > 0 ? '+' : '−'}${formatNumberOf(Math.abs(records), noun)}`;
}

/** What the reader does with the file as it is. */
export function nowSentence(verdict: Verdict, noun: string): string {
  if (verdict.abort?.certain === true) return 'then the server aborts at start-up';
  if (verdict.error !== null) {
    if (verdict.phase === 'open') return 'it refuses the file';
    return verdict.applied < verdict.records
      ? 'any error discards the whole file'
      : 'then it stops with an error';
  }
  if (verdict.silentlyDropped > 0)
    return `then it drops ${formatNumberOf(verdict.silentlyDropped, 'byte')} without a word`;
  return verdict.applied === 0 ? `there is no ${noun} to read` : 'to a clean end';
}

/**
 * Whether it is worth asking if a plan changes what stops the reader. A snapshot is read as a whole, so there any
 * step may be the one.
 */
export function stopsAtOneRecord({ error, phase }: Verdict): boolean {
  return error !== null && (phase === 'record' || phase === 'open');
}

/** `shard-3.aof` → `shard-3.repaired.aof`. A snapshot that never finished loses its `.tmp`: the copy is finished. */
export function repairedName(name: string): string {
  const whole = name.replace(/(\.snap)\.tmp$/i, '$1');
  const dot = whole.lastIndexOf('.');
  return dot <= 0 ? `${whole}.repaired` : `${whole.slice(0, dot)}.repaired${whole.slice(dot)}`;
}

export const planFileName = (name: string): string => `${name}.plan.json`;

/** Whether the plan is not what its preset makes: a step was switched by hand, or it was loaded from a file. */
export const isEdited = (plan: RepairPlan, preset: RepairPlan): boolean =>
  plan.steps.length !== preset.steps.length ||
  plan.steps.some((step, i) => step.id !== preset.steps[i]?.id || step.on !== preset.steps[i]?.on);

/** The command that does the same; a plan changed by hand needs its file. */
export function commandLine(name: string, plan: RepairPlan, edited: boolean, encrypted: boolean): string {
  const how = edited ? `--plan ${shellWord(planFileName(name))}` : `--preset ${plan.preset}`;
  const key = encrypted ? ' --key-file KEY_FILE' : '';
  return `shardscope repair ${shellWord(name)} -o ${shellWord(repairedName(name))} ${how}${key}`;
}

/** `text` as one word of a POSIX shell; never taken for an option. */
function shellWord(text: string): string {
  const word = text.startsWith('-') ? `./${text}` : text;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export interface OutcomeText {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly detail: string;
}

const DIFFERS = {
  what: 'The copy is not what the plan promised.',
  meaning: 'It was read back and differs. The original is untouched.',
  next: 'Do not use it; save it again, to another place.',
};

/** What came of saving. `verb` is what happened to the copy: "Saved", "Downloaded". */
export function outcomeText(outcome: SaveOutcome, verb: string, noun: string): OutcomeText {
  const { verdict, recordsKept, recordsPromised } = outcome;
  const reader = verdict.readerLabel;
  if (outcome.problem !== null || !outcome.verified) {
    const { what, meaning, next } = outcome.problem ?? DIFFERS;
    const numbers =
      recordsKept === recordsPromised
        ? ''
        : ` It holds ${formatNumberOf(recordsKept, noun)}; the plan promised ${formatCount(recordsPromised)}.`;
    return { tone: 'bad', title: what, detail: `${meaning}${numbers} ${next}` };
  }
  if (verdict.error === null && verdict.silentlyDropped === 0 && verdict.applied === recordsKept) {
    const all = recordsKept === 1 ? `the one ${noun}` : `all ${formatNumberOf(recordsKept, noun)}`;
    const loads = recordsKept === 0 ? `${reader} opens it; it holds no ${noun}` : `${reader} loads ${all}`;
    return {
      tone: 'good',
      title: `${verb} and checked: ${loads}`,
      detail: `The copy was read back and replayed: every ${noun} holds, and its keys are the ones that were promised.`,
    };
  }
  const stop = verdict.error === null ? '' : ` It stops with “${verdict.error}”.`;
  return {
    tone: 'warn',
    title: `${verb} as planned, but ${reader} loads ${formatCount(verdict.applied)} of ${formatNumberOf(recordsKept, noun)}`,
    detail: `The copy holds what the plan promised.${stop} Choose another reader, or another plan, and compare.`,
  };
}

/** Steps of a kind, when there are too many to list one by one. */
export interface StepGroup {
  readonly title: string;
  readonly steps: readonly RepairStep[];
  readonly on: number;
  /** Of the steps that are on. */
  readonly records: number;
  readonly bytes: number;
  readonly optional: boolean;
}

/** A title without its numbers: steps that differ in nothing else are of one kind. */
const kindOf = (title: string): string => title.replaceAll(/\d[\d,]* /g, '');

/** Groups steps by what they do, in order of first appearance. */
export function groupSteps(steps: readonly RepairStep[]): readonly StepGroup[] {
  const byTitle = new Map<string, RepairStep[]>();
  for (const step of steps) {
    const kind = kindOf(step.title);
    const group = byTitle.get(kind);
    if (group === undefined) byTitle.set(kind, [step]);
    else group.push(step);
  }
  return [...byTitle].map(([title, grouped]) => {
    const on = grouped.filter((step) => step.on);
    return {
      title,
      steps: grouped,
      on: on.length,
      records: on.reduce((sum, step) => sum + step.records, 0),
      bytes: on.reduce((sum, step) => sum + step.length, 0),
      optional: grouped.some((step) => step.optional),
    };
  });
}

/** The plan with the optional steps among `ids` switched. */
export function switchSteps(plan: RepairPlan, ids: ReadonlySet<string>, on: boolean): RepairPlan {
  return {
    ...plan,
    steps: plan.steps.map((step) => (step.optional && ids.has(step.id) ? { ...step, on } : step)),
  };
}
