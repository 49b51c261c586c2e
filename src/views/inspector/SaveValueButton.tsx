import { useState } from 'react';
import { actions, announceFailure, type FileId } from '../../state/index.ts';
import { Button, formatBytes } from '../ui/index.ts';
import {
  type ByteStream,
  blobOfStream,
  downloadBlob,
  pickSaveTarget,
  writeStream,
} from '../ui/saveTarget.ts';
import { readValue } from './readValue.ts';
import type { ValueTarget } from './valueTarget.ts';

interface SaveValueButtonProps {
  readonly fileId: FileId;
  readonly target: ValueTarget;
  readonly fileName: string;
}

/** Saves a whole value to a file, a piece at a time, however long it is. */
export function SaveValueButton({ fileId, target, fileName }: SaveValueButtonProps) {
  const [done, setDone] = useState<number | null>(null);

  const save = async (): Promise<void> => {
    const stream: ByteStream = {
      size: target.length,
      read: (at, length) => readValue(fileId, target, at, length),
    };
    try {
      const place = await pickSaveTarget(fileName);
      if (place === 'cancelled') return;
      setDone(0);
      if (place === 'download') downloadBlob(await blobOfStream(stream, setDone), fileName);
      else await writeStream(stream, place, setDone);
      actions.toast(
        'good',
        `Saved ${formatBytes(target.length)} to ${place === 'download' ? fileName : place.name}.`,
      );
    } catch (error) {
      announceFailure(error, fileName);
    }
    setDone(null);
  };

  return (
    <Button size="small" icon="save" disabled={done !== null} onClick={() => void save()}>
      {done === null ? 'Save value…' : `Saving, ${Math.floor((100 * done) / Math.max(1, target.length))} %`}
    </Button>
  );
}
