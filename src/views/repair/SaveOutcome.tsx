import type { RepairPlan } from '../../repair/index.ts';
import { actions, announceFailure, type OpenFile } from '../../state/index.ts';
import { Button, Callout, CopyButton, formatBytes } from '../ui/index.ts';
import { outcomeText } from './planText.ts';
import { reportFacts, reportText } from './repairReport.ts';
import type { SaveResult } from './saveRepair.ts';
import './SaveOutcome.css';

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
  if (result.kind === 'failed') {
    const { what, where, meaning, next } = result.problem;
    return (
      <Callout tone="bad" title={what} actions={<Button onClick={onRetry}>Try again</Button>}>
        <p>
          {where !== null && `${where}. `}
          {meaning} {next}
        </p>
      </Callout>
    );
  }
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
        <section className="repair-report" aria-label="Report of the repair">
          <header>
            <h4>Report</h4>
            <CopyButton label="Copy report" text={() => reportText(repaired)} />
          </header>
          <dl>
            {reportFacts(repaired).map((fact) => (
              <div key={fact.label}>
                <dt>{fact.label}</dt>
                <dd className={fact.mono === true ? 'mono' : undefined}>{fact.value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
