import { useState } from 'react';
import type { StateFormat } from '../../replay/index.ts';
import { type FileId, getFile, problemFrom, service, useApp } from '../../state/index.ts';
import type { KeyExportRequest, Problem } from '../../workers/index.ts';
import { ExportDone } from '../ui/ExportDone.tsx';
import { type Exported, exportFile } from '../ui/exportFile.ts';
import { Button, Callout, Dialog, formatBytes, Segmented } from '../ui/index.ts';
import { STATE_FORMATS } from '../ui/stateFormats.ts';

interface KeyExportDialogProps {
  readonly fileId: FileId;
  /** "order:42", "12 keys". */
  readonly what: string;
  readonly keys: KeyExportRequest['keys'];
  readonly onClose: () => void;
}

/** Writes what keys hold in the end to a file. */
export function KeyExportDialog({ fileId, what, keys, onClose }: KeyExportDialogProps) {
  const name = useApp((state) => getFile(state, fileId)?.name ?? 'shard');
  const reader = useApp((state) => state.preferences.reader);
  const [format, setFormat] = useState<StateFormat>('json');
  const [busy, setBusy] = useState<number | null>(null);
  const [done, setDone] = useState<Exported | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const fileName = `${name.replace(/\.(aof|snap)(\.tmp)?$/, '')}.keys.${STATE_FORMATS[format].ending}`;

  const run = async (): Promise<void> => {
    setDone(null);
    setProblem(null);
    try {
      const exported = await exportFile(fileName, (target) => {
        setBusy(0);
        return service(fileId).exportKeys({ keys, format, reader }, target, setBusy);
      });
      setDone(exported);
      setProblem(exported?.outcome.problem ?? null);
    } catch (error) {
      setProblem(problemFrom(error, fileName));
    } finally {
      setBusy(null);
    }
  };
  const close = (): void => {
    if (busy !== null) void service(fileId).cancelKeyExport();
    onClose();
  };

  return (
    <Dialog
      title={`Export ${what}`}
      onClose={close}
      actions={
        <>
          {busy !== null && <span role="status">{formatBytes(busy)} written</span>}
          <Button onClick={close}>{busy === null ? 'Close' : 'Stop'}</Button>
          <Button variant="primary" icon="download" disabled={busy !== null} onClick={() => void run()}>
            Export…
          </Button>
        </>
      }
    >
      <p>What is there in the end is written, by all records that hold; what is gone is left out.</p>
      <Segmented
        label="Form"
        size="small"
        value={format}
        onChange={setFormat}
        options={Object.entries(STATE_FORMATS).map(([value, { label }]) => ({
          value: value as StateFormat,
          label,
        }))}
      />
      <p className="key-detail-dim">{STATE_FORMATS[format].note}</p>
      {problem !== null && (
        <Callout tone="bad" title={problem.what}>
          {problem.meaning} {problem.next}
        </Callout>
      )}
      {done !== null && done.outcome.problem === null && <ExportDone done={done} />}
    </Dialog>
  );
}
