import { type AppState, actions, COMMAND_GROUPS, type Command, getActiveFile } from '../../state/index.ts';
import { formatCount, formatOffset } from '../ui/index.ts';
import { fuzzyScore } from './fuzzy.ts';
import { parseGoTo } from './goTo.ts';

/** A line of the palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** What kind of thing it is, shown beside it. */
  readonly group: string;
  readonly keys: readonly string[];
  readonly run: () => void;
}

/** More than these are not looked through; typing on narrows them down. */
const MAX_ENTRIES = 60;

/** What the palette offers for what was typed, best first: commands, open and recent files, and places to go to. */
export function paletteEntries(
  typed: string,
  state: AppState,
  commands: readonly Command[],
): readonly PaletteEntry[] {
  const offered = [
    ...commandEntries(commands),
    ...folderEntries(state),
    ...fileEntries(state),
    ...recentEntries(state),
  ];
  const scored = offered
    .map((entry) => ({ entry, score: fuzzyScore(typed, entry.label) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
  return [...goToEntries(typed, state), ...scored].slice(0, MAX_ENTRIES);
}

function commandEntries(commands: readonly Command[]): PaletteEntry[] {
  return commands
    .filter((command) => command.id !== 'palette' && command.id !== 'back-out' && command.when?.() !== false)
    .sort((a, b) => COMMAND_GROUPS.indexOf(a.group) - COMMAND_GROUPS.indexOf(b.group))
    .map(({ id, label, group, keys, run }) => ({ id, label, group, keys, run }));
}

function fileEntries(state: AppState): PaletteEntry[] {
  return state.files
    .filter((file) => file.id !== state.active)
    .map((file) => ({
      id: `tab-${file.id}`,
      label: `Switch to ${file.name}`,
      group: 'Open',
      keys: [],
      run: () => actions.activate(file.id),
    }));
}

function folderEntries(state: AppState): PaletteEntry[] {
  return state.folders.map((folder) => ({
    id: `tab-${folder.id}`,
    label: `Switch to ${folder.name}`,
    group: 'Open',
    keys: [],
    run: () => actions.showFolder(folder.id),
  }));
}

function recentEntries(state: AppState): PaletteEntry[] {
  return state.recents
    .filter((recent) => recent.handle !== null && recent.access !== 'gone')
    .map((recent) => ({
      id: `recent-${recent.id}`,
      label: `Open recent ${recent.name}`,
      group: 'Recent',
      keys: [],
      run: () => void actions.openRecent(recent.id),
    }));
}

function goToEntries(typed: string, state: AppState): PaletteEntry[] {
  const file = getActiveFile(state);
  const target = parseGoTo(typed);
  if (file === null || file.summary === null || file.summary.refusal !== null || target === null) return [];
  const entry = { id: 'go-to-typed', group: 'Go to', keys: [] };
  if (target.kind === 'offset') {
    const { offset } = target;
    const missing = `${file.name} ends before ${formatOffset(offset)}.`;
    const run = (): void => tellMissing(actions.selectOffset(file.id, offset), missing);
    return [{ ...entry, label: `Go to offset ${formatOffset(offset)}`, run }];
  }
  const { record } = target;
  const missing = `${file.name} has no record ${formatCount(record)}.`;
  const run = (): void => tellMissing(actions.selectRecord(file.id, record), missing);
  return [{ ...entry, label: `Go to record ${formatCount(record)}`, run }];
}

function tellMissing(found: Promise<boolean>, text: string): void {
  void found.then((isFound) => {
    if (!isFound) actions.toast('info', text);
  });
}
