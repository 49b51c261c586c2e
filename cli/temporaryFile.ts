/* Writing a file so that it is there whole or not at all. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeFailure } from './exitCode.ts';
import { unreadable } from './inputs.ts';

/** Whose file it is to be, and who may read it. */
export interface FileOwner {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What is asked of an open file: a Node `FileHandle`, and in tests one whose disk is full. */
export interface WritableFile {
  writeFile(chunk: Uint8Array): Promise<void>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  stat(): Promise<{ readonly uid: number; readonly gid: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type OpenFile = (path: string, flags: string, mode: number) => Promise<WritableFile>;

/** A file to be written. */
export interface FileToWrite<T> {
  /** The name that it gets in the end. */
  readonly path: string;
  /** Permissions to take over: a copy must not become readable to more people. Anybody's, by default. */
  readonly owner?: FileOwner;
  /** Whether it must also belong to the same user, or else not be written. */
  readonly keepOwner?: boolean;
  /** Writes the content, in order. */
  readonly write: (chunk: (bytes: Uint8Array) => Promise<void>) => Promise<void>;
  /** Looks at the temporary file, which is complete and on the disk by then. What it throws stops the rest. */
  readonly check: (temporary: string) => Promise<T>;
  /** Gives it its name. */
  readonly place?: (temporary: string) => Promise<void>;
  readonly openFile?: OpenFile;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const DEFAULT_MODE = 0o666;

/**
 * Writes to a temporary file beside the one that is wanted, has it checked, and only then gives it the name. Whatever
 * fails on the way, and when the process is told to end, the temporary file is removed.
 */
export async function writeWhole<T>(file: FileToWrite<T>): Promise<T> {
  const { path } = file;
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const removeAndEnd = (signal: NodeJS.Signals): void => {
    rmSync(temporary, { force: true });
    for (const each of SIGNALS) process.off(each, removeAndEnd);
    process.kill(process.pid, signal);
  };
  for (const each of SIGNALS) process.on(each, removeAndEnd);
  try {
    await fill(temporary, file);
    const checked = await file.check(temporary);
    await writing(path, () => (file.place ?? ((from) => rename(from, path)))(temporary));
    await syncDirectory(dirname(path));
    return checked;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    for (const each of SIGNALS) process.off(each, removeAndEnd);
  }
}

async function fill<T>(
  temporary: string,
  { path, owner, keepOwner, write, openFile = open }: FileToWrite<T>,
): Promise<void> {
  const handle = await writing(path, () => openFile(temporary, 'wx', owner?.mode ?? DEFAULT_MODE));
  try {
    if (owner !== undefined) await writing(path, () => handOver(handle, owner, keepOwner === true));
    await write((bytes) => writing(path, () => handle.writeFile(bytes)));
    await writing(path, () => handle.sync());
  } finally {
    // On some disks it is the closing that tells that they are full.
    await writing(path, () => handle.close());
  }
}

/** Gives a file the owner, where it has another one, and the permissions, whatever the process's mask says. */
async function handOver(handle: WritableFile, { mode, uid, gid }: FileOwner, must: boolean): Promise<void> {
  const now = await handle.stat();
  if (now.uid !== uid || now.gid !== gid) {
    await handle.chown(uid, gid).catch((error: unknown) => {
      if (must) throw new Error(`it can’t be given the owner of the original (${describeFailure(error)})`);
    });
  }
  await handle.chmod(mode);
}

/** Says of a failed write which file it was, apart from failed reads of the input. */
async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw unreadable(path, `can’t be written: ${describeFailure(error)}; nothing was written`);
  }
}

/** The new name is on the disk too. Not every platform can do this, and the content is safe without. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
