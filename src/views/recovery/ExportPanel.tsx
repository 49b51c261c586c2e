import { useState } from 'react';
import { type OpenFile, problemFrom, service } from '../../state/index.ts';
import type { ExportRequest, KeyDifference, Problem, RecoveryWhich } from '../../workers/index.ts';
import { Button, Callout, formatBytes, formatNumberOf, Segmented } from '../ui/index.ts';
import { type Exported, exportFile, exportRows } from './exportFile.ts';

type Format = ExportRequest['format'];
type Scope = 'all' | KeyDifference;

const FORMATS: Record<Format, { readonly label: string; readonly ending: string; readonly note: string }> = {
  json: {
    label: 'JSON lines',
    ending: 'jsonl',
    note: 'One line a key, exactly as “shardscope recover” prints it.',
  },
  csv: {
    label: 'CSV',
    ending: 'csv',
    note: 'One line a key; collections as JSON, bytes that are no text as Base64.',
  },
  resp: {
    label: 'Commands',
    ending: 'resp',
    note: 'For “redis-cli --pipe”, into a server that does not hold these keys.',
  },
  snap: {
    label: 'Snapshot',
    ending: 'snap',
    note: 'A plaintext snapshot that the chosen reader loads. Put an empty log beside it, or none.',
  },
};

interface ExportPanelProps {
  readonly file: OpenFile;
  readonly counts: Readonly<Record<KeyDifference, number>>;
}

/** Writes one of the two states, or the keys that differ, to a file. */
export function ExportPanel({ file, counts }: ExportPanelProps) {
  const [which, setWhich] = useState<RecoveryWhich>('after');
  const [format, setFormat] = useState<Format>('json');
  const [scope, setScope] = useState<Scope>('all');
  const [busy, setBusy] = useState<number | null>(null);
  const [done, setDone] = useState<Exported | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = `${file.name.replace(/\.(aof|snap)(\.tmp)?$/, '')}.${which === 'now' ? 'now' : 'recovered'}.${FORMATS[format].ending}`;

  const run = async (): Promise<void> => {
    setDone(null);
    setProblem(null);
    const only = scope === 'all' ? null : { difference: scope, text: '' };
    try {
      const exported = await exportFile(name, (target) => {
        setBusy(0);
        return service(file.id).exportState({ which, format, only }, target, setBusy);
      });
      setDone(exported);
      setProblem(exported?.outcome.problem ?? null);
    } catch (error) {
      setProblem(problemFrom(error, name));
    } finally {
      setBusy(null);
    }
  };

  const differs = counts.gained + counts.lost + counts.changed > 0;
  return (
    <section className="recovery-export" aria-label="Export">
      <h3>Export</h3>
      <div className="recovery-export-choices">
        <Segmented
          label="Which state"
          size="small"
          value={which}
          onChange={setWhich}
          options={[
            { value: 'after', label: 'After the repair' },
            { value: 'now', label: 'Now' },
          ]}
        />
        {differs && (
          <Segmented
            label="Which keys to export"
            size="small"
            value={scope}
            onChange={setScope}
            options={[
              { value: 'all', label: 'All keys' },
              { value: 'gained', label: 'Only after', disabled: counts.gained === 0 },
              { value: 'changed', label: 'Changed', disabled: counts.changed === 0 },
              { value: 'lost', label: 'Only now', disabled: counts.lost === 0 },
            ]}
          />
        )}
        <Segmented
          label="Form"
          size="small"
          value={format}
          onChange={setFormat}
          options={Object.entries(FORMATS).map(([value, { label }]) => ({ value: value as Format, label }))}
        />
      </div>
      <p className="recovery-export-note">{FORMATS[format].note}</p>
      <div className="recovery-export-actions">
        <Button variant="primary" icon="download" disabled={busy !== null} onClick={() => void run()}>
          Export…
        </Button>
        {busy !== null && (
          <>
            <span role="status">{formatBytes(busy)} written</span>
            <Button size="small" icon="stop" onClick={() => void service(file.id).cancelRecovery()}>
              Stop
            </Button>
          </>
        )}
        <Button icon="records" disabled={busy !== null} onClick={() => void exportRows(file)}>
          The rows of {file.name} as CSV…
        </Button>
      </div>
      {problem !== null && (
        <Callout tone="bad" title={problem.what}>
          {problem.meaning} {problem.next}
        </Callout>
      )}
      {done !== null && done.outcome.problem === null && <ExportDone done={done} />}
    </section>
  );
}

function ExportDone({ done }: { readonly done: Exported }) {
  const { name, verb, outcome } = done;
  const { count, first } = outcome.unexpressed;
  return (
    <div role="status">
      <Callout
        tone={count === 0 ? 'good' : 'warn'}
        title={`${verb} ${name}, ${formatBytes(outcome.bytes)}${count === 0 ? '.' : `, without ${formatNumberOf(count, 'thing')} that this form can’t hold.`}`}
      >
        {count > 0 && (
          <ul className="recovery-export-missing">
            {first.map(({ key, why, partly }) => (
              <li key={`${key} ${why}`}>
                <span className="mono">{key}</span>: {partly ? 'in part, ' : ''}
                {why}
              </li>
            ))}
            {count > first.length && <li>and {formatNumberOf(count - first.length, 'more', 'more')}</li>}
          </ul>
        )}
      </Callout>
    </div>
  );
}
