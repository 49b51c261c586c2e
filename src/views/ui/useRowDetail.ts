import { useCallback, useEffect, useState } from 'react';
import type { RowIndex } from '../../base/index.ts';
import {
  type AppState,
  type FileId,
  getFile,
  getGeneration,
  getScanPhase,
  problemFrom,
  service,
  useApp,
} from '../../state/index.ts';
import type { Problem, RowDetail } from '../../workers/index.ts';

export interface SelectedDetail {
  /** Of the selected row; while that is under way, of the one before it. Null when there is neither. */
  readonly detail: RowDetail | null;
  /** `detail` is not of the selected row yet. */
  readonly pending: boolean;
  readonly problem: Problem | null;
  readonly retry: () => void;
}

/** Several panes ask for the same row at the same time; they share the answer. */
const KEPT = 16;
const answers = new Map<string, Promise<RowDetail | null>>();

function askDetail(
  id: FileId,
  row: RowIndex,
  firstElement: number,
  revision: string,
): Promise<RowDetail | null> {
  const key = `${id} ${revision} ${row} ${firstElement}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = service(id).detail(row, firstElement);
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  for (const oldest of answers.keys()) {
    if (answers.size <= KEPT) break;
    answers.delete(oldest);
  }
  return answer;
}

/** Changes when a row may have to be asked for again: another scan, or the end of this one (faults come late). */
export function detailRevision(state: AppState, id: FileId): string {
  const file = getFile(state, id);
  return `${getGeneration(file)}:${getScanPhase(file)}`;
}

/** Which elements of a row's collection are wanted. */
export interface ElementsFrom {
  readonly row: RowIndex | null;
  readonly first: number;
}

const FIRST_ELEMENTS: ElementsFrom = { row: null, first: 0 };

interface Answer {
  readonly id: FileId;
  readonly row: RowIndex;
  readonly firstElement: number;
  readonly detail: RowDetail | null;
  readonly problem: Problem | null;
}

/**
 * What there is to know about the selected row of a file.
 * @param from the elements to list, if it is still that row; the first ones of others
 */
export function useRowDetail(id: FileId, from: ElementsFrom = FIRST_ELEMENTS): SelectedDetail {
  const row = useApp((state) => getFile(state, id)?.selection?.row ?? null);
  const revision = useApp((state) => detailRevision(state, id));
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [attempt, setAttempt] = useState(0);
  const firstElement = from.row === row ? from.first : 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same thing again
  useEffect(() => {
    if (row === null) return;
    let wanted = true;
    const told = { id, row, firstElement };
    askDetail(id, row, firstElement, revision).then(
      (detail) => wanted && setAnswer({ ...told, detail, problem: null }),
      (error) => wanted && setAnswer({ ...told, detail: null, problem: problemFrom(error, null) }),
    );
    return () => {
      wanted = false;
    };
  }, [id, row, firstElement, revision, attempt]);

  const retry = useCallback(() => setAttempt((n) => n + 1), []);
  const known = answer?.id === id ? answer : null;
  if (row === null || known === null) return { detail: null, pending: row !== null, problem: null, retry };
  const pending = known.row !== row || known.firstElement !== firstElement;
  return { detail: known.detail, pending, problem: known.problem, retry };
}
