/* What a lane's states amount to: stretches during which the key exists, or has a TTL. */
import { EXISTS, HAS_TTL, type LaneStates, Taint } from '../../replay/index.ts';
import type { LaneView } from '../../workers/index.ts';

/** From the mark that began it to the mark that ended it; null at an end that the log doesn't show. */
export interface LaneSpan {
  readonly from: number | null;
  readonly to: number | null;
}

/** Stretches of marks whose state has `flag`. */
export function spansOf(lane: LaneView, states: LaneStates, flag: number): readonly LaneSpan[] {
  const spans: LaneSpan[] = [];
  let from: number | null | undefined = flag === EXISTS && states.startsAlive ? null : undefined;
  for (let mark = 0; mark < lane.rows.length; mark++) {
    const has = ((states.flags[mark] ?? 0) & flag) !== 0;
    if (has && from === undefined) from = mark;
    else if (!has && from !== undefined) {
      spans.push({ from, to: mark });
      from = undefined;
    }
  }
  if (from !== undefined) spans.push({ from, to: null });
  return spans;
}

export const existsSpans = (lane: LaneView, states: LaneStates): readonly LaneSpan[] =>
  spansOf(lane, states, EXISTS);
export const ttlSpans = (lane: LaneView, states: LaneStates): readonly LaneSpan[] =>
  spansOf(lane, states, HAS_TTL);

/** How certain the value is behind a row, before the next one. */
export const taintAt = (states: LaneStates, row: number): Taint =>
  states.doubts.find(({ fromRow, toRow }) => fromRow <= row && row < toRow)?.taint ?? Taint.exact;

/** The last mark by which the key went, at or before `mark` (or anywhere); null when it never did. */
export function lastGone(states: LaneStates, before: number = states.flags.length - 1): number | null {
  for (let mark = Math.min(before, states.flags.length - 1); mark >= 0; mark--) {
    const was = mark === 0 ? states.startsAlive : ((states.flags[mark - 1] ?? 0) & EXISTS) !== 0;
    if (was && ((states.flags[mark] ?? 0) & EXISTS) === 0) return mark;
  }
  return null;
}
