/*
 * The parts of the File System Access API that TypeScript's DOM library leaves out because not every browser has
 * them. Optional where they may be missing, so that a caller has to ask first.
 */
export {};

declare global {
  interface OpenFilePickerOptions {
    readonly id?: string;
    readonly multiple?: boolean;
  }

  interface SaveFilePickerOptions {
    readonly id?: string;
    readonly suggestedName?: string;
    readonly startIn?: FileSystemHandle;
  }

  interface DirectoryPickerOptions {
    readonly id?: string;
    readonly mode?: 'read' | 'readwrite';
  }

  interface Window {
    showDirectoryPicker?: (options?: DirectoryPickerOptions) => Promise<FileSystemDirectoryHandle>;
    showOpenFilePicker?: (options?: OpenFilePickerOptions) => Promise<FileSystemFileHandle[]>;
    showSaveFilePicker?: (options?: SaveFilePickerOptions) => Promise<FileSystemFileHandle>;
  }

  interface DataTransferItem {
    getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
  }

  interface FileSystemHandle {
    queryPermission?: (descriptor: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>;
    requestPermission?: (descriptor: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>;
  }
}
