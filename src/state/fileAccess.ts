/*
 * How files come in: the picker, or a drop. With the File System Access API where the browser has it (a handle lets
 * the file be read again later), with plain Files elsewhere.
 */
import { type FolderSource, folderOfEntry, folderOfHandle } from './folderAccess.ts';
import type { OpenRequest } from './model.ts';

/** Lets the user choose files. Call it inside a click. An empty list when the user thinks better of it. */
export async function pickFiles(): Promise<readonly OpenRequest[]> {
  if (window.showOpenFilePicker === undefined) return pickWithInput();
  try {
    // No filter by type: a leftover `.snap.tmp` or a renamed file is as welcome.
    const handles = await window.showOpenFilePicker({ id: 'shards', multiple: true });
    return await readHandles(handles);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    throw error;
  }
}

export async function readHandles(handles: readonly FileSystemFileHandle[]): Promise<readonly OpenRequest[]> {
  return Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
}

function pickWithInput(): Promise<readonly OpenRequest[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.hidden = true;
    const finish = (requests: readonly OpenRequest[]): void => {
      input.remove();
      resolve(requests);
    };
    input.addEventListener('change', () => {
      finish(Array.from(input.files ?? [], (file) => ({ file, handle: null })));
    });
    input.addEventListener('cancel', () => finish([]));
    // In the page, or the browser may clear it away while its dialog is still open.
    document.body.append(input);
    input.click();
  });
}

export interface Dropped {
  readonly requests: readonly OpenRequest[];
  readonly folders: readonly FolderSource[];
}

/**
 * Takes what was dropped. The items die with the event, so everything is asked of every one of them before the first
 * await.
 */
export async function takeDrop(transfer: DataTransfer): Promise<Dropped> {
  const taken = Array.from(transfer.items)
    .filter((item) => item.kind === 'file')
    .map((item) => ({
      handle: item.getAsFileSystemHandle?.() ?? Promise.resolve(null),
      file: item.getAsFile(),
      entry: item.webkitGetAsEntry(),
    }));

  const requests: OpenRequest[] = [];
  const folders: FolderSource[] = [];
  for (const { handle: asked, file, entry } of taken) {
    // Some sources (a file dragged out of an archive) have no handle; the File does as well.
    const handle = (await asked.catch(() => null)) ?? null;
    if (handle?.kind === 'directory') folders.push(folderOfHandle(handle as FileSystemDirectoryHandle));
    else if (handle !== null) {
      requests.push(...(await readHandles([handle as FileSystemFileHandle])));
    } else if (entry?.isDirectory === true) folders.push(folderOfEntry(entry as FileSystemDirectoryEntry));
    else if (file !== null) requests.push({ file, handle: null });
  }
  return { requests, folders };
}
