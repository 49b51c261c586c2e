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

/** The views of a file, in the order of the navigation rail. More are added by later work. */
export const VIEWS = ['records', 'keys', 'faults', 'repair', 'stats'] as const;
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
  /** `none`: nothing is filtered. */
  readonly phase: 'none' | 'finding' | 'sorting' | 'done' | 'stopped';
  /** Rows that were found. */
  readonly count: number;
  readonly done: number;
  readonly total: number;
}

export type KeyState = 'not-needed' | 'needed' | 'given';

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
  readonly view: ViewName;
  readonly filter: RowFilterState;
  /** Null for the order of the file. */
  readonly sort: SortOrder | null;
  readonly arrangement: Arrangement;
  readonly selection: Selection | null;
  /** Selections to walk back and forth through (Alt+Left, Alt+Right). */
  readonly history: { readonly past: readonly Selection[]; readonly future: readonly Selection[] };
  /** The keys that are looked at; numbers of the scan that is shown. */
  readonly keySelection: readonly KeyId[];
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
export type Overlay = 'palette' | 'shortcuts' | 'goto' | 'key' | 'reader' | 'privacy' | 'folder' | null;

/** A file to be opened, with what is known of where it came from. */
export interface OpenRequest {
  readonly file: File;
  readonly handle: FileSystemFileHandle | null;
  /** One sentence on a sample. */
  readonly sampleNote?: string;
  /** A sample's key, which the page offers when it asks for it. */
  readonly sampleKey?: string;
}

/** A file opened on an earlier visit. The handle is kept, never the content. */
export interface RecentFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** When it was last opened, in Unix milliseconds. */
  readonly openedAt: number;
  /** Null where the browser gives none: the file must be dropped again. */
  readonly handle: FileSystemFileHandle | null;
  /** `ask`: the browser will ask for permission first; `gone`: it was moved or deleted. */
  readonly access: 'granted' | 'ask' | 'denied' | 'gone' | 'none';
}

/** A folder that was dropped, and what in it can be opened. */
export interface DroppedFolder {
  readonly name: string;
  readonly files: readonly FileSystemFileHandle[];
  /** False where the browser does not let a page look into a dropped folder. */
  readonly listed: boolean;
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
  /** What the folder dialog shows. */
  readonly folder: DroppedFolder | null;
  /** Newest first; empty until they have been read from the browser's database. */
  readonly recents: readonly RecentFile[];
  readonly toasts: readonly Toast[];
  readonly preferences: Preferences;
}
