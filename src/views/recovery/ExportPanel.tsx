import { useState } from 'react';
import { type OpenFile, problemFrom, service } from '../../state/index.ts';
import type { ExportRequest, KeyDifference, Problem, RecoveryWhich } from '../../workers/index.ts';
import { ExportDone } from '../ui/ExportDone.tsx';
import { type Exported, exportFile } from '../ui/exportFile.ts';
import { exportRows } from '../ui/exportRows.ts';
import { Button, Callout, formatBytes, Segmented } from '../ui/index.ts';
import { STATE_FORMATS } from '../ui/stateFormats.ts';

type Format = ExportRequest['format'];
type Scope = 'all' | KeyDifference;

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
  const name = `${file.name.replace(/\.(aof|snap)(\.tmp)?$/, '')}.${which === 'now' ? 'now' : 'recovered'}.${STATE_FORMATS[format].ending}`;

  const run = async (): Promise<void> => {
    setDone(null);
    setProblem(null);
    const only = scope === 'all' ? null : { difference: scope, taints: [], text: '' };
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
          options={Object.entries(STATE_FORMATS).map(([value, { label }]) => ({
            value: value as Format,
            label,
          }))}
        />
      </div>
      <p className="recovery-export-note">{STATE_FORMATS[format].note}</p>
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
          {file.arrangement.phase === 'none' ? 'The rows' : 'The filtered rows'} of {file.name} as CSV…
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
