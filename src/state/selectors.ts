import { READER_FEATURES } from '../codec/index.ts';
import type { ScanReport } from '../workers/index.ts';
import type { AppState, FileId, FolderId, OpenFile, OpenFolder, Selection } from './model.ts';

export function getFile(state: AppState, id: FileId): OpenFile | null {
  return state.files.find((file) => file.id === id) ?? null;
}

/** The file whose tab is in front; null on the start page. */
export function getActiveFile(state: AppState): OpenFile | null {
  return state.active === null ? null : getFile(state, state.active);
}

export function getFolder(state: AppState, id: FolderId): OpenFolder | null {
  return state.folders.find((folder) => folder.id === id) ?? null;
}

/** The folder whose tab is in front; null where a file's is, or none. */
export function getActiveFolder(state: AppState): OpenFolder | null {
  return state.active !== null || state.folder === null ? null : getFolder(state, state.folder);
}

const NO_NAMES: readonly string[] = [];

/** The types that rows of the file can have, as its filter may ask for them. */
export const getTypeNames = (file: OpenFile | null): readonly string[] =>
  file?.summary?.typeNames ?? NO_NAMES;

/** The snapshot that a log goes on from, where it is open and whole; null otherwise. */
export function getPartner(state: AppState, id: FileId): OpenFile | null {
  const partner = getFile(state, id)?.partner ?? null;
  const snapshot = partner === null ? null : getFile(state, partner);
  const isWhole = snapshot?.summary?.capabilities.rowNoun === 'entry' && snapshot.verdict?.error === null;
  return isWhole ? snapshot : null;
}

/** The selection of the file in front. */
export function getSelection(state: AppState): Selection | null {
  return getActiveFile(state)?.selection ?? null;
}

/** How a file is doing, in one word; `locked` waits for a key, `unreadable` cannot be shown at all. */
export type Health = 'reading' | 'good' | 'warning' | 'damage' | 'locked' | 'unreadable' | 'stopped';

export function getHealth(
  file: Pick<OpenFile, 'summary' | 'report' | 'verdict' | 'problem' | 'keyState'>,
): Health {
  const { summary, report, verdict } = file;
  if (summary !== null && summary.refusal !== null) return 'unreadable';
  if (file.problem !== null) return 'damage';
  if (report === null) return 'reading';
  if (report.phase !== 'done') return 'stopped';
  if (report.faultCounts.damage > 0 || verdict?.abort?.certain === true) return 'damage';
  if (file.keyState === 'needed') return 'locked';
  if (verdict !== null && verdict.error !== null) return 'damage';
  if (report.faultCounts.warning > 0 || verdict?.abort) return 'warning';
  if (verdict !== null && verdict.silentlyDropped > 0) return 'warning';
  return 'good';
}

/** How a scan stands, or ended; null before its first word. */
export type ScanPhase = 'scanning' | ScanReport['phase'];

export function getScanPhase(file: OpenFile | null): ScanPhase | null {
  return file?.report?.phase ?? (file?.progress == null ? null : 'scanning');
}

/** The scan that answers are of now; it rises with each. Null before its first word. */
export function getGeneration(file: OpenFile | null): number | null {
  return file?.report?.generation ?? file?.progress?.generation ?? null;
}

/** All faults of a file, counted as far as the scan has come. */
export function getFaultCount(file: OpenFile): number {
  if (file.report === null) return file.progress?.faults ?? 0;
  const { info, warning, damage } = file.report.faultCounts;
  return info + warning + damage;
}

/** The reader that verdicts are for, as a sentence names it: "Ember 0.4.9", "Ember 0.4.9 (no features)". */
export function getReaderName(state: AppState): string {
  const { version, features } = state.preferences.reader;
  if (features.length === READER_FEATURES.length) return `Ember ${version}`;
  return `Ember ${version} (${features.length === 0 ? 'no features' : features.join(', ')})`;
}
