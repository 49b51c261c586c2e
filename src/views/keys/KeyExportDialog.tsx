import { useState } from 'react';
import type { StateFormat } from '../../replay/index.ts';
import { type FileId, getFile, service, useApp } from '../../state/index.ts';
import type { KeyExportRequest } from '../../workers/index.ts';
import { ExportResult } from '../ui/ExportResult.tsx';
import { Button, Dialog, formatBytes } from '../ui/index.ts';
import { StateFormatChoice } from '../ui/StateFormatChoice.tsx';
import { STATE_FORMATS, stateFileName } from '../ui/stateFormats.ts';
import { useExport } from '../ui/useExport.ts';

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
  const { busy, done, problem, run } = useExport();

  const start = (): Promise<void> =>
    run(stateFileName(name, 'keys', format), (target, onProgress) =>
      service(fileId).exportKeys({ keys, format, reader }, target, onProgress),
    );
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
          <Button variant="primary" icon="download" disabled={busy !== null} onClick={() => void start()}>
            Export…
          </Button>
        </>
      }
    >
      <p>What is there in the end is written, by all records that hold; what is gone is left out.</p>
      <StateFormatChoice format={format} onChange={setFormat} />
      <p className="key-detail-dim">{STATE_FORMATS[format].note}</p>
      <ExportResult done={done} problem={problem} />
    </Dialog>
  );
}
