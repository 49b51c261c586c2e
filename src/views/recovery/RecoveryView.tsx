import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Taint } from '../../replay/index.ts';
import { actions, type FileId, getFile, getReaderName, type OpenFile, useApp } from '../../state/index.ts';
import type { RecoveryOutcome, RecoveryProgress } from '../../workers/index.ts';
import { Busy, Button, Callout, formatBytes } from '../ui/index.ts';
import { CertaintyNote } from './CertaintyNote.tsx';
import { ClockField } from './ClockField.tsx';
import { DifferenceList } from './DifferenceList.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import { PartnerNotice } from './PartnerNotice.tsx';
import { plansText, recoverySentence } from './recoverySentence.ts';
import { SideCard } from './SideCard.tsx';
import { useRecovery } from './useRecovery.ts';
import './RecoveryView.css';

/** What the server holds when it starts now, and what it would hold with the repaired files. */
export function RecoveryView({ fileId }: { readonly fileId: FileId }) {
  const file = useApp((state) => getFile(state, fileId));
  const heading = useRef<HTMLHeadingElement>(null);
  // A button that led here is gone by now, and its focus with it.
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus();
  }, []);
  if (file === null) return null;
  return (
    <div className="recovery-view">
      <section className="recovery-view-page" aria-label="Recovery">
        <h2 ref={heading} tabIndex={-1}>
          What comes back
        </h2>
        <RecoveryContent file={file} />
      </section>
    </div>
  );
}

function RecoveryContent({ file }: { readonly file: OpenFile }): ReactNode {
  const { report } = file;
  if (report === null) return <Busy label="The states are worked out when the file has been read" />;
  if (report.phase !== 'done') {
    return (
      <Callout
        tone="warn"
        title="The scan did not reach the end of the file."
        actions={
          <Button icon="reload" onClick={() => void actions.scan(file.id)}>
            Scan again
          </Button>
        }
      >
        What comes back can only be told of a whole file.
      </Callout>
    );
  }
  return <RecoveryStates file={file} />;
}

function RecoveryStates({ file }: { readonly file: OpenFile }) {
  const readerName = useApp(getReaderName);
  const [clockMs, setClockMs] = useState(() => Date.now());
  const { outcome, progress, running, run, cancel, again } = useRecovery(file, clockMs);
  return (
    <>
      {file.keyState === 'needed' && (
        <Callout
          tone="info"
          title="Some of this is encrypted."
          actions={
            <Button icon="key" onClick={() => actions.setOverlay('key')}>
              Give the key
            </Button>
          }
        >
          Without the key nobody can tell what comes back of it. The key stays in this page.
        </Callout>
      )}
      <PartnerNotice file={file} />
      {running && <RecoveryRunning progress={progress} onCancel={cancel} />}
      {outcome !== null && outcome.outcome !== 'done' && !running && (
        <NotRecovered outcome={outcome} onAgain={again} />
      )}
      {outcome?.outcome === 'done' && (
        <div className="recovery-states" aria-busy={running}>
          <p className="recovery-sentence" role="status">
            {recoverySentence(outcome, readerName)}
          </p>
          <p className="recovery-plans">
            {plansText(outcome.plans)}{' '}
            <button
              type="button"
              className="link-button"
              onClick={() => {
                actions.setView(file.id, 'repair');
                actions.setPane('list');
              }}
            >
              Review the plan
            </button>
          </p>
          <div className="recovery-sides">
            <SideCard title="Now" side={outcome.now} other={null} />
            <SideCard title="After the repair" side={outcome.after} other={outcome.now} />
          </div>
          <CertaintyNote fileId={file.id} counts={outcome.certainty} />
          <ClockField clockMs={clockMs} onChange={setClockMs} />
          <DifferenceList
            key={run}
            fileId={file.id}
            counts={outcome.counts}
            hasDoubt={outcome.certainty[Taint.stale] + outcome.certainty[Taint.unknown] > 0}
          />
          <ExportPanel key={`export ${run}`} file={file} counts={outcome.counts} />
        </div>
      )}
    </>
  );
}

const STAGES: Record<RecoveryProgress['stage'], string> = {
  partner: 'Reading the shard’s other file',
  planning: 'Reading the files as the plan would leave them',
  now: 'Replaying what the server loads now',
  after: 'Replaying what it would load after the repair',
  values: 'Fetching the values that differ',
  certainty: 'Working out how certain each key is',
};

function RecoveryRunning({
  progress,
  onCancel,
}: {
  readonly progress: RecoveryProgress | null;
  readonly onCancel: () => void;
}) {
  const stage = STAGES[progress?.stage ?? 'now'];
  const counted = progress !== null && progress.total > 0;
  return (
    <div className="recovery-running">
      <Busy
        label={counted ? `${stage}: ${formatBytes(progress.bytes)} of ${formatBytes(progress.total)}` : stage}
      />
      <Button size="small" icon="stop" onClick={onCancel}>
        Stop
      </Button>
    </div>
  );
}

function NotRecovered({
  outcome,
  onAgain,
}: {
  readonly outcome: Exclude<RecoveryOutcome, { outcome: 'done' }>;
  readonly onAgain: () => void;
}) {
  const retry = <Button onClick={onAgain}>Work it out</Button>;
  if (outcome.outcome === 'cancelled') {
    return (
      <Callout tone="info" title="This was stopped." actions={retry}>
        What comes back has not been worked out.
      </Callout>
    );
  }
  const { what, meaning, next } = outcome.problem;
  return (
    <Callout tone="bad" title={what} actions={retry}>
      {meaning} {next}
    </Callout>
  );
}
