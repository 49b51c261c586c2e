import { type RowIndex, rowIndex } from '../../base/index.ts';
import { actions, announceFailure, appStore, type FileId, getFile, service } from '../../state/index.ts';
import { useShortcut } from '../ui/index.ts';
import { type ListKeys, useListKeys } from '../ui/useListKeys.ts';

interface RecordKeys extends ListKeys {
  readonly fileId: FileId;
}

/** The keys that move through the table. They work from anywhere but from inside another widget. */
export function useRecordKeys({ fileId, ...list }: RecordKeys): void {
  const isFree = useListKeys(list);
  const stepSameKey = async (direction: 1 | -1): Promise<void> => {
    const row = getFile(appStore.getState(), fileId)?.selection?.row ?? null;
    if (row === null) {
      actions.toast('info', 'Select a row first: these keys go to the next row with the same key.');
      return;
    }
    try {
      const next: RowIndex | null = await service(fileId).sameKey(row, direction);
      if (next !== null) actions.select(fileId, { row: rowIndex(next), field: null, bytes: null });
      else actions.toast('info', `No row ${direction === 1 ? 'after' : 'before'} this one has the same key.`);
    } catch (error) {
      announceFailure(error, null);
    }
  };
  useShortcut({
    id: 'next-same-key',
    keys: '.',
    label: 'Next row with the same key',
    group: 'Move',
    run: () => void stepSameKey(1),
    when: isFree,
  });
  useShortcut({
    id: 'previous-same-key',
    keys: ',',
    label: 'Previous row with the same key',
    group: 'Move',
    run: () => void stepSameKey(-1),
    when: isFree,
  });
}
