import type { RepairPlan } from '../../repair/index.ts';
import { actions, announceFailure, type OpenFile } from '../../state/index.ts';
import { Button, Callout, formatBytes } from '../ui/index.ts';
import { FailedSave } from './FailedSave.tsx';
import { outcomeText } from './planText.ts';
import { Report } from './Report.tsx';
import { reportFacts, reportText } from './repairReport.ts';
import type { SaveResult } from './saveRepair.ts';

interface SaveOutcomeProps {
  readonly result: Exclude<SaveResult, { kind: 'cancelled' }>;
  readonly file: OpenFile;
  readonly plan: RepairPlan;
  /** "Salvage and fix" */
  readonly presetName: string;
  readonly noun: string;
  readonly onRetry: () => void;
}

/** What came of saving, and the report of what was done. */
export function SaveOutcome({ result, file, plan, presetName, noun, onRetry }: SaveOutcomeProps) {
  if (result.kind === 'failed') return <FailedSave problem={result.problem} onRetry={onRetry} />;
  const { outcome, verb, name } = result;
  const { tone, title, detail } = outcomeText(outcome, verb, noun);
  const open = async (): Promise<void> => {
    try {
      await actions.openFiles([await result.copy()]);
    } catch (error) {
      announceFailure(error, name);
    }
  };
  const exists = outcome.problem === null && (verb === 'Saved' || outcome.verified);
  const repaired =
    outcome.facts === null
      ? null
      : { input: file.name, output: name, plan, preset: presetName, outcome, facts: outcome.facts, noun };
  return (
    <>
      <Callout
        tone={tone}
        title={title}
        actions={
          exists ? (
            <Button icon="open" onClick={() => void open()}>
              Open the repaired file
            </Button>
          ) : (
            <Button onClick={onRetry}>Try again</Button>
          )
        }
      >
        <p>{detail}</p>
        {exists && (
          <p>
            It is <b>{name}</b>, {formatBytes(outcome.size)}.
            {tone === 'good' &&
              ` To use it, stop the server, keep ${file.name} somewhere safe, and put the copy in its place.`}
          </p>
        )}
      </Callout>
      {exists && repaired !== null && (
        <Report
          label="Report of the repair"
          facts={reportFacts(repaired)}
          text={() => reportText(repaired)}
        />
      )}
    </>
  );
}
