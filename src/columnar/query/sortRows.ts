/*
 * Orders millions of rows without blocking: each row gets a rank, and the ranks are sorted digit by digit, which is
 * stable and takes the same time whatever the data. Work is cut into pieces; between them `turn` lets others go on.
 */
import { type KeyId, keyId, rowIndex } from '../../base/index.ts';
import { encodeUtf8 } from '../../codec/index.ts';
import type { KeyDictionary } from '../keyDictionary.ts';
import { RowKind, RowStatus } from '../status.ts';
import type { QueryTarget } from './compileQuery.ts';

export type SortBy = 'size' | 'key' | 'type' | 'offset';

export interface SortOrder {
  readonly by: SortBy;
  readonly descending: boolean;
}

export interface SortOptions {
  /**
   * Called between pieces with what share is done, 0 to 1. False from it ends the sort.
   */
  readonly turn: (share: number) => Promise<boolean>;
}

const PIECE = 1 << 17;
const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
const RUN = 1 << 12;
/** Stands behind everything else in both directions: the row has no key, or no type. */
const LAST = 0xffff_ffff;

/**
 * The rows `among` (all, where it is null) in this order; those that compare equal stay in the order of the file,
 * in both directions.
 * @returns null when `turn` ended it
 */
export async function sortRows(
  target: QueryTarget,
  among: Uint32Array | null,
  order: SortOrder,
  options: SortOptions,
): Promise<Uint32Array | null> {
  const rows = among === null ? everyRow(target.rows.length) : among.slice();
  if (order.by === 'offset') return order.descending ? rows.reverse() : rows;
  const ranks = await ranksOf(target, rows, order, options);
  return ranks === null ? null : sortByRank(rows, ranks, options);
}

const everyRow = (length: number): Uint32Array => Uint32Array.from({ length }, (_, row) => row);

/** A rank for each of the rows, ascending in the wanted direction. */
async function ranksOf(
  target: QueryTarget,
  rows: Uint32Array,
  { by, descending }: SortOrder,
  { turn }: SortOptions,
): Promise<Uint32Array | null> {
  const rankOf =
    by === 'size' ? sizeRank(target) : by === 'type' ? typeRank(target) : await keyRank(target, turn);
  if (rankOf === null) return null;
  const ranks = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const rank = rankOf(rows[i] as number);
    ranks[i] = rank === LAST ? LAST : descending ? LAST - 1 - rank : rank;
    if ((i & (PIECE - 1)) === PIECE - 1 && !(await turn(0.4 + (0.2 * i) / rows.length))) return null;
  }
  return ranks;
}

type RankOf = (row: number) => number;

/** A row of four gigabytes or more is as long as any other of them: no record is. */
function sizeRank({ rows }: QueryTarget): RankOf {
  return (row) => Math.min(rows.size(rowIndex(row)), LAST - 1);
}

/** By name, as the column shows it. */
function typeRank({ rows, typeName }: QueryTarget): RankOf {
  const names = Array.from({ length: 256 }, (_, tag) => typeName(tag));
  const others = ['header', 'gap', 'footer'];
  const inOrder = [...new Set([...names, ...others])].sort(compareText);
  const rankOfName = new Map(inOrder.map((name, rank) => [name, rank]));
  const byTag = names.map((name) => rankOfName.get(name) as number);
  const named = (name: string): number => rankOfName.get(name) as number;
  const header = named('header');
  const gap = named('gap');
  const footer = named('footer');
  return (at) => {
    const row = rowIndex(at);
    switch (rows.kind(row)) {
      case RowKind.header:
        return header;
      case RowKind.gap:
        return gap;
      case RowKind.footer:
        return footer;
      default: {
        const status = rows.status(row);
        const closed = status === RowStatus.locked || status === RowStatus.undecryptable;
        return closed ? LAST : (byTag[rows.tag(row)] as number);
      }
    }
  };
}

function compareText(a: string, b: string): number {
  return compareBytes(encodeUtf8(a), encodeUtf8(b));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** By the bytes of the key. Distinct keys are put in order once; rows then have their places. */
async function keyRank({ rows, keys }: QueryTarget, turn: SortOptions['turn']): Promise<RankOf | null> {
  const inOrder = await sortKeys(keys, turn);
  if (inOrder === null) return null;
  const ranks = new Uint32Array(inOrder.length);
  for (let place = 0; place < inOrder.length; place++) ranks[inOrder[place] as number] = place;
  // NO_KEY lies past the end of the ranks.
  return (row) => ranks[rows.key(rowIndex(row))] ?? LAST;
}

/** All keys by their bytes: short runs first, then merged two by two. */
async function sortKeys(keys: KeyDictionary, turn: SortOptions['turn']): Promise<Uint32Array | null> {
  const { size } = keys;
  const compare = (a: number, b: number): number => keys.compare(keyId(a), keyId(b));
  let from = Uint32Array.from({ length: size }, (_, id) => id);
  for (let at = 0; at < size; at += RUN) {
    from.subarray(at, at + RUN).sort(compare);
    if (!(await turn((0.1 * at) / size))) return null;
  }
  let to = new Uint32Array(size);
  const passes = Math.ceil(Math.log2(Math.max(1, size / RUN)));
  for (let width = RUN, pass = 0; width < size; width *= 2, pass++) {
    for (let at = 0; at < size; at += 2 * width) {
      const merge = new Merge(from, to, at, width, compare);
      while (!merge.advance(RUN * 4)) {
        if (!(await turn(0.1 + (0.3 * (pass + at / size)) / passes))) return null;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Merges two neighbouring runs, some at a time. */
class Merge {
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  readonly #compare: (a: number, b: number) => number;
  readonly #middle: number;
  readonly #end: number;
  #left: number;
  #right: number;
  #next: number;

  constructor(
    from: Uint32Array,
    to: Uint32Array,
    at: number,
    width: number,
    compare: (a: number, b: number) => number,
  ) {
    this.#from = from;
    this.#to = to;
    this.#compare = compare;
    this.#middle = Math.min(at + width, from.length);
    this.#end = Math.min(at + 2 * width, from.length);
    this.#left = at;
    this.#right = this.#middle;
    this.#next = at;
  }

  /** @returns whether it is done */
  advance(steps: number): boolean {
    const from = this.#from;
    const stop = Math.min(this.#end, this.#next + steps);
    for (; this.#next < stop; this.#next++) {
      const a = from[this.#left] as KeyId;
      const b = from[this.#right] as KeyId;
      const takesLeft = this.#left < this.#middle && (this.#right >= this.#end || this.#compare(a, b) <= 0);
      this.#to[this.#next] = takesLeft ? a : b;
      if (takesLeft) this.#left++;
      else this.#right++;
    }
    return this.#next >= this.#end;
  }
}

interface Ranked {
  readonly rows: Uint32Array;
  readonly ranks: Uint32Array;
}

/** Two passes of sixteen bits, the low ones first; a digit that is the same everywhere needs no pass. */
async function sortByRank(
  rows: Uint32Array,
  ranks: Uint32Array,
  { turn }: SortOptions,
): Promise<Uint32Array | null> {
  const { length } = rows;
  let order: Ranked = { rows, ranks };
  let spare: Ranked = { rows: new Uint32Array(length), ranks: new Uint32Array(length) };
  for (let pass = 0; pass < 2; pass++) {
    const shift = pass * DIGIT_BITS;
    const places = new Uint32Array(DIGITS);
    for (let i = 0; i < length; i++) {
      const digit = ((order.ranks[i] as number) >>> shift) & (DIGITS - 1);
      places[digit] = (places[digit] as number) + 1;
      if ((i & (PIECE - 1)) === PIECE - 1 && !(await turn(0.6 + 0.2 * pass + (0.1 * i) / length)))
        return null;
    }
    if (places.includes(length)) continue;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = places[digit] as number;
      places[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < length; i++) {
      const rank = order.ranks[i] as number;
      const digit = (rank >>> shift) & (DIGITS - 1);
      const place = places[digit] as number;
      places[digit] = place + 1;
      spare.rows[place] = order.rows[i] as number;
      spare.ranks[place] = rank;
      if ((i & (PIECE - 1)) === PIECE - 1 && !(await turn(0.7 + 0.2 * pass + (0.1 * i) / length)))
        return null;
    }
    [order, spare] = [spare, order];
  }
  return order.rows;
}
