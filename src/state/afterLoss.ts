import { isOutOfMemory } from '../base/index.ts';
import type { OpenFile } from './model.ts';

/** Of what the index held when memory ran out, so that the next worker doesn't die in the same place. */
const SHORT_OF_IT = 3 / 4;

/** How a worker that died is replaced. */
export interface Replacement {
  readonly told: string;
  /** What the index of the next one may hold, in bytes. */
  readonly allowance: number;
  readonly changed: Partial<OpenFile>;
}

/**
 * What follows the death of a file's worker. A lack of memory would come again: then less is read, or what was asked is
 * not asked again.
 * @param reason what the worker died of
 * @param allowance what its index might hold, in bytes
 */
export function afterLoss(
  { name, report, progress, filter }: Pick<OpenFile, 'name' | 'report' | 'progress' | 'filter'>,
  reason: string,
  allowance: number,
): Replacement {
  if (!isOutOfMemory(reason)) {
    const told = `The reader of ${name} stopped and was started again. The file is being read anew.`;
    return { told, allowance, changed: {} };
  }
  if (report === null) {
    const reached = progress?.indexBytes ?? allowance;
    return {
      told: `The reader of ${name} ran out of memory and was started again. It now stops short of where that happened.`,
      allowance: Math.min(allowance, reached) * SHORT_OF_IT,
      changed: {},
    };
  }
  return {
    told: `The reader of ${name} ran out of memory over what was asked of it, and was started again. The file is being read anew.`,
    allowance,
    changed: { view: 'records', filter: { ...filter, text: '' }, sort: null },
  };
}
