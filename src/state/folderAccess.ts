/*
 * How folders come in: the picker, a drop, or an input that takes a folder. Only what lies directly in the folder is
 * looked at; a data directory has no subfolders.
 */

/** A folder that can be listed. */
export interface FolderSource {
  readonly name: string;
  readonly handle: FileSystemDirectoryHandle | null;
  readonly list: () => Promise<FolderListing>;
}

export interface ListedFile {
  readonly file: File;
  readonly handle: FileSystemFileHandle | null;
}

export interface FolderListing {
  readonly files: readonly ListedFile[];
  readonly subfolders: readonly string[];
}

/** Lets the user choose a folder. Call it inside a click. Null when the user thinks better of it. */
export async function pickFolder(): Promise<FolderSource | null> {
  if (window.showDirectoryPicker === undefined) return pickWithInput();
  try {
    return folderOfHandle(await window.showDirectoryPicker({ id: 'shards', mode: 'read' }));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

export const folderOfHandle = (handle: FileSystemDirectoryHandle): FolderSource => ({
  name: handle.name,
  handle,
  list: async () => {
    const found: FileSystemFileHandle[] = [];
    const subfolders: string[] = [];
    for await (const child of handle.values()) {
      if (child.kind === 'file') found.push(child);
      else subfolders.push(child.name);
    }
    const files = await Promise.all(
      found.map(async (child) => ({ file: await child.getFile(), handle: child })),
    );
    return { files, subfolders };
  },
});

/** A dropped folder, where the browser has no handles for it. */
export const folderOfEntry = (entry: FileSystemDirectoryEntry): FolderSource => ({
  name: entry.name,
  handle: null,
  list: async () => {
    const children = await readAll(entry.createReader());
    const files = await Promise.all(
      children
        .filter((child) => child.isFile)
        .map(async (child) => ({ file: await fileOf(child as FileSystemFileEntry), handle: null })),
    );
    return { files, subfolders: children.filter((child) => child.isDirectory).map(({ name }) => name) };
  },
});

/** A browser hands out a hundred entries a call, and says with none that there are no more. */
async function readAll(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

function pickWithInput(): Promise<FolderSource | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = true;
    input.hidden = true;
    const finish = (source: FolderSource | null): void => {
      input.remove();
      resolve(source);
    };
    input.addEventListener('change', () => finish(folderOfFiles(Array.from(input.files ?? []))));
    input.addEventListener('cancel', () => finish(null));
    // In the page, or the browser may clear it away while its dialog is still open.
    document.body.append(input);
    input.click();
  });
}

/** An input gives all files below the folder, each with its path. */
function folderOfFiles(files: readonly File[]): FolderSource {
  const paths = files.map((file) => file.webkitRelativePath.split('/'));
  const subfolders = new Set(paths.filter((path) => path.length > 2).map((path) => path[1] ?? ''));
  const direct = files.filter((_, i) => (paths[i]?.length ?? 0) <= 2);
  return {
    name: paths[0]?.[0] ?? 'the folder',
    handle: null,
    list: async () => ({
      files: direct.map((file) => ({ file, handle: null })),
      subfolders: [...subfolders],
    }),
  };
}
