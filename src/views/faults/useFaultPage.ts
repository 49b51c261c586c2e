import { useCallback, useEffect, useState } from 'react';
import { type FileId, getFile, getGeneration, service, useApp } from '../../state/index.ts';
import type { FaultView } from '../../workers/index.ts';

/** Faults that are shown at a time: as many as anyone reads, and few enough to be drawn at once. */
export const PAGE_FAULTS = 100;

const NONE: readonly FaultView[] = [];

interface FaultPage {
  readonly faults: readonly FaultView[];
  readonly pending: boolean;
  readonly failure: unknown;
  readonly retry: () => void;
}

interface Answer {
  readonly of: string;
  readonly faults: readonly FaultView[];
  readonly failure: unknown;
}

/** One page of a file's faults. A page that fills up while the file is read is asked for again. */
export function useFaultPage(id: FileId, page: number, total: number): FaultPage {
  const generation = useApp((state) => getGeneration(getFile(state, id)));
  const done = useApp((state) => (getFile(state, id)?.report ?? null) !== null);
  const expected = Math.max(0, Math.min(PAGE_FAULTS, total - page * PAGE_FAULTS));
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [attempt, setAttempt] = useState(0);
  const of = `${id} ${generation} ${page}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of the scan and another attempt ask again
  useEffect(() => {
    if (expected === 0) return;
    let wanted = true;
    service(id)
      .faults(page * PAGE_FAULTS, PAGE_FAULTS)
      .then(
        (faults) => wanted && setAnswer({ of, faults, failure: null }),
        (failure: unknown) => wanted && setAnswer({ of, faults: NONE, failure }),
      );
    return () => {
      wanted = false;
    };
  }, [id, of, page, expected, done, attempt]);

  const known = answer?.of === of && expected > 0 ? answer : null;
  return {
    faults: known?.faults ?? NONE,
    pending: known === null && expected > 0,
    failure: known?.failure ?? null,
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}
