import type { ReaderId } from '../../codec/index.ts';
import { type OpenFile, type OpenRequest, problemFrom, service } from '../../state/index.ts';
import type { CompactFacts, CompactFiles, Problem, SaveProgress } from '../../workers/index.ts';
import { downloadBlob } from '../ui/saveTarget.ts';

export type CompactResult =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | {
      readonly kind: 'done';
      readonly facts: CompactFacts;
      /** What became of the two files. */
      readonly verb: 'Saved' | 'Downloaded';
      readonly files: () => Promise<readonly OpenRequest[]>;
    };

type OnProgress = (progress: SaveProgress) => void;

/**
 * Compacts the shard of a log. Call it inside a click: the first thing it does is to ask for a folder, because the two
 * files must have the names that the server looks for. Where the browser has no such dialog they are downloaded.
 */
export async function compactShard(
  file: OpenFile,
  snapshot: File | null,
  reader: ReaderId,
  onProgress: OnProgress,
): Promise<CompactResult> {
  try {
    if (window.showDirectoryPicker === undefined) return await download(file, snapshot, reader, onProgress);
    const folder = await window.showDirectoryPicker({ id: 'compacted', mode: 'readwrite' });
    return await writeTo(folder, file, snapshot, reader, onProgress);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return { kind: 'cancelled' };
    return { kind: 'failed', problem: problemFrom(error, file.name) };
  }
}

async function writeTo(
  folder: FileSystemDirectoryHandle,
  { id, size }: OpenFile,
  snapshot: File | null,
  reader: ReaderId,
  onProgress: OnProgress,
): Promise<CompactResult> {
  onProgress({ stage: 'reading', bytes: 0, total: size });
  const names = await service(id).compactNames(snapshot);
  const taken = await namesTaken(folder, names);
  if (taken.length > 0) return { kind: 'failed', problem: folderTaken(folder.name, taken) };
  const targets: CompactFiles<FileSystemFileHandle> = {
    snapshot: await folder.getFileHandle(names.snapshot, { create: true }),
    log: await folder.getFileHandle(names.log, { create: true }),
  };
  let isDone = false;
  try {
    const { problem, facts } = await service(id).compact({ reader, snapshot }, targets, onProgress);
    if (problem !== null || facts === null) return { kind: 'failed', problem: problem ?? LOST };
    isDone = true;
    const opened = async (target: FileSystemFileHandle) => ({ file: await target.getFile(), handle: target });
    return {
      kind: 'done',
      facts,
      verb: 'Saved',
      files: () => Promise.all([opened(targets.snapshot), opened(targets.log)]),
    };
  } finally {
    // Both names were free: what stands there now was made here, and half of a shard is worse than none.
    if (!isDone) {
      for (const name of [names.snapshot, names.log]) await folder.removeEntry(name).catch(() => undefined);
    }
  }
}

async function namesTaken(
  folder: FileSystemDirectoryHandle,
  names: CompactFiles<string>,
): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const name of [names.snapshot, names.log]) {
    try {
      await folder.getFileHandle(name);
      taken.push(name);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
    }
  }
  return taken;
}

async function download(
  { id, size }: OpenFile,
  snapshot: File | null,
  reader: ReaderId,
  onProgress: OnProgress,
): Promise<CompactResult> {
  onProgress({ stage: 'reading', bytes: 0, total: size });
  const { problem, facts, files } = await service(id).compact({ reader, snapshot }, null, onProgress);
  if (problem !== null || facts === null || files === null)
    return { kind: 'failed', problem: problem ?? LOST };
  downloadBlob(files.snapshot, facts.names.snapshot);
  downloadBlob(files.log, facts.names.log);
  return {
    kind: 'done',
    facts,
    verb: 'Downloaded',
    files: async () => [
      { file: new File([files.snapshot], facts.names.snapshot), handle: null },
      { file: new File([files.log], facts.names.log), handle: null },
    ],
  };
}

const folderTaken = (folder: string, names: readonly string[]): Problem => ({
  code: 'folder-taken',
  what: `The folder ${folder} holds ${names.join(' and ')} already.`,
  where: null,
  meaning: 'They may be the originals, so nothing was written.',
  next: 'Choose an empty folder, or make a new one in the dialog.',
});

const LOST: Problem = {
  code: 'unexpected',
  what: 'The compaction ended without an answer.',
  where: null,
  meaning: 'This is a fault of the page. The originals are untouched.',
  next: 'Reload the file and try again.',
};
