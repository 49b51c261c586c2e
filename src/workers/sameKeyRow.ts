import { type RowIndex, rowIndex } from '../base/index.ts';
import { NO_KEY } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';

/** The next row with the same key; null when there is none in that direction. */
export function sameKeyRow({ rows }: FileIndex, row: RowIndex, direction: 1 | -1): RowIndex | null {
  const key = row < rows.length ? rows.key(row) : NO_KEY;
  if (key === NO_KEY) return null;
  for (let at = row + direction; at >= 0 && at < rows.length; at += direction) {
    if (rows.key(rowIndex(at)) === key) return rowIndex(at);
  }
  return null;
}
