/* Where an export goes: a file that the user picked, or a Blob that the browser downloads. */
import { encodeUtf8, previewText } from '../codec/index.ts';
import type { Chunk, Unexpressed } from '../replay/index.ts';
import { writeProblem } from './problem.ts';
import type { ExportOutcome } from './recoveryApi.ts';

/** What an export writes to. */
export interface ExportTarget {
  readonly write: (chunk: Chunk) => Promise<void>;
  /** Notes what the format can't hold. */
  readonly leaveOut: (what: Unexpressed) => void;
}

interface ExportRun {
  readonly signal: { readonly aborted: boolean };
  readonly onProgress: (bytes: number) => void;
}

/** The user asked to stop. Thrown and caught in this file only. */
class Cancelled extends Error {}

const BATCH_BYTES = 1 << 20;
const NAMED = 20;
const KEY_LENGTH = 120;

/** Runs `fill`, and writes what comes of it in large steps. An error aborts the write, and the file stays as it was. */
export async function writeExport(
  target: FileSystemFileHandle | null,
  { signal, onProgress }: ExportRun,
  fill: (out: ExportTarget) => Promise<void>,
): Promise<ExportOutcome> {
  const blobs: Blob[] = [];
  const first: { key: string; why: string; partly: boolean }[] = [];
  let stream: FileSystemWritableFileStream | null = null;
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let [pending, bytes, count] = [0, 0, 0];
  const flush = async (): Promise<void> => {
    if (signal.aborted) throw new Cancelled();
    // A Blob of its own for each step, which the browser may keep on the disk.
    const step = new Blob(parts);
    parts = [];
    pending = 0;
    if (stream === null) blobs.push(step);
    else await stream.write(step);
    bytes += step.size;
    onProgress(bytes);
  };
  const outcome = (changed: Partial<ExportOutcome>): ExportOutcome => ({
    blob: null,
    bytes,
    unexpressed: { count, first },
    problem: null,
    ...changed,
  });
  try {
    stream = target === null ? null : await target.createWritable();
    await fill({
      write: async (chunk) => {
        const part = typeof chunk === 'string' ? encodeUtf8(chunk) : chunk;
        parts.push(part as Uint8Array<ArrayBuffer>);
        pending += part.length;
        if (pending >= BATCH_BYTES) await flush();
      },
      leaveOut: ({ key, why, partly }) => {
        count++;
        if (first.length < NAMED) first.push({ key: previewText(encodeUtf8(key), KEY_LENGTH), why, partly });
      },
    });
    await flush();
    await stream?.close();
    return outcome({ blob: target === null ? new Blob(blobs) : null });
  } catch (error) {
    await stream?.abort().catch(() => undefined);
    return outcome({ problem: error instanceof Cancelled ? CANCELLED : writeProblem(error) });
  }
}

const CANCELLED = {
  code: 'export-cancelled',
  what: 'The export was stopped.',
  where: null,
  meaning: 'Nothing half-written remains, and the original is untouched.',
  next: 'Export again whenever you like.',
} as const;
