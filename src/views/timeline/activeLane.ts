import type { KeyId } from '../../base/index.ts';
import { markOf } from './markOf.ts';

/** A lane that was asked for. */
export interface LaneChoice {
  readonly key: KeyId;
  /** The record that was selected then; null for none. */
  readonly row: number | null;
}

interface LaneRows {
  readonly lane: { readonly key: KeyId; readonly rows: Uint32Array };
}

/**
 * Which lane is in hand: the one that was asked for, until a record is selected afterwards that belongs to another one
 * only. Null where there is none.
 */
export function activeLane(
  lanes: readonly LaneRows[],
  choice: LaneChoice | null,
  row: number | null,
): number | null {
  if (lanes.length === 0) return null;
  const own = lanes.findIndex(({ lane }) => lane.key === choice?.key);
  if (row === null || (own >= 0 && choice?.row === row)) return Math.max(0, own);
  const has = (number: number): boolean => markOf(lanes[number]?.lane.rows, row) !== null;
  if (own >= 0 && has(own)) return own;
  const other = lanes.findIndex((_lane, number) => has(number));
  return other >= 0 ? other : Math.max(0, own);
}
