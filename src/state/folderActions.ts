import { appStore, updateFolder } from './appStore.ts';
import { type FolderSource, pickFolder } from './folderAccess.ts';
import { type FolderShard, isReadable, shardsOf } from './folderShards.ts';
import { endSurvey, getFolderKey, setFolderKey, stopSurvey, surveyFolder } from './folderSurvey.ts';
import type { FileId, FolderFile, FolderId, OpenFolder } from './model.ts';
import { linkFiles } from './partners.ts';
import { problemFrom } from './problems.ts';
import { rememberFolder } from './recentFiles.ts';
import { getFolder } from './selectors.ts';
import { tellFailure } from './tellFailure.ts';

let opened = 0;

/** Opens a data directory that the user chooses. Call it inside a click. */
export function chooseFolder(): Promise<void> {
  return tellFailure(null, async () => {
    const source = await pickFolder();
    if (source !== null) await openFolder(source);
  });
}

/** Opens a folder in a tab, lists it and reads its files. One that is open already is shown, and listed anew. */
export async function openFolder(source: FolderSource): Promise<void> {
  const twin = await findOpen(source);
  const id = twin ?? addFolder(source);
  appStore.setState({ active: null, folder: id });
  stopSurvey(id);
  updateFolder(id, () => ({ phase: 'listing', problem: null }));
  try {
    const { files, subfolders } = await source.list();
    const listed = files
      .map((file): FolderFile => ({ ...file, name: file.file.name, survey: null, reading: null }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    updateFolder(id, () => ({ files: listed, subfolders, duplicates: [] }));
  } catch (error) {
    updateFolder(id, ({ name }) => ({ phase: 'stopped', problem: problemFrom(error, name) }));
    return;
  }
  if (source.handle !== null) void rememberFolder(source.handle);
  await surveyFolder(id);
}

function addFolder({ name, handle }: FolderSource): FolderId {
  opened += 1;
  const id = `folder-${opened}` as FolderId;
  const folder: OpenFolder = {
    id,
    name,
    handle,
    files: [],
    subfolders: [],
    phase: 'listing',
    keyState: 'not-needed',
    duplicates: [],
    problem: null,
  };
  appStore.setState((state) => ({ folders: [...state.folders, folder] }));
  return id;
}

async function findOpen({ handle }: FolderSource): Promise<FolderId | null> {
  if (handle === null) return null;
  for (const folder of appStore.getState().folders) {
    if (folder.handle !== null && (await folder.handle.isSameEntry(handle))) return folder.id;
  }
  return null;
}

export function showFolder(id: FolderId): void {
  appStore.setState({ active: null, folder: id });
}

/** Closes a folder's tab. Files that were opened from it stay open. */
export function closeFolder(id: FolderId): void {
  endSurvey(id);
  appStore.setState((state) => ({
    folders: state.folders.filter((folder) => folder.id !== id),
    folder: state.folder === id ? null : state.folder,
    active: state.active === null && state.folder === id ? (state.files.at(-1)?.id ?? null) : state.active,
  }));
}

/** Stops reading the folder's files; what was read stays. */
export function stopFolder(id: FolderId): void {
  stopSurvey(id);
}

/** Reads what has not been read. */
export function readFolder(id: FolderId): Promise<void> {
  return tellFailure(null, () => surveyFolder(id));
}

/** Reads everything again: with another key, or for another reader. */
export function readFolderAnew(
  id: FolderId,
  files: (file: FolderFile) => boolean = isReadable,
): Promise<void> {
  stopSurvey(id);
  updateFolder(id, (folder) => ({
    files: folder.files.map((file) => (files(file) ? { ...file, survey: null, reading: null } : file)),
  }));
  return readFolder(id);
}

/** Takes the key of all the folder's encrypted files, in memory only, and reads them with it. */
export function giveFolderKey(id: FolderId, key: Uint8Array): Promise<void> {
  setFolderKey(id, key);
  updateFolder(id, () => ({ keyState: 'given' }));
  return readFolderAnew(id, ({ survey }) => {
    const locked = (survey?.report?.recordsLocked ?? 0) > 0;
    return locked || survey?.summary.capabilities.encrypted === true;
  });
}

/** How a file of a folder is opened: with the folder's key, in the background. */
type OpenOne = (file: FolderFile, key: Uint8Array | null) => Promise<FileId>;

/** Opens a shard's log and snapshot, each in a tab that knows of the other, and shows the one that is in trouble. */
export async function openShardWith(open: OpenOne, folderId: FolderId, shardId: number): Promise<void> {
  const folder = getFolder(appStore.getState(), folderId);
  const shard = folder === null ? undefined : shardsOf(folder).find((each) => each.shardId === shardId);
  if (shard === undefined) return;
  const key = getFolderKey(folderId);
  const first = worstOf(shard);
  if (first === null) return;
  const other = first === shard.log ? shard.snapshot : shard.log;
  const firstId = await open(first, key);
  const otherId = other === null || first.name.endsWith('.tmp') ? null : await open(other, key);
  if (otherId !== null) linkFiles(firstId, otherId);
  appStore.setState({ active: firstId, pane: 'list' });
}

/** The file to look at first: the damaged one, or else the log, which has the newest data. */
function worstOf({ log, snapshot, leftovers }: FolderShard): FolderFile | null {
  const isBad = (file: FolderFile | null): boolean =>
    (file?.survey?.report?.faultCounts.damage ?? 0) > 0 || (file?.survey?.verdict?.error ?? null) !== null;
  if (isBad(snapshot) && !isBad(log)) return snapshot;
  return log ?? snapshot ?? leftovers[0] ?? null;
}
