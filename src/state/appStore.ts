import { createStore, useStore } from 'zustand';
import type { AppState, FileId, FolderId, OpenFile, OpenFolder } from './model.ts';
import { loadPreferences } from './preferences.ts';

/** The page's state. Views read it through {@link useApp} and change it through `actions` only. */
export const appStore = createStore<AppState>(() => ({
  files: [],
  active: null,
  overlay: null,
  pane: 'list',
  dragging: false,
  folders: [],
  folder: null,
  recents: [],
  toasts: [],
  preferences: loadPreferences(),
}));

/** Subscribes a component to what `selector` picks; it renders again when that changes (by identity). */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(appStore, selector);
}

/** Replaces one open file by what `change` makes of it; does nothing when it has been closed meanwhile. */
export function updateFile(id: FileId, change: (file: OpenFile) => Partial<OpenFile>): void {
  appStore.setState((state) => ({
    files: state.files.map((file) => (file.id === id ? { ...file, ...change(file) } : file)),
  }));
}

/** The same for an open folder. */
export function updateFolder(id: FolderId, change: (folder: OpenFolder) => Partial<OpenFolder>): void {
  appStore.setState((state) => ({
    folders: state.folders.map((folder) => (folder.id === id ? { ...folder, ...change(folder) } : folder)),
  }));
}
