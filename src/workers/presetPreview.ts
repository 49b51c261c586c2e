import type { ReaderId } from '../codec/index.ts';
import {
  impossiblePreview,
  type MadePlan,
  makePlan,
  makeRewritePlan,
  previewPlan,
  type RepairPlan,
  type RepairPreset,
  type RepairPreview,
} from '../repair/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { SaveSubject } from './repairSaving.ts';
import type { ShardBase } from './shardBase.ts';

/**
 * A ready-made plan and what it makes of the file; where there is none, why.
 * @param reader whom a rewrite is for
 * @param findBase what a rewrite goes on from
 */
export async function presetPreview(
  { source, index, name }: SaveSubject,
  preset: RepairPreset,
  reader: ReaderId,
  findBase: () => Promise<ShardBase>,
): Promise<RepairPreview> {
  const rewrite = async (): Promise<MadePlan> => {
    const { problem, make } = await findBase();
    if (problem !== null) return { outcome: 'impossible', why: problem };
    return makeRewritePlan(source, index, { name, reader, nowMs: BigInt(Date.now()), base: await make() });
  };
  const made = preset === 'rewrite' ? await rewrite() : makePlan(index, preset, name);
  if (made.outcome === 'plan') return previewPlan(index, made.plan);
  const nothing: RepairPlan = {
    version: 1,
    preset,
    format: formatOf(index),
    source: { name, size: index.size, sha256: null },
    steps: [],
  };
  return impossiblePreview(index, nothing, made.why);
}

/** The format as plans name it. */
export const formatOf = (index: FileIndex): string => index.format.id;

/** Whether a step that is on changes or drops bytes of the record at `offset`, or takes it out. */
export function changesRecordAt(index: FileIndex, plan: RepairPlan, offset: number): boolean {
  const row = index.rows.rowAt(offset);
  const from = index.rows.offset(row);
  const to = from + index.rows.size(row);
  return plan.steps.some((step) => {
    if (!step.on || step.offset >= to) return false;
    // A header that is written anew changes how everything behind it is read.
    return step.offset === 0 || step.kind === 'truncate' || step.offset + Math.max(1, step.length) > from;
  });
}
