import { useEffect, useState } from 'react';
import { type FileId, getFile, partnerFile, problemFrom, service, useApp } from '../../state/index.ts';
import type { KeysReport, Problem } from '../../workers/index.ts';

/** Where the work on a file's keys stands. */
export type KeysState =
  | { readonly phase: 'scanning' }
  | { readonly phase: 'working'; readonly done: number }
  | { readonly phase: 'ready'; readonly report: KeysReport }
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed'; readonly problem: Problem };

interface Known {
  readonly id: FileId;
  readonly generation: number;
  readonly basis: string;
  readonly state: KeysState;
}

/** Has the keys of a file worked out as soon as it has been read. */
export function useKeysReport(id: FileId): { readonly state: KeysState; readonly retry: () => void } {
  const generation = useApp((state) => getFile(state, id)?.report?.generation ?? null);
  // The snapshot that a log goes on from: opened, read again, or given its key.
  const basis = useApp((state) => {
    const partner = getFile(state, id)?.partner ?? null;
    return partner === null ? '' : `${partner} ${getFile(state, partner)?.report?.generation ?? 0}`;
  });
  const [known, setKnown] = useState<Known | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt, or another snapshot, asks again
  useEffect(() => {
    if (generation === null) return;
    let current = true;
    const put = (state: KeysState): void => {
      if (current) setKnown({ id, generation, basis, state });
    };
    put({ phase: 'working', done: 0 });
    service(id)
      .keysReport(partnerFile(id), (done) => put({ phase: 'working', done }))
      .then(
        (report) => put(report === null ? { phase: 'stopped' } : { phase: 'ready', report }),
        (error) => put({ phase: 'failed', problem: problemFrom(error, null) }),
      );
    return () => {
      current = false;
    };
  }, [id, generation, basis, attempt]);

  const isCurrent =
    known !== null && known.id === id && known.generation === generation && known.basis === basis;
  const state: KeysState =
    generation === null ? { phase: 'scanning' } : isCurrent ? known.state : { phase: 'working', done: 0 };
  return { state, retry: () => setAttempt((count) => count + 1) };
}
