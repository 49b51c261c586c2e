/*
 * What the indexes of all open files may hold together. Past it those that were used longest ago are given up; a file
 * whose index is wanted again is read again. The index of one file alone may hold more, but not all that there is: where
 * JavaScript's own heap is full, a browser ends the whole page.
 */

const LARGEST_BUDGET = 2 ** 30;
const LARGEST_ALLOWANCE = 2 ** 32;
/** What a browser doesn't tell is taken for an ordinary computer. In GiB, as browsers say it. */
const USUAL_MEMORY = 8;

/** Bytes. @param deviceMemory what the browser says that the computer has, in GiB */
export function indexBudget(deviceMemory: number = USUAL_MEMORY): number {
  return Math.min(LARGEST_BUDGET, (deviceMemory * 2 ** 30) / 8);
}

/** What the index of one file may hold, in bytes. @param deviceMemory in GiB */
export function indexAllowance(deviceMemory: number = USUAL_MEMORY): number {
  return Math.min(LARGEST_ALLOWANCE, (deviceMemory * 2 ** 30) / 2);
}

export interface HeldIndex<Id> {
  readonly id: Id;
  readonly bytes: number;
  /** Rises with each use. */
  readonly usedAt: number;
  /** It is being looked at, or a question to it is not answered yet. */
  readonly busy: boolean;
}

/** Which indexes to give up, the one that was used longest ago first. Those that are busy stay, whatever they hold. */
export function indexesToRelease<Id>(held: readonly HeldIndex<Id>[], budget: number): readonly Id[] {
  let excess = held.reduce((sum, { bytes }) => sum + bytes, 0) - budget;
  const released: Id[] = [];
  for (const { id, bytes, busy } of held.toSorted((a, b) => a.usedAt - b.usedAt)) {
    if (excess <= 0) break;
    if (busy || bytes === 0) continue;
    released.push(id);
    excess -= bytes;
  }
  return released;
}
