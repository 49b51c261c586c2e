import { type FormEvent, useId, useState } from 'react';
import { rowIndex } from '../../base/index.ts';
import { actions, announceFailure, type OpenFile, service } from '../../state/index.ts';
import { Button, Dialog, formatCount, formatOffset } from '../ui/index.ts';
import { type GoTo, parseGoTo } from './goTo.ts';
import './GoToDialog.css';

/** Goes to a record by its number, or to the row that holds a byte. Says what the bounds are when it is outside. */
export function GoToDialog({ file, onClose }: { readonly file: OpenFile; readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const hintId = useId();
  const target = parseGoTo(typed);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const message =
        target === null ? 'That is neither a record number nor an offset.' : await goTo(file, target);
      if (message === null) onClose();
      else setRefusal(message);
    } catch (error) {
      announceFailure(error, file.name);
    }
  };

  return (
    <Dialog title="Go to" onClose={onClose} width="narrow">
      <form className="go-to" onSubmit={(event) => void submit(event)}>
        <label>
          Record number or offset
          <input
            type="text"
            data-initial-focus
            className="mono"
            value={typed}
            autoComplete="off"
            spellCheck={false}
            aria-describedby={hintId}
            aria-invalid={refusal !== null}
            onChange={(event) => {
              setTyped(event.target.value);
              setRefusal(null);
            }}
          />
        </label>
        <p id={hintId} className="go-to-hint">
          <code>1204</code> is a record. <code>0x10A3F2C1</code>, <code>@4096</code> or <code>1.5 MiB</code>{' '}
          is an offset.
        </p>
        <p className="go-to-answer" role="status">
          {refusal ?? describe(target)}
        </p>
        <Button type="submit" variant="primary">
          Go
        </Button>
      </form>
    </Dialog>
  );
}

function describe(target: GoTo | null): string {
  if (target === null) return '';
  return target.kind === 'record'
    ? `Record ${formatCount(target.record)}`
    : `Offset ${formatOffset(target.offset)}`;
}

/** @returns null when it went there, otherwise why not */
async function goTo(file: OpenFile, target: GoTo): Promise<string | null> {
  const { id } = file;
  const isReading = file.report === null;
  if (target.kind === 'record') {
    if (await actions.selectRecord(id, target.record)) return null;
    const last = await lastRecord(file);
    if (last === null)
      return isReading ? 'No record so far; the file is still being read.' : 'This file has no records.';
    const range = `Records here go up to ${formatCount(last)}`;
    return isReading ? `${range} so far; the file is still being read.` : `${range}.`;
  }
  if (target.offset >= file.size) {
    return `The file ends at ${formatOffset(file.size)}, after ${formatCount(file.size)} bytes.`;
  }
  const row = await service(id).rowAtOffset(target.offset);
  if (row === null) return 'That part of the file has not been read yet.';
  const { offset } = target;
  actions.select(id, { row, field: null, bytes: { space: 'file', start: offset, end: offset + 1 } });
  return null;
}

/** The number of the last record known; the few rows after it may be gaps and a footer. */
async function lastRecord(file: OpenFile): Promise<number | null> {
  const rows = file.report?.rows ?? file.progress?.rows ?? 0;
  const from = rowIndex(Math.max(0, rows - 64));
  const tail = await service(file.id).rows(from, rows - from);
  return tail.findLast((row) => row.record !== null)?.record ?? null;
}
