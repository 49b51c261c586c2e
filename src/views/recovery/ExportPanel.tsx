import { useState } from 'react';
import { type OpenFile, service } from '../../state/index.ts';
import type { ExportRequest, KeyDifference, RecoveryWhich } from '../../workers/index.ts';
import { ExportResult } from '../ui/ExportResult.tsx';
import { exportRows } from '../ui/exportRows.ts';
import { Button, formatBytes, Segmented } from '../ui/index.ts';
import { StateFormatChoice } from '../ui/StateFormatChoice.tsx';
import { STATE_FORMATS, stateFileName } from '../ui/stateFormats.ts';
import { useExport } from '../ui/useExport.ts';

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
  const { busy, done, problem, run } = useExport();

  const start = (): Promise<void> => {
    const only = scope === 'all' ? null : { difference: scope, taints: [], text: '' };
    const name = stateFileName(file.name, which === 'now' ? 'now' : 'recovered', format);
    return run(name, (target, onProgress) =>
      service(file.id).exportState({ which, format, only }, target, onProgress),
    );
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
        <StateFormatChoice format={format} onChange={setFormat} />
      </div>
      <p className="recovery-export-note">{STATE_FORMATS[format].note}</p>
      <div className="recovery-export-actions">
        <Button variant="primary" icon="download" disabled={busy !== null} onClick={() => void start()}>
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
      <ExportResult done={done} problem={problem} />
    </section>
  );
}
