/*
 * The page's state: source facts only. Rows, bytes and faults live in each file's worker and are asked for in
 * windows; what can be derived is derived by selectors.
 */

import type { Brand, KeyId, RowIndex } from '../base/index.ts';
import type { ReaderId } from '../codec/index.ts';
import type { SortOrder } from '../columnar/index.ts';
import type { RepairPlan } from '../repair/index.ts';
import type { Verdict } from '../scan/index.ts';
import type { ByteSpace, FileSummary, Problem, ScanProgress, ScanReport } from '../workers/index.ts';
import type {} from './fileSystemAccess.d.ts';

/** An open tab. */
export type FileId = Brand<string, 'FileId'>;

/** An open data directory. */
export type FolderId = Brand<string, 'FolderId'>;

/** The views of a file, in the order of the navigation rail. More are added by later work. */
export const VIEWS = ['records', 'keys', 'timeline', 'faults', 'recovery', 'repair', 'stats'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Whether the selected record stands beside the view. Other views fill the room themselves. */
export const hasAside = (view: ViewName): boolean => view === 'records' || view === 'faults';

/**
 * What is selected: one model that table, inspector and bytes all read and write. `field` is a path of the record;
 * `bytes` is a span, `end` exclusive, in `space` (relative to the decrypted content for `plain`, absolute for `file`).
 */
export interface Selection {
  readonly row: RowIndex;
  readonly field: string | null;
  readonly bytes: { readonly space: ByteSpace; readonly start: number; readonly end: number } | null;
}

/** Which rows the table lists. */
export interface RowFilterState {
  /** In the query language; empty for all rows. */
  readonly text: string;
  readonly caseSensitive: boolean;
  /** The hits are marked and stepped through; the other rows stay. */
  readonly findOnly: boolean;
}

/** How far the search for the rows to list has come. The rows themselves are numbers outside the store. */
export interface Arrangement {
  /** Rises with each change of the lists. */
  readonly version: number;
  /** `none`: nothing is filtered. `failed`: what was found by then is listed, in the order that it had. */
  readonly phase: 'none' | 'finding' | 'sorting' | 'done' | 'stopped' | 'failed';
  /** Rows that were found. */
  readonly count: number;
  readonly done: number;
  readonly total: number;
}

export type KeyState = 'not-needed' | 'needed' | 'given';

/** A part of a file in bytes. */
export interface MapRange {
  readonly from: number;
  readonly to: number;
}

export interface OpenFile {
  readonly id: FileId;
  readonly name: string;
  readonly size: number;
  /** Set where the file came as a handle, so that it can be read again. */
  readonly handle: FileSystemFileHandle | null;
  /** One sentence on a sample, null for the user's own file. */
  readonly sampleNote: string | null;
  /** An encrypted sample's key in hexadecimal: it protects nothing. */
  readonly sampleKey: string | null;
  readonly summary: FileSummary | null;
  readonly progress: ScanProgress | null;
  readonly report: ScanReport | null;
  readonly verdict: Verdict | null;
  readonly keyState: KeyState;
  /** Its index was given up to save memory; it is read again when the tab comes to the front. */
  readonly released: boolean;
  readonly view: ViewName;
  readonly filter: RowFilterState;
  /** Null for the order of the file. */
  readonly sort: SortOrder | null;
  readonly arrangement: Arrangement;
  readonly selection: Selection | null;
  /** The keys that the timeline follows, a lane each; numbers of the scan that is shown. */
  readonly lanes: readonly KeyId[];
  /** The part of the file that map and timeline show, in bytes, `to` exclusive; null for all of it. */
  readonly mapRange: MapRange | null;
  /** Selections to walk back and forth through (Alt+Left, Alt+Right). */
  readonly history: { readonly past: readonly Selection[]; readonly future: readonly Selection[] };
  /** The keys that are looked at; numbers of the scan that is shown. */
  readonly keySelection: readonly KeyId[];
  /** The tab of the shard's other file: a log's snapshot, a snapshot's log. */
  readonly partner: FileId | null;
  /** The repair plan under review, null until one is made. */
  readonly plan: RepairPlan | null;
  /** Shown above the file's views; the rest stays usable. */
  readonly problem: Problem | null;
}

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'good' | 'bad';
  readonly text: string;
}

export type Theme = 'system' | 'light' | 'dark';
export type Pane = 'list' | 'inspector' | 'bytes';
export type Overlay = 'palette' | 'shortcuts' | 'goto' | 'key' | 'reader' | 'privacy' | 'folder-key' | null;

/** A file to be opened, with what is known of where it came from. */
export interface OpenRequest {
  readonly file: File;
  readonly handle: FileSystemFileHandle | null;
  /** One sentence on a sample. */
  readonly sampleNote?: string;
  /** A sample's key, which the page offers when it asks for it. */
  readonly sampleKey?: string;
}

/** A file or a folder opened on an earlier visit. The handle is kept, never the content. */
export interface RecentFile {
  readonly id: string;
  readonly kind: 'file' | 'folder';
  readonly name: string;
  /** 0 for a folder. */
  readonly size: number;
  /** When it was last opened, in Unix milliseconds. */
  readonly openedAt: number;
  /** Null where the browser gives none: the file must be dropped again. */
  readonly handle: FileSystemFileHandle | FileSystemDirectoryHandle | null;
  /** `ask`: the browser will ask for permission first; `gone`: it was moved or deleted. */
  readonly access: 'granted' | 'ask' | 'denied' | 'gone' | 'none';
}

/** What a scan found out about one file of a folder. */
export interface FileSurvey {
  readonly summary: FileSummary;
  /** Null for a file that can't be read at all; the summary says why. */
  readonly report: ScanReport | null;
  readonly verdict: Verdict | null;
  /** Stands for the set of its keys. */
  readonly keys: Float64Array | null;
  readonly problem: Problem | null;
}

/** A file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly file: File;
  readonly handle: FileSystemFileHandle | null;
  /** Null until it has been read. */
  readonly survey: FileSurvey | null;
  /** Bytes read so far while it is being read; null before and after. */
  readonly reading: number | null;
}

/** Two files of a folder with the same content, byte for byte. */
export type SameContent = readonly [string, string];

/** A data directory in a tab of its own. */
export interface OpenFolder {
  readonly id: FolderId;
  readonly name: string;
  readonly handle: FileSystemDirectoryHandle | null;
  readonly files: readonly FolderFile[];
  readonly subfolders: readonly string[];
  /** `listing` while its names come in, `reading` while its files are scanned one after another. */
  readonly phase: 'listing' | 'reading' | 'done' | 'stopped';
  readonly keyState: KeyState;
  readonly duplicates: readonly SameContent[];
  /** It could not be listed. */
  readonly problem: Problem | null;
}

/** What is remembered between visits (localStorage), validated key by key when read. */
export interface Preferences {
  readonly theme: Theme;
  readonly reader: ReaderId;
  /** Single-letter shortcuts (WCAG 2.1.4 lets them be switched off). */
  readonly letterKeys: boolean;
  readonly columns: {
    readonly order: readonly string[];
    readonly hidden: readonly string[];
    readonly widths: Readonly<Record<string, number>>;
  };
  /** Pixels. */
  readonly inspectorWidth: number;
  readonly bytesHeight: number;
}

export interface AppState {
  readonly files: readonly OpenFile[];
  readonly active: FileId | null;
  readonly overlay: Overlay;
  /** Which pane a narrow screen shows. */
  readonly pane: Pane;
  readonly dragging: boolean;
  readonly folders: readonly OpenFolder[];
  /** The folder whose tab is in front, where no file's is. */
  readonly folder: FolderId | null;
  /** Newest first; empty until they have been read from the browser's database. */
  readonly recents: readonly RecentFile[];
  readonly toasts: readonly Toast[];
  readonly preferences: Preferences;
}
