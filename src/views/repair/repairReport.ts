/* What a repair did, as facts that can be shown, copied and kept beside the file. */
import type { RepairPlan } from '../../repair/index.ts';
import type { SaveFacts, SaveOutcome } from '../../workers/index.ts';
import { formatCount, formatNumberOf, formatOffset } from '../ui/format.ts';
import { keysText } from './keysText.ts';

export interface ReportFact {
  readonly label: string;
  readonly value: string;
  /** A digest, which nobody reads but everybody copies. */
  readonly mono?: boolean;
}

interface Repaired {
  readonly input: string;
  readonly output: string;
  readonly plan: RepairPlan;
  /** "Salvage and fix" */
  readonly preset: string;
  readonly outcome: SaveOutcome;
  readonly facts: SaveFacts;
  readonly noun: string;
}

/** Keys are named up to this many. */
const NAMED = 20;

export function reportFacts({
  input,
  output,
  plan,
  preset,
  outcome,
  facts,
  noun,
}: Repaired): readonly ReportFact[] {
  const { effect } = facts;
  const on = plan.steps.filter((step) => step.on).length;
  const off = plan.steps.length - on;
  const spans = effect.spansDropped === 0 ? '' : ` in ${formatNumberOf(effect.spansDropped, 'span')}`;
  return [
    { label: 'Input', value: `${input}, ${formatNumberOf(facts.inputSize, 'byte')}` },
    { label: 'SHA-256 of the input', value: facts.inputSha256, mono: true },
    { label: 'Output', value: `${output}, ${formatNumberOf(facts.outputSize, 'byte')}` },
    { label: 'SHA-256 of the output', value: facts.outputSha256, mono: true },
    {
      label: 'Plan',
      value: `${preset}, ${formatNumberOf(on, 'step')}${off === 0 ? '' : `, ${formatCount(off)} switched off`}`,
    },
    {
      label: noun === 'record' ? 'Records' : 'Entries',
      value: `${formatCount(outcome.recordsKept)} kept, ${formatCount(facts.recordsDropped)} dropped`,
    },
    {
      label: 'Bytes',
      value: `${formatCount(facts.bytesDropped)} dropped${spans}, ${formatCount(effect.bytesChanged)} changed${effect.bytesAdded === 0 ? '' : `, ${formatCount(effect.bytesAdded)} added`}`,
    },
    ...(effect.keysMended.count === 0
      ? []
      : [{ label: 'Put right', value: keysText(effect.keysMended, NAMED) }]),
    ...(effect.keysDropped.count === 0
      ? []
      : [
          {
            label: `Lost ${noun === 'record' ? 'records' : 'entries'} of`,
            value: keysText(effect.keysDropped, NAMED),
          },
        ]),
    { label: outcome.verdict.readerLabel, value: readerValue(outcome, noun) },
  ];
}

function readerValue({ verdict }: SaveOutcome, noun: string): string {
  const loads = `loads ${formatNumberOf(verdict.applied, noun)} of the copy`;
  if (verdict.error !== null)
    return `${loads}, then stops at ${formatOffset(verdict.stoppedAt)} with “${verdict.error}”`;
  return verdict.silentlyDropped === 0
    ? `${loads}, to a clean end`
    : `${loads} and drops the rest without a word`;
}

/** The report as text, with the steps that were applied. */
export function reportText(repaired: Repaired): string {
  const facts = reportFacts(repaired).map(({ label, value }) => `${label}: ${value}`);
  const steps = repaired.plan.steps
    .filter((step) => step.on)
    .map(
      (step) =>
        `  ${formatOffset(step.offset)}, ${formatNumberOf(step.length, 'byte')}: ${step.title}. ${step.reason}`,
    );
  return ['Repaired with Shardscope', ...facts, ...(steps.length === 0 ? [] : ['Steps:', ...steps]), ''].join(
    '\n',
  );
}
