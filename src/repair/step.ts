import { fileOffset } from '../base/index.ts';
import type { RepairStep } from './plan.ts';
import type { StepText } from './stepTexts.ts';

type StepBody = Pick<RepairStep, 'kind'> & Partial<RepairStep>;

/** A step of a plan that is switched on. */
export function step(
  body: StepBody,
  place: { readonly offset: number; readonly length: number },
  text: StepText,
  records: number,
  optional: boolean,
): RepairStep {
  return {
    id: `${body.kind}-${place.offset}`,
    ...body,
    offset: fileOffset(place.offset),
    length: place.length,
    on: true,
    optional,
    ...text,
    records,
  } as RepairStep;
}
