import type { FileIndex } from '../scan/index.ts';
import type { ScanSearch } from './api.ts';

/** A shorter search is over before anybody has read of it. */
const LONG_BYTES = 16 << 20;

/** What is told of a search that has come as far as `searched`; null while it is short. */
export function longSearch({ rows, longestZeros }: FileIndex, searched: number): ScanSearch | null {
  const from = rows.end;
  if (searched - from < LONG_BYTES) return null;
  // Behind damage it begins with the byte after the first: that one is known to begin nothing.
  return { from, onlyZeros: longestZeros.from <= from + 1 && longestZeros.to >= searched };
}
