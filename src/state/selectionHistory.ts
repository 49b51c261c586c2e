import type { OpenFile, Selection } from './model.ts';

type Walk = Pick<OpenFile, 'selection' | 'history'>;

const MAX_STEPS = 200;

/**
 * Moves the selection. The row left behind is remembered, unless `replace` is set (a step in a walk of many, such as
 * a held arrow key) or the row stays the same (another field of it).
 */
export function moveSelection(file: Walk, selection: Selection | null, replace: boolean): Walk {
  const left = file.selection;
  if (left === null || replace || selection?.row === left.row) return { selection, history: file.history };
  return { selection, history: { past: [...file.history.past, left].slice(-MAX_STEPS), future: [] } };
}

/** One step back; the same walk when there is nowhere to go. */
export function stepBack(file: Walk): Walk {
  const to = file.history.past.at(-1);
  if (to === undefined) return file;
  const future = file.selection === null ? file.history.future : [file.selection, ...file.history.future];
  return { selection: to, history: { past: file.history.past.slice(0, -1), future } };
}

/** Undoes {@link stepBack}. */
export function stepForward(file: Walk): Walk {
  const [to, ...future] = file.history.future;
  if (to === undefined) return file;
  const past = file.selection === null ? file.history.past : [...file.history.past, file.selection];
  return { selection: to, history: { past, future } };
}
