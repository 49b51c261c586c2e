/* The files that a command may write to. */
import { type BigIntStats, constants } from 'node:fs';
import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { CommandError, describeFailure, ExitCode } from './exitCode.ts';
import { unreadable } from './inputs.ts';

/** @throws CommandError when `output` is one of the `inputs`, or would replace a file without `force` */
export async function checkTarget(inputs: readonly string[], output: string, force: boolean): Promise<void> {
  const target = await statOrNull(output);
  if (target === null) return;
  for (const input of inputs) {
    const read = await statOrNull(input);
    if (read !== null && target.dev === read.dev && target.ino === read.ino) {
      throw new CommandError(ExitCode.usage, `${output} is the input itself, which is never written to`);
    }
  }
  if (!target.isFile()) throw new CommandError(ExitCode.usage, `${output} exists and is no regular file`);
  if (!force) throw new CommandError(ExitCode.usage, `${output} exists; --force replaces it`);
}

async function statOrNull(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(path, describeFailure(error));
  }
}

/** What tells whether somebody wrote to a file in the meantime. */
export async function readStamp(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs].join(' ');
}

/** How many backups of one file are made at most: more would be somebody's loop. */
const MOST_BACKUPS = 1000;

/**
 * Puts the file `from` in the place of `path`, which stays beside it as `.backup`, or `.backup-2` and so on where that
 * is taken. At no moment is there no file at `path`.
 * @returns the backup's path
 */
export async function replaceWithBackup(from: string, path: string): Promise<string> {
  const backup = await makeBackup(path);
  try {
    await rename(from, path);
  } catch (error) {
    await rm(backup, { force: true });
    throw error;
  }
  return backup;
}

async function makeBackup(path: string): Promise<string> {
  for (let number = 1; number <= MOST_BACKUPS; number++) {
    const backup = number === 1 ? `${path}.backup` : `${path}.backup-${number}`;
    try {
      // A second name for the same file: nothing is copied, and nothing of it can go wrong.
      await link(path, backup);
      return backup;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC') throw error;
    }
    if (await copyBackup(path, backup)) return backup;
  }
  throw new Error(`there are ${MOST_BACKUPS} backups already`);
}

/** For disks that know no second names. @returns false when the name is taken */
async function copyBackup(path: string, backup: string): Promise<boolean> {
  try {
    await copyFile(path, backup, constants.COPYFILE_EXCL);
    const handle = await open(backup, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    await rm(backup, { force: true });
    throw error;
  }
}
