/*
 * Savings that are under way or done, by file. Saving a large file takes a while, and whoever looks at a record
 * meanwhile, or at the copy afterwards, finds its progress and its report here when they come back.
 */
import { createStore, useStore } from 'zustand';
import type { RepairPlan } from '../../repair/index.ts';
import { type FileId, type OpenFile, repairRequest } from '../../state/index.ts';
import type { SaveProgress } from '../../workers/index.ts';
import { type SaveResult, saveRepair } from './saveRepair.ts';

export interface SaveRun {
  readonly plan: RepairPlan;
  /** Null once it has ended. */
  readonly progress: SaveProgress | null;
  /** Null until it has ended. */
  readonly result: Exclude<SaveResult, { kind: 'cancelled' }> | null;
}

const runs = createStore<ReadonlyMap<FileId, SaveRun>>(() => new Map());

function setRun(id: FileId, run: SaveRun | null): void {
  const next = new Map(runs.getState());
  if (run === null) next.delete(id);
  else next.set(id, run);
  runs.setState(next, true);
}

/** The last saving of a file, if it was of `plan`: another plan has not been saved, whatever became of this one. */
export function useSaveRun(id: FileId, plan: RepairPlan): SaveRun | null {
  const run = useStore(runs, (all) => all.get(id) ?? null);
  return run?.plan === plan || (run !== null && run.progress !== null) ? run : null;
}

/** Saves the copy. Call it inside a click. Does nothing while one is being saved. */
export async function startSave(file: OpenFile, plan: RepairPlan): Promise<void> {
  const { id } = file;
  const before = runs.getState().get(id) ?? null;
  if (before !== null && before.progress !== null) return;
  const result = await saveRepair(file, plan, repairRequest(id), (progress) =>
    setRun(id, { plan, progress, result: null }),
  );
  setRun(id, result.kind === 'cancelled' ? before : { plan, progress: null, result });
}
