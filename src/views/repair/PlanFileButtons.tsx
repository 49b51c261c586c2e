import { useRef, useState } from 'react';
import type { RepairPlan } from '../../repair/index.ts';
import { actions, type OpenFile, problemFrom, service } from '../../state/index.ts';
import type { Problem, SaveProgress } from '../../workers/index.ts';
import { Button, Callout, useCommand } from '../ui/index.ts';
import { downloadBlob } from '../ui/saveTarget.ts';
import { planFileName } from './planText.ts';
import { SaveProgressBar } from './SaveProgressBar.tsx';

/** A plan that is larger than this was not written by anyone here. */
const LARGEST_PLAN = 256 << 20;

interface PlanFileButtonsProps {
  readonly file: OpenFile;
  readonly plan: RepairPlan;
  /** The copy is being saved: stopping one of the two would stop the other. */
  readonly saving: boolean;
}

/** Saves the plan as a file, and loads one: both need the file's SHA-256, which a large file takes a while to give. */
export function PlanFileButtons({ file, plan, saving }: PlanFileButtonsProps) {
  const input = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<SaveProgress | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const run = async (work: () => Promise<void>): Promise<void> => {
    if (progress !== null || saving) return;
    setProblem(null);
    setProgress({ stage: 'reading', bytes: 0, total: file.size });
    try {
      await work();
    } catch (error) {
      setProblem(problemFrom(error, file.name));
    }
    setProgress(null);
  };
  const save = (): Promise<void> =>
    run(async () => {
      const text = await service(file.id).planFile(plan, setProgress);
      if (text !== null)
        downloadBlob(new Blob([text], { type: 'application/json' }), planFileName(file.name));
    });
  const load = (chosen: File): Promise<void> =>
    run(async () => {
      if (chosen.size > LARGEST_PLAN) {
        setProblem(TOO_LARGE);
        return;
      }
      const loaded = await service(file.id).loadPlan(await chosen.text(), setProgress);
      if (loaded.outcome === 'refused') setProblem(loaded.problem);
      if (loaded.outcome !== 'plan') return;
      actions.setPlan(file.id, loaded.preview.plan);
      actions.toast('good', `Loaded ${chosen.name}: it was made for this very file.`);
    });
  const choose = (): void => input.current?.click();

  useCommand({
    id: 'repair.save-plan',
    label: 'Save the repair plan',
    group: 'Repair',
    run: () => void save(),
  });
  useCommand({ id: 'repair.load-plan', label: 'Load a repair plan…', group: 'Repair', run: choose });

  return (
    <>
      <Button icon="download" aria-disabled={progress !== null || saving} onClick={() => void save()}>
        Save plan
      </Button>
      <Button icon="open" aria-disabled={progress !== null || saving} onClick={choose}>
        Load plan…
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Repair plan to load"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = '';
          if (chosen !== undefined) void load(chosen);
        }}
      />
      {progress !== null && progress.bytes > 0 && <SaveProgressBar fileId={file.id} progress={progress} />}
      {problem !== null && (
        <div className="save-repair-problem" role="alert">
          <Callout
            tone="bad"
            title={problem.what}
            actions={
              <Button size="small" onClick={() => setProblem(null)}>
                Dismiss
              </Button>
            }
          >
            {problem.meaning} {problem.next}
          </Callout>
        </div>
      )}
    </>
  );
}

const TOO_LARGE: Problem = {
  code: 'no-plan',
  what: 'This is no repair plan: it is far too large.',
  where: null,
  meaning: 'It was not read. The plan under review was not changed.',
  next: 'Choose a file that “Save plan” wrote.',
};
