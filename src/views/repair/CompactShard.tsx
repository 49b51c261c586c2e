import { useEffect, useId, useRef, useState } from 'react';
import {
  actions,
  announceFailure,
  getReaderName,
  getSource,
  type OpenFile,
  useApp,
} from '../../state/index.ts';
import type { SaveProgress } from '../../workers/index.ts';
import { Button, Callout, formatNumberOf } from '../ui/index.ts';
import { compactFacts, compactReportText } from './compactReport.ts';
import { type CompactResult, compactShard } from './compactShard.ts';
import { FailedSave } from './FailedSave.tsx';
import { Report } from './Report.tsx';
import { SaveProgressBar } from './SaveProgressBar.tsx';
import { snapshotTabs } from './snapshotTabs.ts';
import './CompactShard.css';

/** What the user says of the shard's snapshot: the tab that it is open in, a file, or that there is none. */
type Choice =
  | { readonly kind: 'tab'; readonly id: OpenFile['id'] }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'none' };

/** Writes a log, and the snapshot that it goes on from, as one snapshot and an empty log. */
export function CompactShard({ file }: { readonly file: OpenFile }) {
  const files = useApp((state) => state.files);
  const reader = useApp((state) => state.preferences.reader);
  const readerName = useApp(getReaderName);
  const tabs = snapshotTabs(file, files);
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [progress, setProgress] = useState<SaveProgress | null>(null);
  const [result, setResult] = useState<Exclude<CompactResult, { kind: 'cancelled' }> | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const name = useId();
  // Of the same shard, and open: there is little to ask.
  const first = tabs[0];
  const proposed: Choice | null = first?.isSame === true ? { kind: 'tab', id: first.file.id } : null;
  const choice = chosen?.kind === 'tab' && !tabs.some((tab) => tab.file.id === chosen.id) ? null : chosen;
  const said = choice ?? proposed;
  const can = said !== null && progress === null;
  const waits = file.keyState === 'needed';

  useEffect(() => {
    if (result !== null) outcome.current?.focus();
  }, [result]);

  const run = async (): Promise<void> => {
    if (said === null || !can) return;
    const snapshot = said.kind === 'tab' ? getSource(said.id) : said.kind === 'file' ? said.file : null;
    setResult(null);
    const ended = await compactShard(file, snapshot, reader, setProgress);
    setProgress(null);
    if (ended.kind !== 'cancelled') setResult(ended);
  };
  const choose = (next: Choice): void => {
    setChosen(next);
    setResult(null);
  };

  return (
    <section className="compact-shard" aria-labelledby={`${name}-title`}>
      <h3 id={`${name}-title`}>Compact to a snapshot and an empty log</h3>
      <p>
        Writes everything that holds in this log, on top of its shard’s snapshot, as one snapshot for{' '}
        {readerName}, and a log without records beside it: what the server’s own rewrite would have left. It
        helps where a reader can’t read this log’s records back. Key types that {readerName} can’t load are
        left out and named.
      </p>
      {waits ? (
        <p>First give the key: without it nobody can tell what this log leads to.</p>
      ) : (
        <>
          <fieldset disabled={progress !== null}>
            <legend>The snapshot that this log goes on from</legend>
            {tabs.map((tab) => (
              <label key={tab.file.id}>
                <input
                  type="radio"
                  name={name}
                  checked={said?.kind === 'tab' && said.id === tab.file.id}
                  onChange={() => choose({ kind: 'tab', id: tab.file.id })}
                />
                {tab.file.name}, open in another tab{tab.isSame ? '' : ' (another shard by its name)'}
              </label>
            ))}
            {said?.kind === 'file' && (
              <label>
                <input type="radio" name={name} checked readOnly />
                {said.file.name}
              </label>
            )}
            <label>
              <input
                type="radio"
                name={name}
                checked={said?.kind === 'none'}
                onChange={() => choose({ kind: 'none' })}
              />
              There is none: the shard began with this log
            </label>
            <Button icon="open" aria-disabled={progress !== null} onClick={() => input.current?.click()}>
              Choose the snapshot…
            </Button>
          </fieldset>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="Snapshot file"
            onChange={({ currentTarget }) => {
              const picked = currentTarget.files?.[0];
              if (picked !== undefined) choose({ kind: 'file', file: picked });
              currentTarget.value = '';
            }}
          />
          <div className="compact-shard-buttons">
            <Button icon="save" aria-disabled={!can} onClick={() => void run()}>
              Compact to an empty folder…
            </Button>
            {said === null && <span>Say first which snapshot it goes on from, or that there is none.</span>}
          </div>
        </>
      )}
      {progress !== null && <SaveProgressBar fileId={file.id} progress={progress} />}
      {result !== null && (
        <div ref={outcome} tabIndex={-1} className="compact-shard-outcome">
          <CompactOutcome result={result} onRetry={() => void run()} />
        </div>
      )}
    </section>
  );
}

function CompactOutcome({
  result,
  onRetry,
}: {
  readonly result: Exclude<CompactResult, { kind: 'cancelled' }>;
  readonly onRetry: () => void;
}) {
  if (result.kind === 'failed') return <FailedSave problem={result.problem} onRetry={onRetry} />;
  const { facts, verb, files } = result;
  const left = facts.leftOut.count + facts.schemasLeftOut;
  const open = async (): Promise<void> => {
    try {
      await actions.openFiles(await files());
    } catch (error) {
      announceFailure(error, facts.names.snapshot);
    }
  };
  return (
    <>
      <Callout
        tone={left === 0 ? 'good' : 'warn'}
        title={`${verb} and checked: ${facts.readerLabel} loads ${formatNumberOf(facts.entries, 'key')} from the two files${left === 0 ? '' : `; ${formatNumberOf(left, 'other')} had to be left out`}`}
        actions={
          <Button icon="open" onClick={() => void open()}>
            Open the two files
          </Button>
        }
      >
        <p>
          {facts.names.snapshot} and {facts.names.log} were read back, loaded, and hold what was promised. Use
          them together: stop the server, keep the originals somewhere safe, and put both in their place.
        </p>
      </Callout>
      <Report
        label="Report of the compaction"
        facts={compactFacts(facts)}
        text={() => compactReportText(facts)}
      />
    </>
  );
}
