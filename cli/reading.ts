import { stat } from 'node:fs/promises';
import { SourceChangedError } from '../src/codec/index.ts';
import { CommandError, describeFailure } from './exitCode.ts';
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
      error instanceof SourceChangedError ? 'changed while it was read' : describeFailure(error),
    );
  }
}

const isReadFailure = (error: unknown): boolean =>
  error instanceof SourceChangedError ||
  (error instanceof Error &&
    ('code' in error || /^is (a directory|not a regular file)$/.test(error.message)));

/** Whose file it is, and who may read it. */
export async function ownerOf(path: string): Promise<FileOwner> {
  const { mode, uid, gid } = await stat(path);
  return { mode: mode & 0o777, uid, gid };
}
