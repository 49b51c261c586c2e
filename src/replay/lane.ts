/* One key's lane: its segments, its marks, and the records that its values rest on. All of it from the index alone. */
import { type KeyId, type RowIndex, rowIndex, upperBound } from '../base/index.ts';
import { Postings } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { KeyAct } from './keyEffects.ts';
import { type KeyGraph, lineageOf, type Segment } from './lineage.ts';
import { counts, type KeyLoss } from './losses.ts';
import type { Moves } from './moves.ts';

/** What kind of operation a mark is. `damaged`: a record that does not hold, and so was not applied. */
export const MARK_KINDS = ['write', 'remove', 'delete', 'expiry', 'move', 'read', 'damaged'] as const;

export type MarkKind = (typeof MARK_KINDS)[number];

/** A lane as columns: one mark a record, in the order of the log. */
export interface Lane {
  readonly key: KeyId;
  readonly segments: readonly Segment[];
  readonly rows: Uint32Array;
  /** Positions in {@link MARK_KINDS}. */
  readonly kinds: Uint8Array;
  /** Which of `segments` each mark is in. */
  readonly segmentOf: Uint32Array;
}

const KIND_OF_ACT: Readonly<Record<KeyAct, MarkKind>> = {
  set: 'write',
  combine: 'write',
  grow: 'write',
  edit: 'write',
  shrink: 'remove',
  drop: 'delete',
  expire: 'expiry',
  persist: 'expiry',
  rename: 'move',
  copy: 'read',
  none: 'read',
};

const kindOfAct = (act: KeyAct): number => MARK_KINDS.indexOf(KIND_OF_ACT[act]);
const READ = MARK_KINDS.indexOf('read');
const MOVE = MARK_KINDS.indexOf('move');
const DAMAGED = MARK_KINDS.indexOf('damaged');

/** Makes lanes from a scanned log. What is asked about a key is kept. */
export class Lanes {
  readonly index: FileIndex;
  readonly moves: Moves;
  /** What the log has lost, in its order. */
  readonly losses: readonly KeyLoss[];
  readonly #postings: Postings;
  readonly #touches = new Map<KeyId, Uint32Array>();
  readonly #graph: KeyGraph;

  constructor(
    index: FileIndex,
    moves: Moves,
    postings: Postings = new Postings(index.rows),
    losses: readonly KeyLoss[] = [],
  ) {
    this.index = index;
    this.losses = losses;
    this.moves = moves;
    this.#postings = postings;
    this.#graph = {
      outOf: (key) => moves.outOf(key),
      into: (key) => moves.into(key),
      touchFrom: (key, row) => this.#next(key, row),
      touchBefore: (key, row) => this.#previous(key, row),
      endsAt: (key, row) => this.#endsAt(key, row),
    };
  }

  /** Every row that concerns a key's value: its own records, and the moves to it. Ascending. */
  touches(key: KeyId): Uint32Array {
    const known = this.#touches.get(key);
    if (known !== undefined) return known;
    const own = this.#postings.of(key, this.index.keys.size);
    const into = this.moves.into(key).filter(({ kind }) => kind !== 'bitop');
    const first = Math.min(own[0] ?? Number.POSITIVE_INFINITY, into[0]?.row ?? Number.POSITIVE_INFINITY);
    const others = this.moves.touching(key, first);
    const touches = into.length + others.length === 0 ? own.slice() : merge(own, [...into, ...others]);
    this.#touches.set(key, touches);
    return touches;
  }

  laneOf(key: KeyId): Lane {
    const { index } = this;
    const segments = lineageOf(key, index.rows.length, this.#graph);
    const parts = segments.map((segment) => {
      const touches = this.touches(segment.key);
      return touches.subarray(upperBound(touches, segment.from - 1), upperBound(touches, segment.to - 1));
    });
    const total = parts.reduce((sum, part) => sum + part.length, 0);
    const rows = new Uint32Array(total);
    const kinds = new Uint8Array(total);
    const segmentOf = new Uint32Array(total);
    let at = 0;
    for (const [number, part] of parts.entries()) {
      const segmentKey = (segments[number] as Segment).key;
      rows.set(part, at);
      for (let i = 0; i < part.length; i++) {
        kinds[at + i] = this.#kindAt(rowIndex(part[i] as number), segmentKey);
        segmentOf[at + i] = number;
      }
      at += part.length;
    }
    return { key, segments, rows, kinds, segmentOf };
  }

  /**
   * The rows that a lane's values rest on, ascending: those of its keys, and of every key that RENAME, COPY or BITOP
   * brought a value from, as far as it had come by then.
   */
  sourcesOf(lane: Lane): { readonly rows: Uint32Array; readonly keys: ReadonlyMap<KeyId, number> } {
    const limits = new Map<KeyId, number>();
    const open: { readonly key: KeyId; readonly to: number }[] = lane.segments.map(({ key, to }) => ({
      key,
      to,
    }));
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const known = limits.get(next.key) ?? 0;
      if (next.to <= known) continue;
      limits.set(next.key, next.to);
      for (const move of this.moves.into(next.key)) {
        if (move.row >= known && move.row < next.to) open.push({ key: move.from, to: move.row });
      }
    }
    const lists = [...limits].map(([key, to]) => this.#ownRows(key, to));
    const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
    let at = 0;
    for (const list of lists) {
      all.set(list, at);
      at += list.length;
    }
    return { rows: distinct(all.sort()), keys: limits };
  }

  /** What changes a key before row `to`: a COPY away from it does not. */
  #ownRows(key: KeyId, to: number): Uint32Array {
    const { index } = this;
    const touches = this.touches(key);
    return touches
      .subarray(0, upperBound(touches, to - 1))
      .filter((row) => counts(index, rowIndex(row)) && this.#kindAt(rowIndex(row), key) !== READ);
  }

  #kindAt(row: RowIndex, key: KeyId): number {
    const { rows } = this.index;
    if (!counts(this.index, row)) return DAMAGED;
    if (rows.key(row) === key) return kindOfAct(this.index.format.replay.actOf(rows.tag(row)));
    const act = this.moves.actOn(key, row);
    return act === null ? MOVE : kindOfAct(act);
  }

  #endsAt(key: KeyId, row: number): boolean {
    const { rows } = this.index;
    const each = rowIndex(row);
    const act =
      rows.key(each) === key ? this.index.format.replay.actOf(rows.tag(each)) : this.moves.actOn(key, row);
    return act === 'drop' || (act === 'rename' && rows.key(each) === key);
  }

  #next(key: KeyId, row: number): number | null {
    const touches = this.touches(key);
    let at = upperBound(touches, row - 1);
    while (at < touches.length && !this.#changes(touches[at] as number, key)) at++;
    return touches[at] ?? null;
  }

  #previous(key: KeyId, row: number): number | null {
    const touches = this.touches(key);
    let at = upperBound(touches, row - 1) - 1;
    while (at >= 0 && !this.#changes(touches[at] as number, key)) at--;
    return touches[at] ?? null;
  }

  #changes(row: number, key: KeyId): boolean {
    const kind = this.#kindAt(rowIndex(row), key);
    return kind !== READ && kind !== DAMAGED;
  }
}

function merge(own: Uint32Array, into: readonly { readonly row: number }[]): Uint32Array {
  const all = new Uint32Array(own.length + into.length);
  all.set(own);
  for (const [i, move] of into.entries()) all[own.length + i] = move.row;
  return distinct(all.sort());
}

/** Sorted numbers without those that come again. */
function distinct(sorted: Uint32Array): Uint32Array {
  let kept = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) {
      sorted[kept] = sorted[i] as number;
      kept++;
    }
  }
  return sorted.slice(0, kept);
}
