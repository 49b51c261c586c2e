/*
 * The files of earlier visits, in this browser's own database: name, size, when, and the handle where the browser
 * gives one. Never a File: storing one would copy its content.
 */
import { get, set } from 'idb-keyval';
import { appStore } from './appStore.ts';
import type { OpenRequest, RecentFile } from './model.ts';

const STORED_AS = 'shardscope.recent-files';
const MAX_RECENTS = 12;

type Stored = Omit<RecentFile, 'access'>;

/** Reads the list and asks (without a prompt) which files may still be read. */
export async function loadRecents(): Promise<void> {
  const stored = await readStored();
  const recents = await Promise.all(
    stored.map(async (file) => ({ ...file, access: await queryAccess(file.handle) })),
  );
  appStore.setState({ recents });
}

/** Puts a file that was just opened on top of the list. */
export async function rememberFile({ file, handle }: OpenRequest): Promise<void> {
  const { recents } = appStore.getState();
  const isSame = await Promise.all(recents.map((recent) => isSameFile(recent, file, handle)));
  const others = recents.filter((_recent, index) => isSame[index] !== true);
  const openedAt = Date.now();
  const access = handle === null ? 'none' : 'granted';
  const newest: RecentFile = {
    id: `${openedAt}-${file.name}`,
    kind: 'file',
    name: file.name,
    size: file.size,
    openedAt,
    handle,
    access,
  };
  await keep([newest, ...others].slice(0, MAX_RECENTS));
}

/** The same for a folder. */
export async function rememberFolder(handle: FileSystemDirectoryHandle): Promise<void> {
  const { recents } = appStore.getState();
  const isSame = await Promise.all(
    recents.map(async (recent) => recent.handle?.isSameEntry(handle) ?? false),
  );
  const others = recents.filter((_recent, index) => isSame[index] !== true);
  const openedAt = Date.now();
  const { name } = handle;
  const id = `${openedAt}-${name}`;
  const newest: RecentFile = { id, kind: 'folder', name, size: 0, openedAt, handle, access: 'granted' };
  await keep([newest, ...others].slice(0, MAX_RECENTS));
}

export async function forgetRecent(id: string): Promise<void> {
  await keep(appStore.getState().recents.filter((recent) => recent.id !== id));
}

export async function forgetAllRecents(): Promise<void> {
  await keep([]);
}

/** What an entry leads to. */
export type Reopened =
  | { readonly kind: 'file'; readonly request: OpenRequest }
  | { readonly kind: 'folder'; readonly handle: FileSystemDirectoryHandle };

/**
 * The file or folder behind an entry. Call it inside a click: the browser may ask for permission.
 * @returns null when it can't be had; the entry then says why
 */
export async function reopenRecent(id: string): Promise<Reopened | null> {
  const recent = appStore.getState().recents.find((one) => one.id === id);
  if (recent === undefined || recent.handle === null) return null;
  const { handle } = recent;
  if ((await handle.requestPermission?.({ mode: 'read' })) === 'denied') {
    setAccess(id, 'denied');
    return null;
  }
  try {
    if (handle.kind === 'file') return { kind: 'file', request: { file: await handle.getFile(), handle } };
    // A folder that is gone says so only when it is looked into.
    await handle.values().next();
    return { kind: 'folder', handle };
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
    setAccess(id, 'gone');
    return null;
  }
}

function setAccess(id: string, access: RecentFile['access']): void {
  appStore.setState((state) => ({
    recents: state.recents.map((recent) => (recent.id === id ? { ...recent, access } : recent)),
  }));
}

async function keep(recents: readonly RecentFile[]): Promise<void> {
  appStore.setState({ recents });
  try {
    await set(
      STORED_AS,
      recents.map(({ access: _access, ...stored }) => stored),
    );
  } catch {
    // The browser may refuse to store anything (a private window); then the list lasts for this visit.
  }
}

async function readStored(): Promise<readonly Stored[]> {
  try {
    const value: unknown = await get(STORED_AS);
    if (!Array.isArray(value)) return [];
    // Before there were folders, everything was a file.
    return value.map((one: unknown) => ({ kind: 'file', ...Object(one) }) as unknown).filter(isStored);
  } catch {
    return [];
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { id, kind, name, size, openedAt, handle } = value as Record<string, unknown>;
  const method = kind === 'folder' ? 'values' : 'getFile';
  const isHandle = handle === null || (typeof handle === 'object' && method in handle);
  return (
    (kind === 'file' || kind === 'folder') &&
    typeof id === 'string' &&
    typeof name === 'string' &&
    typeof size === 'number' &&
    typeof openedAt === 'number' &&
    isHandle
  );
}

async function queryAccess(handle: RecentFile['handle']): Promise<RecentFile['access']> {
  if (handle === null) return 'none';
  try {
    const state = await handle.queryPermission?.({ mode: 'read' });
    return state === 'granted' ? 'granted' : 'ask';
  } catch {
    return 'ask';
  }
}

async function isSameFile(
  recent: RecentFile,
  file: File,
  handle: FileSystemFileHandle | null,
): Promise<boolean> {
  if (recent.handle === null || handle === null) {
    return recent.handle === handle && recent.name === file.name && recent.size === file.size;
  }
  return recent.handle.isSameEntry(handle);
}
