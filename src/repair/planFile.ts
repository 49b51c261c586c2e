/*
 * A plan as a file: JSON with the SHA-256 of the input it was made for. What is read back was perhaps written by
 * hand or by another version, so nothing of it is believed before it has been looked at.
 */
import { fileOffset } from '../base/index.ts';
import { decodeBase64, groupDigits } from '../codec/index.ts';
import type { RepairPlan, RepairStep, RepairStepBase } from './plan.ts';
import { PRESETS } from './proposedPreset.ts';

/** A plan that was read, or what is wrong with it. */
export type ReadPlan =
  | { readonly outcome: 'plan'; readonly plan: RepairPlan }
  | { readonly outcome: 'refused'; readonly why: string };

/** What a plan must have been made for. */
export interface PlanSubject {
  readonly format: string;
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** More than a plan can sensibly have; a file that claims more is not held in memory twice. */
const MOST_STEPS = 2_000_000;

/** The plan as the text of its file. @param sha256 of the input, which a saved plan always carries */
export function formatPlan(plan: RepairPlan, sha256: string): string {
  return `${JSON.stringify({ ...plan, source: { ...plan.source, sha256 } }, null, 2)}\n`;
}

/** Reads a plan's file. Whether it is for the file at hand, {@link planMismatch} says. */
export function parsePlan(text: string): ReadPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('It is not JSON.');
  }
  try {
    return { outcome: 'plan', plan: readPlan(value) };
  } catch (error) {
    if (error instanceof PlanError) return refused(error.message);
    throw error;
  }
}

/** In what `plan` was not made for `subject`: the first difference, in a sentence; null when it was. */
export function planMismatch({ format, source }: RepairPlan, subject: PlanSubject): string | null {
  if (format !== subject.format)
    return `The plan is for another format: ${format}, and this file is ${subject.format}.`;
  if (source.size !== subject.size) {
    return `The plan is for a file of ${groupDigits(source.size)} bytes, and this one has ${groupDigits(subject.size)}.`;
  }
  if (source.sha256 === null)
    return 'The plan does not say what file it is for: the SHA-256 of its input is missing.';
  if (source.sha256 !== subject.sha256) {
    return `The plan is for a file of the same size but with other content: its SHA-256 is ${source.sha256}, and that of this file ${subject.sha256}.`;
  }
  return null;
}

const refused = (why: string): ReadPlan => ({ outcome: 'refused', why });

/** What was read is no plan. Thrown and caught in this file only. */
class PlanError extends Error {}

function fail(why: string): never {
  throw new PlanError(why);
}

type Fields = Readonly<Record<string, unknown>>;

function readPlan(value: unknown): RepairPlan {
  const fields = asObject(value, 'the file');
  if (fields.version === undefined) fail('It is JSON, but no repair plan.');
  if (fields.version !== 1) fail(`It is a plan of version ${String(fields.version)}; this version reads 1.`);
  const preset =
    PRESETS.find((each) => each === fields.preset) ?? fail(`There is no preset “${String(fields.preset)}”.`);
  const source = asObject(fields.source, 'source');
  const sha256 = source.sha256 ?? null;
  if (sha256 !== null && !(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256))) {
    fail('“source.sha256” is no SHA-256 in hexadecimal.');
  }
  const size = asCount(source.size, 'source.size');
  if (!Array.isArray(fields.steps) || fields.steps.length > MOST_STEPS) fail('“steps” is no list of steps.');
  return {
    version: 1,
    preset,
    format: asText(fields.format, 'format'),
    source: { name: asText(source.name, 'source.name'), size, sha256: sha256 as string | null },
    steps: readSteps(fields.steps, size),
  };
}

function readSteps(values: readonly unknown[], size: number): RepairStep[] {
  const ids = new Set<string>();
  let end = 0;
  return values.map((value, i) => {
    const step = readStep(value, `steps[${i}]`);
    if (ids.has(step.id)) fail(`Two steps have the name “${step.id}”.`);
    ids.add(step.id);
    // A new footer is written at the end, whatever stands where the old one was.
    if (step.kind !== 'recompute-footer' && step.offset < end)
      fail(`Step ${i + 1} begins before the step before it ends.`);
    if (step.offset + step.length > size) fail(`Step ${i + 1} reaches past the end of the file.`);
    end = step.offset + step.length;
    return step;
  });
}

function readStep(value: unknown, where: string): RepairStep {
  const fields = asObject(value, where);
  const base: RepairStepBase = {
    id: asText(fields.id, `${where}.id`),
    offset: fileOffset(asCount(fields.offset, `${where}.offset`)),
    length: asCount(fields.length, `${where}.length`),
    on: asFlag(fields.on, `${where}.on`),
    optional: asFlag(fields.optional, `${where}.optional`),
    title: asText(fields.title, `${where}.title`),
    reason: asText(fields.reason, `${where}.reason`),
    records: asInteger(fields.records, `${where}.records`),
  };
  if (!base.on && !base.optional) fail(`“${where}” is switched off, but the plan can’t do without it.`);
  switch (fields.kind) {
    case 'drop':
    case 'truncate':
      return { ...base, kind: fields.kind };
    case 'replace':
      return {
        ...base,
        kind: 'replace',
        replacement: asBytes(fields.replacement, `${where}.replacement`),
        before: asBytes(fields.before, `${where}.before`),
      };
    case 'transcode':
      if (fields.to !== 'plaintext' && fields.to !== 'encrypted') fail(`“${where}.to” names no encoding.`);
      return { ...base, kind: 'transcode', to: fields.to };
    case 'rewrite-count':
      return { ...base, kind: 'rewrite-count', from: asCount(fields.from, `${where}.from`) };
    case 'recompute-footer':
      return {
        ...base,
        kind: 'recompute-footer',
        from: fields.from === null ? null : asCount(fields.from, `${where}.from`),
      };
    default:
      return fail(`“${where}” is of a kind that this version does not know: ${String(fields.kind)}.`);
  }
}

function asObject(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return fail(where === 'the file' ? 'It is JSON, but no repair plan.' : `“${where}” is missing.`);
}

function asText(value: unknown, where: string): string {
  return typeof value === 'string' ? value : fail(`“${where}” is no text.`);
}

function asFlag(value: unknown, where: string): boolean {
  return typeof value === 'boolean' ? value : fail(`“${where}” is neither true nor false.`);
}

function asInteger(value: unknown, where: string): number {
  return Number.isSafeInteger(value) ? (value as number) : fail(`“${where}” is no whole number.`);
}

function asCount(value: unknown, where: string): number {
  const number = asInteger(value, where);
  return number >= 0 ? number : fail(`“${where}” is negative.`);
}

/** Bytes in Base64, which stay text in a plan. */
function asBytes(value: unknown, where: string): string {
  const text = asText(value, where);
  return decodeBase64(text) === null ? fail(`“${where}” is no Base64.`) : text;
}
