import {
  actions,
  appStore,
  getActiveFile,
  getScanPhase,
  type OpenFile,
  type Pane,
  type ViewName,
} from '../../state/index.ts';
import { exportRows } from '../ui/exportRows.ts';
import { NARROW, useCommand, useShortcut } from '../ui/index.ts';
import { shareView } from './shareView.ts';

const activeFile = (): OpenFile | null => getActiveFile(appStore.getState());
const isReadable = (): boolean => {
  const summary = activeFile()?.summary;
  return summary !== undefined && summary !== null && summary.refusal === null;
};
const hasTabs = (): boolean => {
  const { files, folders } = appStore.getState();
  return files.length + folders.length > 0;
};
const withFile = (act: (file: OpenFile) => void) => (): void => {
  const file = activeFile();
  if (file !== null) act(file);
};

/** The commands that belong to no pane. */
export function useAppCommands(): void {
  useShortcut({
    id: 'palette',
    keys: 'Mod+K',
    label: 'Find a command',
    group: 'General',
    run: () => actions.setOverlay('palette'),
  });
  useShortcut({
    id: 'shortcuts',
    keys: '?',
    label: 'Show all keys',
    group: 'General',
    run: () => actions.setOverlay('shortcuts'),
  });
  useShortcut({
    id: 'back-out',
    keys: 'Escape',
    label: 'Back out one level',
    group: 'General',
    run: backOut,
  });
  useShortcut({
    id: 'go-to',
    keys: ['g', ':'],
    label: 'Go to a record or an offset',
    group: 'Move',
    run: () => actions.setOverlay('goto'),
    when: isReadable,
  });
  useShortcut({
    id: 'follow-key',
    keys: 't',
    label: 'Follow the selected record’s key in the timeline',
    group: 'View',
    run: withFile((file) => void actions.followKey(file.id)),
    when: () => activeFile()?.summary?.capabilities.history === true,
  });
  useFaultCommands();
  useHistoryCommands();
  useFileCommands();
  useViewCommands();
}

function useFaultCommands(): void {
  useShortcut({
    id: 'next-fault',
    keys: 'e',
    label: 'Next fault',
    group: 'Move',
    run: withFile((file) => void actions.stepFault(file.id, 1)),
    when: isReadable,
  });
  useShortcut({
    id: 'previous-fault',
    keys: 'E',
    label: 'Previous fault',
    group: 'Move',
    run: withFile((file) => void actions.stepFault(file.id, -1)),
    when: isReadable,
  });
}

function useHistoryCommands(): void {
  useShortcut({
    id: 'back',
    keys: 'Alt+ArrowLeft',
    label: 'Back to what was selected before',
    group: 'Move',
    run: withFile((file) => actions.back(file.id)),
    when: isReadable,
  });
  useShortcut({
    id: 'forward',
    keys: 'Alt+ArrowRight',
    label: 'Forward again',
    group: 'Move',
    run: withFile((file) => actions.forward(file.id)),
    when: isReadable,
  });
}

function useFileCommands(): void {
  useShortcut({
    id: 'open',
    keys: 'Mod+O',
    label: 'Open files…',
    group: 'File',
    run: () => void actions.chooseFiles(),
  });
  useCommand({
    id: 'open-folder',
    label: 'Open a data directory…',
    group: 'File',
    run: () => void actions.chooseFolder(),
  });
  useCommand({
    id: 'export-rows',
    label: 'Save the rows that the filter lists as CSV…',
    group: 'File',
    run: withFile((file) => void exportRows(file)),
    when: isReadable,
  });
  useCommand({
    id: 'other-file',
    label: 'Switch between log and snapshot of this shard',
    group: 'File',
    run: withFile((file) => file.partner !== null && actions.activate(file.partner)),
    when: () => activeFile()?.partner != null,
  });
  useShortcut({
    id: 'previous-file',
    keys: '[',
    label: 'Previous file',
    group: 'File',
    run: () => actions.stepFile(-1),
    when: hasTabs,
  });
  useShortcut({
    id: 'next-file',
    keys: ']',
    label: 'Next file',
    group: 'File',
    run: () => actions.stepFile(1),
    when: hasTabs,
  });
  useCommand({
    id: 'close-file',
    label: 'Close this file',
    group: 'File',
    run: withFile((file) => actions.closeFile(file.id)),
    when: () => activeFile() !== null,
  });
  useCommand({
    id: 'reload',
    label: 'Read this file again from the disk',
    group: 'File',
    run: withFile((file) => void actions.reload(file.id)),
    when: () => activeFile() !== null,
  });
  useCommand({
    id: 'cancel-scan',
    label: 'Stop reading this file',
    group: 'File',
    run: withFile((file) => void actions.cancelScan(file.id)),
    when: () => getScanPhase(activeFile()) === 'scanning',
  });
  useCommand({
    id: 'give-key',
    label: 'Give the key of this file…',
    group: 'File',
    run: () => actions.setOverlay('key'),
    when: () => isReadable() && activeFile()?.keyState !== 'not-needed',
  });
  useCommand({
    id: 'start-page',
    label: 'Samples and recent files',
    group: 'File',
    run: () => actions.activate(null),
  });
}

function useViewCommands(): void {
  const show = (view: ViewName) =>
    withFile((file) => {
      actions.setView(file.id, view);
      actions.setPane('list');
    });
  const showPane = (pane: Pane) => () => actions.setPane(pane);
  const isNarrow = (): boolean => isReadable() && matchMedia(NARROW).matches;
  useCommand({
    id: 'view-records',
    label: 'Show the records',
    group: 'View',
    run: show('records'),
    when: isReadable,
  });
  useCommand({
    id: 'view-keys',
    label: 'Show the keys',
    group: 'View',
    run: show('keys'),
    when: isReadable,
  });
  useCommand({
    id: 'view-stats',
    label: 'Show the stats',
    group: 'View',
    run: show('stats'),
    when: isReadable,
  });
  useShortcut({
    id: 'key-of-row',
    keys: 'K',
    label: 'Show the key of the selected record',
    group: 'View',
    run: withFile((file) => void actions.showKeyOfRow(file.id)),
    when: () => isReadable() && activeFile()?.selection != null,
  });
  useCommand({
    id: 'view-timeline',
    label: 'Show the timeline',
    group: 'View',
    run: show('timeline'),
    when: () => isReadable() && activeFile()?.summary?.capabilities.history === true,
  });
  useCommand({
    id: 'view-faults',
    label: 'Show the faults',
    group: 'View',
    run: show('faults'),
    when: isReadable,
  });
  useCommand({
    id: 'view-recovery',
    label: 'Show what comes back',
    group: 'View',
    run: show('recovery'),
    when: () => isReadable() && activeFile()?.summary?.capabilities.repair === true,
  });
  useCommand({
    id: 'view-repair',
    label: 'Repair this file…',
    group: 'Repair',
    run: show('repair'),
    when: () => isReadable() && activeFile()?.summary?.capabilities.repair === true,
  });
  useCommand({
    id: 'pane-inspector',
    label: 'Show the fields',
    group: 'View',
    run: showPane('inspector'),
    when: isNarrow,
  });
  useCommand({
    id: 'pane-bytes',
    label: 'Show the bytes',
    group: 'View',
    run: showPane('bytes'),
    when: isNarrow,
  });
  useCommand({
    id: 'share',
    label: 'Copy a link to this view',
    group: 'View',
    run: () => void shareView(),
    when: isReadable,
  });
  useCommand({
    id: 'reader',
    label: 'Choose the reader that verdicts are for…',
    group: 'View',
    run: () => actions.setOverlay('reader'),
  });
  useCommand({ id: 'theme-system', label: 'Theme: as the system', group: 'View', run: setTheme('system') });
  useCommand({ id: 'theme-light', label: 'Theme: light', group: 'View', run: setTheme('light') });
  useCommand({ id: 'theme-dark', label: 'Theme: dark', group: 'View', run: setTheme('dark') });
  useCommand({
    id: 'privacy',
    label: 'What stays on this computer, and how to check it',
    group: 'General',
    run: () => actions.setOverlay('privacy'),
  });
}

const setTheme = (theme: 'system' | 'light' | 'dark') => (): void => actions.setPreferences({ theme });

/** From bytes to the list, from a field to its record, from another view to the records, from some rows to all. */
function backOut(): void {
  const { pane } = appStore.getState();
  const file = activeFile();
  if (file === null) return;
  if (pane !== 'list' && matchMedia(NARROW).matches) actions.setPane('list');
  else if (file.selection !== null && (file.selection.field !== null || file.selection.bytes !== null)) {
    actions.select(file.id, { row: file.selection.row, field: null, bytes: null });
  } else if (file.view !== 'records') actions.setView(file.id, 'records');
  else if (file.filter.text !== '') actions.setFilter(file.id, { text: '' });
}
