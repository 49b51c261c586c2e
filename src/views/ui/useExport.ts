import { useState } from 'react';
import { problemFrom } from '../../state/index.ts';
import type { ExportOutcome, Problem } from '../../workers/index.ts';
import { type Exported, exportFile } from './exportFile.ts';

export interface Export {
  /** Bytes that are written by now; null while nothing is. */
  readonly busy: number | null;
  readonly done: Exported | null;
  readonly problem: Problem | null;
  /** Asks where to, and writes there. Call it inside a click. @param write has the worker do it, and tells how far it is */
  readonly run: (
    suggestedName: string,
    write: (
      target: FileSystemFileHandle | null,
      onProgress: (bytes: number) => void,
    ) => Promise<ExportOutcome>,
  ) => Promise<void>;
}

/** An export that the user starts, and what came of the last one. */
export function useExport(): Export {
  const [busy, setBusy] = useState<number | null>(null);
  const [done, setDone] = useState<Exported | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    done,
    problem,
    async run(suggestedName, write) {
      setDone(null);
      setProblem(null);
      try {
        const exported = await exportFile(suggestedName, (target) => {
          setBusy(0);
          return write(target, setBusy);
        });
        setDone(exported);
        setProblem(exported?.outcome.problem ?? null);
      } catch (error) {
        setProblem(problemFrom(error, suggestedName));
      } finally {
        setBusy(null);
      }
    },
  };
}
