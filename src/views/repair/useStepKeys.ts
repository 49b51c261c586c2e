import { useEffect, useState } from 'react';
import type { RepairStep } from '../../repair/index.ts';
import { type FileId, service } from '../../state/index.ts';
import type { KeyNames } from '../../workers/index.ts';

/** The keys that each step concerns, in the order of the steps; null while they are looked up. */
export function useStepKeys(id: FileId, steps: readonly RepairStep[]): readonly KeyNames[] | null {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly keys: readonly KeyNames[] } | null>(
    null,
  );
  // Switching a step on or off changes nothing about what it concerns.
  const of = steps.map((step) => step.id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the steps' names stand for the steps
  useEffect(() => {
    if (steps.length === 0) return;
    let wanted = true;
    service(id)
      .stepKeys(steps)
      // They only add to what the step says of itself.
      .then(
        (keys) => wanted && setAnswer({ of, keys }),
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [id, of]);
  return answer?.of === of ? answer.keys : null;
}
