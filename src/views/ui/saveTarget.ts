/* Where something is saved to: a file the user picks, or a download where the browser has no such dialog. */

/**
 * Asks where to save. Call it inside a click, before anything is awaited.
 * @returns `cancelled` when the user thinks better of it, `download` where there is no dialog to ask with
 */
export async function pickSaveTarget(
  suggestedName: string,
): Promise<FileSystemFileHandle | 'cancelled' | 'download'> {
  if (window.showSaveFilePicker === undefined) return 'download';
  try {
    return await window.showSaveFilePicker({ id: 'shards', suggestedName });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
    throw error;
  }
}

/** Hands `blob` to the browser's downloads. */
export function downloadBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download reads the address after the click has returned; a minute is ample for it to have begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export interface ByteStream {
  readonly size: number;
  /** Up to 1 MiB. */
  readonly read: (at: number, length: number) => Promise<Uint8Array>;
}

const STEP = 0x100000;

/** Writes a stream to a picked file, a step at a time; an error aborts the write, and the file stays as it was. */
export async function writeStream(
  stream: ByteStream,
  target: FileSystemFileHandle,
  onProgress: (done: number) => void,
): Promise<void> {
  const writable = await target.createWritable();
  try {
    for (let at = 0; at < stream.size; at += STEP) {
      await writable.write(ownBytes(await stream.read(at, Math.min(STEP, stream.size - at))));
      onProgress(Math.min(stream.size, at + STEP));
    }
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
}

/** The stream as a Blob. Each step becomes a Blob of its own, which the browser may keep on the disk. */
export async function blobOfStream(stream: ByteStream, onProgress: (done: number) => void): Promise<Blob> {
  const parts: Blob[] = [];
  for (let at = 0; at < stream.size; at += STEP) {
    parts.push(new Blob([ownBytes(await stream.read(at, Math.min(STEP, stream.size - at)))]));
    onProgress(Math.min(stream.size, at + STEP));
  }
  return new Blob(parts);
}

/** What comes from a worker is never shared memory, though the type allows it. */
export const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;
