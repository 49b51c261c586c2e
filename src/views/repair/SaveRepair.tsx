import { useEffect, useRef } from 'react';
import type { RepairPlan, RepairPreview } from '../../repair/index.ts';
import type { OpenFile } from '../../state/index.ts';
import { Button, Callout, CopyButton, useCommand } from '../ui/index.ts';
import { PlanFileButtons } from './PlanFileButtons.tsx';
import { commandLine } from './planText.ts';
import { SaveOutcome } from './SaveOutcome.tsx';
import { SaveProgressBar } from './SaveProgressBar.tsx';
import { startSave, useSaveRun } from './saveRuns.ts';
import './SaveRepair.css';

interface SaveRepairProps {
  readonly file: OpenFile;
  readonly plan: RepairPlan;
  readonly preview: RepairPreview;
  /** The preview is not of this plan yet. */
  readonly pending: boolean;
  readonly edited: boolean;
  /** "Salvage and fix" */
  readonly presetName: string;
  readonly noun: string;
}

/** Saves the repaired copy, and says what came of it. */
export function SaveRepair({ file, plan, preview, pending, edited, presetName, noun }: SaveRepairProps) {
  const run = useSaveRun(file.id, plan);
  const progress = run?.progress ?? null;
  const result = run?.plan === plan ? run.result : null;
  const outcome = useRef<HTMLDivElement>(null);
  const can = progress === null && preview.impossible === null && !preview.unchanged && !pending;

  // What came of saving is gone to when it comes, not when it is found here again.
  const known = useRef(result);
  useEffect(() => {
    if (result !== null && result !== known.current) outcome.current?.focus();
    known.current = result;
  }, [result]);

  const save = (): void => {
    if (can) void startSave(file, plan);
  };

  useCommand({
    id: 'repair.save',
    label: 'Save the repaired copy…',
    group: 'Repair',
    run: save,
    when: () => can,
  });

  return (
    <section className="save-repair" aria-label="Save">
      <div className="save-repair-buttons">
        <Button variant="primary" size="large" icon="save" aria-disabled={!can} onClick={save}>
          Save repaired copy…
        </Button>
        <PlanFileButtons file={file} plan={plan} saving={progress !== null} />
        <CopyButton
          size="medium"
          label="Copy as command line"
          text={commandLine(file.name, plan, edited, file.keyState === 'given')}
        />
      </div>
      {preview.impossible !== null && (
        <Callout tone="warn" title="This plan makes no readable file.">
          {preview.impossible}
        </Callout>
      )}
      {preview.unchanged && (
        <Callout tone="info" title="This plan changes nothing.">
          Every step is switched off, so the copy would be the file itself.
        </Callout>
      )}
      <p className="save-repair-promise">
        The original is only read. The copy is read back and checked before this page says it is done. Save it
        under a new name: a browser may empty a file that you choose to replace.
        {edited && ' The command line needs the plan file, because you changed steps by hand.'}
      </p>
      {progress !== null && <SaveProgressBar fileId={file.id} progress={progress} />}
      {result !== null && (
        <div ref={outcome} tabIndex={-1} className="save-repair-outcome">
          <SaveOutcome
            result={result}
            file={file}
            plan={plan}
            presetName={presetName}
            noun={noun}
            onRetry={save}
          />
        </div>
      )}
    </section>
  );
}
