import { parsePlan, planMismatch, previewPlan } from '../repair/index.ts';
import type { LoadedPlan } from './api.ts';
import { readProblem } from './problem.ts';
import type { OnProgress, SaveSubject } from './repairSaving.ts';
import type { Problem } from './told.ts';

/** Reads a plan's file for the file at hand. Another file's plan would cut at places that mean nothing here. */
export async function loadPlan(
  subject: SaveSubject,
  format: string,
  text: string,
  onProgress: OnProgress,
): Promise<LoadedPlan> {
  const read = parsePlan(text);
  if (read.outcome === 'refused') return { outcome: 'refused', problem: noPlan(read.why) };
  const { plan } = read;
  const { size } = subject.index;
  // Format and size are known at once; only for the rest is the file read whole.
  const early = planMismatch(plan, { format, size, sha256: plan.source.sha256 ?? '' });
  if (early !== null) return { outcome: 'refused', problem: otherFile(early, plan.source.name) };
  try {
    const sha256 = await subject.sha256(onProgress);
    if (sha256 === null) return { outcome: 'cancelled' };
    const late = planMismatch(plan, { format, size, sha256 });
    if (late !== null) return { outcome: 'refused', problem: otherFile(late, plan.source.name) };
    return { outcome: 'plan', preview: previewPlan(subject.index, plan) };
  } catch (error) {
    return { outcome: 'refused', problem: readProblem(error, subject.index.rows.length) };
  }
}

const noPlan = (why: string): Problem => ({
  code: 'no-plan',
  what: 'This is no repair plan.',
  where: null,
  meaning: `${why} The plan under review was not changed.`,
  next: 'Choose a file that “Save plan” wrote, here or on the command line.',
});

const otherFile = (why: string, name: string): Problem => ({
  code: 'plan-for-another-file',
  what: 'This plan was made for another file.',
  where: null,
  meaning: `${why} Its steps would cut at places that mean nothing here, so it is not used.`,
  next: `Open the file that it was made for; its name was ${name}.`,
});
