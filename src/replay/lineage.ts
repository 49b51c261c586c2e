/*
 * What a key was and became. A lane is the history of one key by its name, from its first record to the end of the
 * log. Where it was not there yet because RENAME or COPY made it, the lane shows what it was before; where it was
 * renamed away and not made anew, the lane goes on with what it became. A log names no moment, so a place in time is a
 * row. Every step along a chain goes strictly forward or strictly back in the log: circles end like any other chain.
 */
import type { KeyId } from '../base/index.ts';
import { type Move, moveBefore, moveFrom } from './moves.ts';

/** Rows `from … to` (exclusive) of a lane, during which it is the history of `key`. */
export interface Segment {
  readonly key: KeyId;
  readonly from: number;
  readonly to: number;
  /** The record that moved the value here from the segment before; null where none did. */
  readonly arrival: number | null;
  /** The lane stops here: what it followed was overwritten by a move from elsewhere. */
  readonly overwritten: boolean;
}

/** What is asked about keys. */
export interface KeyGraph {
  /** Moves away from a key and to it, in order, BITOP left out. */
  readonly outOf: (key: KeyId) => readonly Move[];
  readonly into: (key: KeyId) => readonly Move[];
  /** The first row at or after `row` that concerns the key's own value; null when there is none. */
  readonly touchFrom: (key: KeyId, row: number) => number | null;
  /** The last such row before `row`. */
  readonly touchBefore: (key: KeyId, row: number) => number | null;
  /** Whether the key is gone behind its record at `row`: DEL, or RENAME to another. */
  readonly endsAt: (key: KeyId, row: number) => boolean;
}

/** The segments of a key's lane, in order. @param end the number of rows */
export function lineageOf(key: KeyId, end: number, graph: KeyGraph): readonly Segment[] {
  const made = madeBy(key, graph);
  const segments = made === undefined ? [] : ancestors(made, graph);
  let from: number = made?.row ?? 0;
  let arrival = segments.length > 0 ? from : null;
  const push = (to: number): void => {
    if (to > from) segments.push({ key, from, to, arrival, overwritten: false });
  };
  for (;;) {
    const away = nextRename(graph.outOf(key), from);
    if (away === undefined) break;
    push(away.row + 1);
    const back = graph.touchFrom(key, away.row + 1) ?? end;
    const became = follow(away, back, graph);
    for (const segment of became) segments.push(segment);
    const carrier = segments.at(-1);
    const returns = nextInto(graph.into(key), back);
    from = back;
    arrival =
      returns?.row === back && carrier?.to === back && returns.from === carrier.key && !carrier.overwritten
        ? back
        : null;
  }
  push(end);
  return segments;
}

/** The segment of a lane that holds `row`; null where it has none. */
export function segmentAt(segments: readonly Segment[], row: number): number | null {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((segments[middle] as Segment).from <= row) low = middle;
    else high = middle - 1;
  }
  const found = segments[low];
  return found !== undefined && found.from <= row && row < found.to ? low : null;
}

/**
 * Which keys hold the lane's value before and after the record at `row` of segment `at`. `after` is null where the lane
 * has stopped.
 */
export function carriersAt(
  segments: readonly Segment[],
  at: number,
  row: number,
): { readonly before: KeyId; readonly after: KeyId } {
  const segment = segments[at] as Segment;
  const next = segments[at + 1];
  const before = segment.arrival === row ? (segments[at - 1]?.key ?? segment.key) : segment.key;
  const after = next?.arrival === row ? next.key : segment.key;
  return { before, after };
}

/** What `away` renamed, from there to `until` (exclusive). */
function follow(away: Move, until: number, graph: KeyGraph): readonly Segment[] {
  const segments: Segment[] = [];
  let key = away.to;
  let from = away.row + 1;
  let arrival: number = away.row;
  // The last segment may be empty: it then says only whose the value is behind the last rename.
  for (;;) {
    const out = nextRename(graph.outOf(key), from);
    const into = nextReplacing(graph.into(key), from);
    const next = Math.min(out?.row ?? until, until);
    if (into !== undefined && into.row < next) {
      segments.push({ key, from, to: into.row, arrival, overwritten: true });
      return segments;
    }
    if (out === undefined || out.row >= until) {
      segments.push({ key, from, to: until, arrival, overwritten: false });
      return segments;
    }
    segments.push({ key, from, to: out.row + 1, arrival, overwritten: false });
    arrival = out.row;
    from = out.row + 1;
    key = out.to;
  }
}

/** The move that made the key, where that is its first record. */
function madeBy(key: KeyId, graph: KeyGraph): Move | undefined {
  const first = graph.touchFrom(key, 0);
  const move = first === null ? undefined : nextInto(graph.into(key), first);
  return move?.row === first ? move : undefined;
}

/** What a key was before the move that made it. */
function ancestors(made: Move, graph: KeyGraph): Segment[] {
  const back: Segment[] = [];
  let of = made.from;
  let to: number = made.row;
  for (;;) {
    const origin = lastOrigin(of, to, graph);
    const away = lastRename(graph.outOf(of), to);
    if (away !== undefined && (origin === undefined || away.row > origin.row)) {
      if (away.row + 1 < to)
        back.push({ key: of, from: away.row + 1, to, arrival: null, overwritten: false });
      break;
    }
    const from = origin?.row ?? 0;
    if (from < to)
      back.push({ key: of, from, to, arrival: origin === undefined ? null : from, overwritten: false });
    if (origin === undefined) break;
    to = origin.row;
    of = origin.from;
  }
  return back.reverse();
}

/** The last move before `row` that gave the key its value: a COPY that found one there left it alone. */
function lastOrigin(key: KeyId, row: number, graph: KeyGraph): Move | undefined {
  const moves = graph.into(key);
  for (let move = moveBefore(moves, row); move !== undefined; move = moveBefore(moves, move.row)) {
    if (move.kind === 'bitop') continue;
    if (move.replaces) return move;
    const before = graph.touchBefore(key, move.row);
    if (before === null || graph.endsAt(key, before)) return move;
  }
  return undefined;
}

function nextRename(moves: readonly Move[], row: number): Move | undefined {
  let move = moveFrom(moves, row);
  while (move !== undefined && move.kind !== 'rename') move = moveFrom(moves, move.row + 1);
  return move;
}

function lastRename(moves: readonly Move[], row: number): Move | undefined {
  let move = moveBefore(moves, row);
  while (move !== undefined && move.kind !== 'rename') move = moveBefore(moves, move.row);
  return move;
}

/** The next RENAME or COPY to a key. */
function nextInto(moves: readonly Move[], row: number): Move | undefined {
  let move = moveFrom(moves, row);
  while (move !== undefined && move.kind === 'bitop') move = moveFrom(moves, move.row + 1);
  return move;
}

/** The next RENAME or COPY to a key that takes the place of what is there. */
function nextReplacing(moves: readonly Move[], row: number): Move | undefined {
  let move = nextInto(moves, row);
  while (move?.replaces === false) move = nextInto(moves, move.row + 1);
  return move;
}
