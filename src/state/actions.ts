import type { KeyId } from '../base/index.ts';
import { narrowed, queryTerms, type SortOrder, withoutTerm } from '../columnar/index.ts';
import type { RepairPlan } from '../repair/index.ts';
import { appStore, updateFile } from './appStore.ts';
import { stopArranging } from './arrange.ts';
import {
  addLanes,
  cancelScan,
  chooseFiles,
  closeFile,
  followKey,
  giveKey,
  openDropped,
  openFileOfFolder,
  openFiles,
  openRecent,
  openShard,
  reload,
  removeRecent,
  repairWith,
  scan,
  selectOffset,
  selectRecord,
  showKeyOfRow,
  stepFault,
} from './fileActions.ts';
import { judge } from './fileSessions.ts';
import {
  chooseFolder,
  closeFolder,
  giveFolderKey,
  readFolder,
  readFolderAnew,
  showFolder,
  stopFolder,
} from './folderActions.ts';
import type {
  FileId,
  MapRange,
  Overlay,
  Pane,
  Preferences,
  RowFilterState,
  Selection,
  ViewName,
} from './model.ts';
import { linkFiles } from './partners.ts';
import { savePreferences } from './preferences.ts';
import { moveSelection, stepBack, stepForward } from './selectionHistory.ts';
import { getTypeNames } from './selectors.ts';
import { tellFailure } from './tellFailure.ts';
import { dismissToast, showToast } from './toasts.ts';

/** Everything that changes the page's state. */
export const actions = {
  openFiles,
  chooseFiles,
  openDropped,
  openShard,
  openFileOfFolder,
  chooseFolder,
  showFolder,
  closeFolder,
  stopFolder,
  readFolder,
  giveFolderKey,
  linkFiles,
  openRecent,
  removeRecent,
  closeFile,
  reload,
  scan,
  cancelScan,
  giveKey,
  selectOffset,
  selectRecord,
  showKeyOfRow,
  stepFault,
  addLanes,
  followKey,
  repairWith,
  dismissToast,
  toast: showToast,

  /** Brings a tab to the front; null shows the start page. */
  activate(id: FileId | null): void {
    appStore.setState((state) => ({ active: id, folder: id === null ? null : state.folder }));
  },

  /** Brings the next tab to the front (or the previous one), around the ends. */
  stepFile(direction: 1 | -1): void {
    appStore.setState(({ folders, files, folder, active }) => {
      const tabs = [
        ...folders.map(({ id }) => ({ folder: id, active: null })),
        ...files.map(({ id }) => ({ folder: null, active: id })),
      ];
      const at = tabs.findIndex((tab) => (active === null ? tab.folder === folder : tab.active === active));
      const from = at === -1 && direction === -1 ? 0 : at;
      return tabs[(from + direction + tabs.length) % tabs.length] ?? {};
    });
  },

  setView(id: FileId, view: ViewName): void {
    updateFile(id, () => ({ view }));
  },

  /**
   * Moves a file's selection. The row left behind can be walked back to, except with `replace`, for a step of a walk
   * of many (a held arrow key).
   */
  select(id: FileId, selection: Selection | null, options: { readonly replace?: boolean } = {}): void {
    updateFile(id, (file) => moveSelection(file, selection, options.replace === true));
  },

  /** Says which keys are looked at. */
  selectKeys(id: FileId, keySelection: readonly KeyId[]): void {
    updateFile(id, () => ({ keySelection }));
  },

  /** Chooses the keys that the timeline follows, a lane each. */
  setLanes(id: FileId, lanes: readonly KeyId[]): void {
    updateFile(id, () => ({ lanes }));
  },

  /** Zooms map and timeline to a part of the file; null shows all of it. */
  setMapRange(id: FileId, range: MapRange | null): void {
    updateFile(id, () => ({ mapRange: range }));
  },

  /** Changes which rows the table lists. With an empty text all is as it was: the next filter filters. */
  setFilter(id: FileId, changed: Partial<RowFilterState>): void {
    updateFile(id, ({ filter }) => ({
      filter: { ...filter, ...changed, ...(changed.text === '' ? { findOnly: false } : {}) },
    }));
  },

  /** Adds a term to the filter, or takes it out again where it stands already. */
  addTerm(id: FileId, term: string): void {
    updateFile(id, (file) => {
      const { filter } = file;
      const types = getTypeNames(file);
      const same = queryTerms(filter.text, types).find(({ text }) => text === term);
      const text = same === undefined ? narrowed(filter.text, term, types) : withoutTerm(filter.text, same);
      return { filter: { ...filter, text, findOnly: false }, view: 'records' };
    });
  },

  /** Puts the table in another order; null is that of the file. */
  setSort(id: FileId, sort: SortOrder | null): void {
    updateFile(id, () => ({ sort }));
  },

  stopArranging,

  back(id: FileId): void {
    updateFile(id, stepBack);
  },

  forward(id: FileId): void {
    updateFile(id, stepForward);
  },

  setPlan(id: FileId, plan: RepairPlan | null): void {
    updateFile(id, () => ({ plan }));
  },

  dismissProblem(id: FileId): void {
    updateFile(id, () => ({ problem: null }));
  },

  setOverlay(overlay: Overlay): void {
    appStore.setState({ overlay });
  },

  setPane(pane: Pane): void {
    appStore.setState({ pane });
  },

  setDragging(dragging: boolean): void {
    appStore.setState({ dragging });
  },

  /** Changes what is remembered between visits. Another reader means other verdicts, for every open file. */
  setPreferences(changed: Partial<Preferences>): void {
    const before = appStore.getState();
    const preferences = { ...before.preferences, ...changed };
    appStore.setState({ preferences });
    savePreferences(preferences);
    if (preferences.reader === before.preferences.reader) return;
    for (const folder of before.folders) void readFolderAnew(folder.id);
    for (const file of before.files) {
      if (file.report?.phase === 'done') void tellFailure(file.name, () => judge(file.id));
    }
  },
};
