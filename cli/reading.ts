import { stat } from 'node:fs/promises';
import { groupDigits, SourceChangedError } from '../src/codec/index.ts';
import { CommandError, describeFailure } from './exitCode.ts';
import type { FileChange } from './fileSource.ts';
import { unreadable } from './inputs.ts';
import type { FileOwner } from './temporaryFile.ts';

/** Tells failed I/O in `read` as a failure of the file at `path`; anything else is a bug of ours and stays one. */
export async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CommandError || !isReadFailure(error)) throw error;
    throw unreadable(
      path,
      error instanceof SourceChangedError
        ? 'changed while it was read: it is shorter than it was at first; run the command again once nobody writes to it'
        : describeFailure(error),
    );
  }
}

const isReadFailure = (error: unknown): boolean =>
  error instanceof SourceChangedError ||
  (error instanceof Error &&
    ('code' in error || /^is (a directory|not a regular file)$/.test(error.message)));

/** What a change during the reading means for what was said of the file at `path`. */
export function changeNote(path: string, { kind, from, to }: FileChange): string {
  const size = `${groupDigits(from)} bytes`;
  switch (kind) {
    case 'grown':
      return `${path} grew to ${groupDigits(to)} bytes while it was read; this is of its first ${size}. Run the command again for the rest`;
    case 'shrunk':
      return `${path} shrank to ${groupDigits(to)} bytes while it was read; this is of the ${size} that it had. Run the command again`;
    case 'written':
      return `${path} was written to while it was read; this may be of neither version. Run the command again`;
  }
}

/** Whose file it is, and who may read it. */
export async function ownerOf(path: string): Promise<FileOwner> {
  const { mode, uid, gid } = await stat(path);
  return { mode: mode & 0o777, uid, gid };
}
