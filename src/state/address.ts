/*
 * Ties the address to the file in front. A link is read once, when the page is loaded or the hash changes by hand, and
 * is for the file in front, or else for the next one that is opened: the file itself is not in it.
 */
import { appStore, updateFile } from './appStore.ts';
import type { AppState, FileId, OpenFile } from './model.ts';
import { getActiveFile } from './selectors.ts';
import { showToast } from './toasts.ts';
import { type AddressState, formatAddress, readAddress } from './url.ts';

/** Browsers refuse to change the address many times a second. */
const WRITE_MS = 300;

let pending: AddressState | null = null;
let written = '';
let timer: ReturnType<typeof setTimeout> | undefined;
/** Since the address was last written. */
let changed = false;

/** Reads the address that the page was opened with, and keeps it in step from now on. */
export function followAddress(): void {
  read();
  addEventListener('hashchange', () => {
    if (location.hash !== written) read();
  });
  appStore.subscribe((state, before) => {
    if (pending !== null) {
      const added = state.files.find((file) => !before.files.some((known) => known.id === file.id));
      if (added !== undefined) return apply(added.id);
    }
    forgetLostRow(state, before);
    // A reload right after the choice must not bring the reader of before back, out of the address.
    if (state.preferences.reader !== before.preferences.reader) write();
    else if (state !== before) writeSoon();
  });
}

/** The address of what is in front, to be given to somebody else. */
export function linkToView(): string {
  const file = getActiveFile(appStore.getState());
  const hash = file === null ? '' : formatAddress(stateOf(file));
  return `${location.origin}${location.pathname}${location.search}${hash}`;
}

function read(): void {
  const found = readAddress(location.hash);
  if (found.outcome === 'none') return;
  pending = found.state;
  if (found.newer) {
    showToast('info', 'This link was made by a newer Shardscope: what this one does not know is left out.');
  }
  const { active } = appStore.getState();
  if (active !== null) apply(active);
}

function apply(id: FileId): void {
  const state = pending;
  if (state === null) return;
  pending = null;
  const { reader } = state;
  // What somebody else prefers is not remembered as one's own.
  appStore.setState(({ preferences }) => ({ preferences: { ...preferences, reader } }));
  updateFile(id, () => ({
    view: state.view,
    filter: { text: state.filter, caseSensitive: state.caseSensitive, findOnly: state.findOnly },
    sort: state.sort,
    selection: state.row === null ? null : { row: state.row, field: null, bytes: null },
  }));
}

/** A link may name a row that this file does not have. */
function forgetLostRow({ files }: AppState, before: AppState): void {
  for (const { id, report, selection } of files) {
    if (report === null || selection === null || selection.row < report.rows) continue;
    if (before.files.find((file) => file.id === id)?.report === report) continue;
    updateFile(id, () => ({ selection: null }));
  }
}

function stateOf(file: OpenFile): AddressState {
  const { view, filter, sort, selection } = file;
  return {
    view,
    filter: filter.text,
    caseSensitive: filter.caseSensitive,
    findOnly: filter.findOnly,
    sort,
    row: selection?.row ?? null,
    reader: appStore.getState().preferences.reader,
  };
}

/** At once, and then once in a while. */
function writeSoon(): void {
  if (timer !== undefined) {
    changed = true;
    return;
  }
  write();
  timer = setTimeout(() => {
    timer = undefined;
    if (!changed) return;
    changed = false;
    writeSoon();
  }, WRITE_MS);
}

function write(): void {
  const file = getActiveFile(appStore.getState());
  // A link that waits for its file stays where it can be seen.
  if (file === null && pending !== null) return;
  const hash = file === null ? '' : formatAddress(stateOf(file));
  if (hash === location.hash) return;
  written = hash;
  history.replaceState(history.state, '', hash === '' ? `${location.pathname}${location.search}` : hash);
}
