import { upperBound } from '../../base/index.ts';

/** The place of `row` among a lane's marks; null when none of them is of that row. */
export function markOf(rows: Uint32Array | undefined, row: number): number | null {
  if (rows === undefined) return null;
  const mark = upperBound(rows, row) - 1;
  return rows[mark] === row ? mark : null;
}
