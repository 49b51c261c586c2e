import { rowIndex } from '../../base/index.ts';
import { actions, appStore, type FileId, firstHit, getFile, getRowLists } from '../../state/index.ts';

export type Step = 'idle' | 'none' | 'stepped' | 'from-top' | 'from-end';

/**
 * Selects the next row that the filter found, or the previous one, round the ends. In a sorted list the next one is the
 * one below.
 */
export async function stepHit(fileId: FileId, direction: 1 | -1): Promise<Step> {
  await firstHit(fileId);
  const file = getFile(appStore.getState(), fileId);
  const { found, shown } = getRowLists(fileId);
  const list = file?.filter.findOnly === false && shown !== null ? shown : found;
  if (file === null || list === null || list.length === 0) return 'none';
  const selected = file.selection?.row ?? null;
  let at = selected === null ? null : list.positionOf(selected);
  if (at !== null) at += direction;
  else if (selected === null || !list.ascending) at = direction === 1 ? 0 : list.length - 1;
  else at = list.positionFrom(selected) - (direction === 1 ? 0 : 1);
  const wrapped = at < 0 || at >= list.length;
  const row = list.rowAt((at + list.length) % list.length);
  if (row === null) return 'none';
  if (file.view !== 'records') actions.setView(fileId, 'records');
  actions.select(fileId, { row: rowIndex(row), field: null, bytes: null });
  return !wrapped ? 'stepped' : direction === 1 ? 'from-top' : 'from-end';
}
