import { useCallback, useEffect, useState } from 'react';
import { formatReader } from '../../codec/index.ts';
import { getFile, type OpenFile, problemFrom, recoveryRequest, service, useApp } from '../../state/index.ts';
import type { RecoveryOutcome, RecoveryProgress } from '../../workers/index.ts';

export interface Recovery {
  readonly outcome: RecoveryOutcome | null;
  /** Of the run that is under way; null when none is. */
  readonly progress: RecoveryProgress | null;
  readonly running: boolean;
  /** Counts runs: an answer about keys belongs to one. */
  readonly run: number;
  readonly cancel: () => void;
  readonly again: () => void;
}

let runs = 0;

/** Works out both states, and again when anything that they rest on changes. @param clockMs when the server starts */
export function useRecovery(file: OpenFile, clockMs: number): Recovery {
  const { id, plan, partner } = file;
  const reader = useApp((state) => formatReader(state.preferences.reader));
  const partnerPlan = useApp((state) => (partner === null ? null : (getFile(state, partner)?.plan ?? null)));
  const partnerScan = useApp((state) =>
    partner === null ? null : (getFile(state, partner)?.report?.generation ?? null),
  );
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Omit<Recovery, 'cancel' | 'again'>>({
    outcome: null,
    progress: null,
    running: true,
    run: 0,
  });
  const generation = file.report?.generation ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: all that a recovery rests on; the request is made of it
  useEffect(() => {
    let wanted = true;
    runs += 1;
    const run = runs;
    setState((before) => ({ ...before, progress: null, running: true }));
    const settle = (outcome: RecoveryOutcome): void => {
      if (wanted) setState({ outcome, progress: null, running: false, run });
    };
    service(id)
      .recover(recoveryRequest(id, clockMs), (progress) => {
        if (wanted) setState((before) => ({ ...before, progress }));
      })
      .then(settle, (error) => settle({ outcome: 'failed', problem: problemFrom(error, file.name) }));
    return () => {
      wanted = false;
    };
  }, [id, generation, plan, partner, partnerPlan, partnerScan, reader, clockMs, attempt]);

  const cancel = useCallback(() => void service(id).cancelRecovery(), [id]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, cancel, again };
}
