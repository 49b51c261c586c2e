import { useEffect, useState } from 'react';
import { type FileId, problemFrom } from '../../state/index.ts';
import type { Problem } from '../../workers/index.ts';
import { readValue } from './readValue.ts';
import type { ValueTarget } from './valueTarget.ts';

/** What is fetched at first, and with each "show more". */
export const VALUE_PAGE = 0x10000;

/** The most that the page shows of one value; beyond it, a file is the better place. */
export const VALUE_LIMIT = 0x100000;

export interface ValueBytes {
  /** The target that `bytes` are of: the one before, while the one asked for is under way. */
  readonly target: ValueTarget;
  /** The value's start. */
  readonly bytes: Uint8Array;
  /** How much of it was asked for. */
  readonly asked: number;
  readonly problem: Problem | null;
}

export interface ShownValue {
  readonly value: ValueBytes | null;
  readonly pending: boolean;
  /** Fetches the next page; null when there is none, or the limit is reached. */
  readonly more: (() => void) | null;
}

/** Fetches the start of a value, and more of it when asked. */
export function useValueBytes(id: FileId, target: ValueTarget, revision: string): ShownValue {
  const [value, setValue] = useState<ValueBytes | null>(null);
  const [asked, setAsked] = useState({ key: target.key, length: VALUE_PAGE });
  const length = Math.min(target.length, asked.key === target.key ? asked.length : VALUE_PAGE);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the target; a revision reads it anew
  useEffect(() => {
    let wanted = true;
    // At most 1 MiB, and so one request.
    readValue(id, target, 0, length).then(
      (bytes) => wanted && setValue({ target, bytes, asked: length, problem: null }),
      (error) =>
        wanted &&
        setValue({ target, bytes: new Uint8Array(0), asked: length, problem: problemFrom(error, null) }),
    );
    return () => {
      wanted = false;
    };
  }, [id, target.key, target.at, target.length, length, revision]);

  const pending = value === null || value.target.key !== target.key || value.asked !== length;
  const canGrow = length < Math.min(target.length, VALUE_LIMIT);
  return {
    value,
    pending,
    more: canGrow
      ? () => setAsked({ key: target.key, length: Math.min(length + VALUE_PAGE, VALUE_LIMIT) })
      : null,
  };
}
