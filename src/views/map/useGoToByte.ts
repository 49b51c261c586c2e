import { useCallback, useRef } from 'react';
import { actions, announceFailure, appStore, type FileId, getFile, service } from '../../state/index.ts';

export interface GoToByte {
  readonly goTo: (offset: number, walking: boolean) => void;
  /** The last place asked for has not been selected yet. */
  readonly isUnderWay: () => boolean;
}

/**
 * Selects the row that holds a byte. While one question is under way only the last place asked for is kept: a drag
 * asks for far more than anyone waits for. `walking`: a step of many, not a place to come back to.
 */
export function useGoToByte(id: FileId): GoToByte {
  const next = useRef<{ readonly offset: number; readonly walking: boolean } | null>(null);
  const busy = useRef(false);

  const goTo = useCallback(
    (offset: number, walking: boolean) => {
      // The first step of a drag is one to come back from, also when a later one has overtaken it.
      next.current = { offset, walking: walking && (next.current?.walking ?? true) };
      if (busy.current) return;
      busy.current = true;
      const run = async (): Promise<void> => {
        while (next.current !== null) {
          const wanted = next.current;
          next.current = null;
          const row = await service(id).rowAtOffset(wanted.offset);
          const selected = getFile(appStore.getState(), id)?.selection?.row ?? null;
          if (row !== null && row !== selected) {
            actions.select(id, { row, field: null, bytes: null }, { replace: wanted.walking });
          }
        }
      };
      run()
        .catch((error: unknown) => announceFailure(error, null))
        .finally(() => {
          busy.current = false;
        });
    },
    [id],
  );
  const isUnderWay = useCallback(() => busy.current, []);
  return { goTo, isUnderWay };
}
