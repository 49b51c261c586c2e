import { type AnyKeyspace, aliveKeys, eachHeld, inFileOrder, isAlive, sameValue } from '../replay/index.ts';
import type { CancelSignal } from '../scan/index.ts';
import { expiryOf, type StateComparison, sameExpiry } from './stateSummary.ts';

/**
 * What is different in `after`. Values that both take from the same bytes of a file are the same without being read;
 * what else only their bytes can tell is read, many at a time.
 */
export async function differenceOf(
  before: AnyKeyspace,
  after: AnyKeyspace,
  signal: CancelSignal,
): Promise<StateComparison> {
  const gained = aliveKeys(after).filter((key) => !isThere(before, key));
  const lost: string[] = [];
  const changed: string[] = [];
  const untold: string[] = [];
  for (const key of aliveKeys(before)) {
    const was = before.get(key);
    const is = after.get(key);
    if (was === undefined || is === undefined || !isAlive(is)) {
      lost.push(key);
      continue;
    }
    const same = sameExpiry(expiryOf(was), expiryOf(is)) && sameValue(was.value, is.value);
    if (same === false) changed.push(key);
    else if (same === null) untold.push(key);
  }
  const others = inFileOrder(before, untold);
  const later = eachHeld(after, others);
  for await (const [key, was] of eachHeld(before, others)) {
    const is = (await later.next()).value?.[1];
    if (signal.aborted) break;
    if (was === undefined || is === undefined || sameValue(was.value, is.value) !== true) changed.push(key);
  }
  return { gained, lost, changed };
}

function isThere(keyspace: AnyKeyspace, key: string): boolean {
  const held = keyspace.get(key);
  return held !== undefined && isAlive(held);
}
