import { type KeyId, type RowIndex, rowIndex } from '../base/index.ts';
import { kindOfName, shardOfName } from '../codec/index.ts';
import type { RepairPreset } from '../repair/index.ts';
import { appStore, updateFile } from './appStore.ts';
import { NOT_ARRANGED } from './arrange.ts';
import { pickFiles, takeDrop } from './fileAccess.ts';
import {
  endSession,
  getSource,
  repairRequest,
  runScan,
  service,
  showFailure,
  startSession,
} from './fileSessions.ts';
import { folderOfHandle } from './folderAccess.ts';
import { openFolder, openShardWith } from './folderActions.ts';
import { getFolderKey } from './folderSurvey.ts';
import {
  type FileId,
  type FolderFile,
  type FolderId,
  hasAside,
  type OpenFile,
  type OpenRequest,
} from './model.ts';
import { linkFiles, withPartner } from './partners.ts';
import { forgetRecent, rememberFile, reopenRecent } from './recentFiles.ts';
import { moveSelection } from './selectionHistory.ts';
import { getFile } from './selectors.ts';
import { tellFailure } from './tellFailure.ts';
import { showToast } from './toasts.ts';

let count = 0;

/** What a file starts from, and starts from again when it is reloaded. */
const FRESH = {
  summary: null,
  progress: null,
  report: null,
  verdict: null,
  keyState: 'not-needed',
  released: false,
  view: 'records',
  filter: { text: '', caseSensitive: false, findOnly: false },
  sort: null,
  arrangement: NOT_ARRANGED,
  selection: null,
  lanes: [],
  mapRange: null,
  history: { past: [], future: [] },
  keySelection: [],
  plan: null,
  problem: null,
} as const satisfies Partial<OpenFile>;

/** Opens each file in a tab of its own and shows the first. A file that is open already is shown, not doubled. */
export async function openFiles(requests: readonly OpenRequest[]): Promise<void> {
  let first: FileId | null = null;
  const opened: FileId[] = [];
  for (const request of requests) {
    const twin = await findOpen(request);
    const id = twin === null ? addFile(request) : showTwin(twin, request);
    first ??= id;
    opened.push(id);
  }
  linkShards(opened);
  if (first !== null) appStore.setState({ active: first, pane: 'list' });
}

/** Opens what the user chooses in the browser's dialog. Call it inside a click. */
export function chooseFiles(): Promise<void> {
  return tellFailure(null, async () => openFiles(await pickFiles()));
}

/** Opens what was dropped: files in a tab each, a folder in a tab that lists its shards. */
export function openDropped(transfer: DataTransfer): Promise<void> {
  // Before anything is awaited: the transfer is emptied when the event ends.
  const dropped = takeDrop(transfer);
  return tellFailure(null, async () => {
    const { requests, folders } = await dropped;
    await openFiles(requests);
    for (const folder of folders) void tellFailure(folder.name, () => openFolder(folder));
    if (folders.length === 0 && requests.length === 0) showToast('info', 'What was dropped holds no file.');
  });
}

/** Opens a shard of a folder: its log and its snapshot, which know of each other. */
export function openShard(folderId: FolderId, shardId: number): Promise<void> {
  return tellFailure(null, () => openShardWith(openFolderFile, folderId, shardId));
}

/** Opens one file of a folder. */
export function openFileOfFolder(folderId: FolderId, file: FolderFile): Promise<void> {
  return tellFailure(file.name, async () => {
    const id = await openFolderFile(file, getFolderKey(folderId));
    appStore.setState({ active: id, pane: 'list' });
  });
}

async function openFolderFile(of: FolderFile, key: Uint8Array | null): Promise<FileId> {
  const request: OpenRequest = { file: of.file, handle: of.handle };
  const open = appStore.getState().files.find(({ id }) => getSource(id) === of.file) ?? null;
  const twin = open ?? (await findOpen(request));
  return twin === null ? addFile(request, key) : showTwin(twin, request);
}

/** Opens a file of an earlier visit. Call it inside a click: the browser may ask for permission. */
export function openRecent(recentId: string): Promise<void> {
  return tellFailure(null, async () => {
    const reopened = await reopenRecent(recentId);
    if (reopened?.kind === 'file') return openFiles([reopened.request]);
    if (reopened?.kind === 'folder') return openFolder(folderOfHandle(reopened.handle));
    const recent = appStore.getState().recents.find((one) => one.id === recentId);
    if (recent?.access === 'gone') {
      showToast('bad', `${recent.name} is no longer where it was. It can be removed from the list.`);
    } else if (recent?.access === 'denied') {
      showToast('info', `The browser was not allowed to read ${recent.name}.`);
    } else if (recent !== undefined) {
      showToast('info', `This browser does not remember where ${recent.name} is. Drop the file here again.`);
    }
  });
}

export function removeRecent(recentId: string): Promise<void> {
  return tellFailure(null, () => forgetRecent(recentId));
}

/** Closes a tab and ends its worker; the tab beside it comes to the front. */
export function closeFile(id: FileId): void {
  endSession(id);
  appStore.setState((state) => {
    const at = state.files.findIndex((file) => file.id === id);
    const files = state.files
      .filter((file) => file.id !== id)
      .map((file) => (file.partner === id ? { ...file, ...withPartner(file, null) } : file));
    const beside = files[Math.min(at, files.length - 1)]?.id ?? null;
    return { files, active: state.active === id ? beside : state.active };
  });
}

/** Reads the file anew from the disk. Call it inside a click: the browser may ask for permission. */
export async function reload(id: FileId): Promise<void> {
  const file = getFile(appStore.getState(), id);
  if (file === null) return;
  try {
    await file.handle?.requestPermission?.({ mode: 'read' });
    const source = (await file.handle?.getFile()) ?? getSource(id);
    if (source !== null) restart(file, source);
  } catch (error) {
    showFailure(id, error);
  }
}

/** Scans a file again, with `key` where one is given. */
export function scan(id: FileId, key?: Uint8Array): Promise<void> {
  return runScan(id, key);
}

/** Stops the scan; what was indexed stays. */
export function cancelScan(id: FileId): Promise<void> {
  return tellFailure(nameOf(id), () => service(id).cancelScan());
}

/** Takes the key of an encrypted file, in memory only, and reads the file with it. */
export function giveKey(id: FileId, key: Uint8Array): Promise<void> {
  updateFile(id, () => ({ keyState: 'given' }));
  return runScan(id, key);
}

/** Selects the row that holds a byte. @returns false when there is none */
export async function selectOffset(id: FileId, offset: number): Promise<boolean> {
  let found = false;
  await tellFailure(nameOf(id), async () => {
    found = selectRow(id, await service(id).rowAtOffset(offset));
  });
  return found;
}

/** Selects a record by its number in the file, from 0. @returns false when there is none */
export async function selectRecord(id: FileId, record: number): Promise<boolean> {
  let found = false;
  await tellFailure(nameOf(id), async () => {
    found = selectRow(id, await service(id).rowOfRecord(record));
  });
  return found;
}

/** Selects the next fault (or the previous one); from the end it begins again at the start. */
export function stepFault(id: FileId, direction: 1 | -1): Promise<void> {
  return tellFailure(nameOf(id), async () => {
    const file = getFile(appStore.getState(), id);
    if (file === null) return;
    const rows = file.report?.rows ?? file.progress?.rows ?? 0;
    const outside = rowIndex(direction === 1 ? -1 : rows);
    const next = await service(id).nextFault(file.selection?.row ?? outside, direction);
    const row = next ?? (await service(id).nextFault(outside, direction));
    if (!selectRow(id, row)) showToast('info', `No faults were found in ${file.name}.`);
  });
}

/** Shows the repair with a ready-made plan, in place of whatever plan was under review. */
export function repairWith(id: FileId, preset: RepairPreset): Promise<void> {
  return tellFailure(nameOf(id), async () => {
    const { plan, impossible } = await service(id).planRepair(preset, repairRequest(id));
    updateFile(id, () => ({ view: 'repair', ...(impossible === null ? { plan } : {}) }));
    appStore.setState({ pane: 'list' });
  });
}

/** Shows the key of the selected record among the keys. */
export function showKeyOfRow(id: FileId): Promise<void> {
  return tellFailure(nameOf(id), async () => {
    const row = getFile(appStore.getState(), id)?.selection?.row;
    const key = row === undefined ? null : ((await service(id).keyChoiceOfRow(row))?.key ?? null);
    if (key === null) showToast('info', 'The selected row has no key.');
    else updateFile(id, () => ({ keySelection: [key], view: 'keys' }));
    appStore.setState({ pane: 'list' });
  });
}

/** Adds keys to those that the timeline follows, and shows it. */
export function addLanes(id: FileId, keys: readonly KeyId[]): void {
  updateFile(id, ({ lanes }) => ({ view: 'timeline', lanes: [...new Set([...lanes, ...keys])] }));
  appStore.setState({ pane: 'list' });
}

/** Adds the selected record's key to the timeline and shows it. */
export function followKey(id: FileId): Promise<void> {
  return tellFailure(nameOf(id), async () => {
    const row = getFile(appStore.getState(), id)?.selection?.row ?? null;
    const choice = row === null ? null : await service(id).keyChoiceOfRow(row);
    if (choice === null) {
      showToast('info', 'Select a record that has a key first: the timeline then follows it.');
      return;
    }
    addLanes(id, [choice.key]);
  });
}

function selectRow(id: FileId, row: RowIndex | null): boolean {
  if (row === null) return false;
  updateFile(id, (file) => ({
    ...moveSelection(file, { row, field: null, bytes: null }, false),
    view: hasAside(file.view) ? file.view : 'records',
  }));
  return true;
}

function addFile(request: OpenRequest, key: Uint8Array | null = null): FileId {
  const { file, handle, sampleNote = null, sampleKey = null } = request;
  count += 1;
  const id = `file-${count}` as FileId;
  const added: OpenFile = {
    ...FRESH,
    partner: null,
    id,
    name: file.name,
    size: file.size,
    handle,
    sampleNote,
    sampleKey,
  };
  appStore.setState((state) => ({ files: [...state.files, added] }));
  startSession(id, file, key);
  if (sampleNote === null) void rememberFile(request);
  return id;
}

/** A log and a snapshot of the same shard that were opened together belong together. */
function linkShards(ids: readonly FileId[]): void {
  const files = ids.map((id) => getFile(appStore.getState(), id)).filter((file) => file !== null);
  for (const log of files.filter(({ name }) => kindOfName(name) === 'aof')) {
    const shard = shardOfName(log.name);
    const pair = files.filter(({ name }) => shardOfName(name) === shard && !name.endsWith('.tmp'));
    const snapshot = pair.find(({ name }) => kindOfName(name) === 'snapshot');
    // Two of a kind come from two places: which belongs to which is for the user to say.
    if (shard !== null && snapshot !== undefined && pair.length === 2) linkFiles(log.id, snapshot.id);
  }
}

function showTwin(twin: OpenFile, { file }: OpenRequest): FileId {
  const source = getSource(twin.id);
  const changed = source === null || source.lastModified !== file.lastModified || source.size !== file.size;
  if (changed) restart(twin, file);
  return twin.id;
}

function restart(file: OpenFile, source: File): void {
  const { view, filter, sort } = file;
  updateFile(file.id, () => ({ ...FRESH, name: source.name, size: source.size, view, filter, sort }));
  startSession(file.id, source, null);
}

/** The tab that shows this very file of the disk; null where the browser can't tell. */
async function findOpen({ handle }: OpenRequest): Promise<OpenFile | null> {
  if (handle === null) return null;
  for (const file of appStore.getState().files) {
    if (file.handle !== null && (await file.handle.isSameEntry(handle))) return file;
  }
  return null;
}

function nameOf(id: FileId): string | null {
  return getFile(appStore.getState(), id)?.name ?? null;
}
