/*
 * The records that name a second key: RENAME, COPY and BITOP. The index knows only one key of a record, so these are
 * read once, and only these, when the first lineage is asked for.
 */
import type { KeyId, RowIndex } from '../base/index.ts';
import type { AofRecord, ByteSource } from '../codec/index.ts';
import { type KeyDictionary, NO_KEY } from '../columnar/index.ts';
import type { CancelSignal, FileIndex } from '../scan/index.ts';
import type { KeyAct } from './keyEffects.ts';
import { nameOfKey } from './keyName.ts';
import type { CommandLink, Flush } from './redis/commandLinks.ts';

/** A record by which a key's value comes from another key. */
export interface Move {
  readonly row: RowIndex;
  readonly kind: 'rename' | 'copy' | 'bitop';
  readonly from: KeyId;
  readonly to: KeyId;
  /** COPY: whether it takes the place of a value that is there; true for the others. */
  readonly replaces: boolean;
}

/** A record that changes a key besides its own. */
export interface Touching {
  readonly row: RowIndex;
  readonly act: KeyAct;
}

export class Moves {
  /** In the order of the log. A record that moves a key to itself is none. */
  readonly #moves: Move[] = [];
  readonly #outgoing = new Map<KeyId, Move[]>();
  readonly #incoming = new Map<KeyId, Move[]>();
  /** The index's own: a key that only moves name gets a number there too, which everyone knows it by. */
  readonly #keys: KeyDictionary;
  readonly #index: FileIndex;
  readonly #touches = new Map<KeyId, Touching[]>();
  readonly #flushes: Flush[] = [];

  constructor(index: FileIndex) {
    this.#index = index;
    this.#keys = index.keys;
  }

  /** Reads the moves of a scanned log. */
  static async read(source: ByteSource, index: FileIndex, signal?: CancelSignal): Promise<Moves> {
    const moves = new Moves(index);
    if (index.kind === 'aof') await index.format.replay.readMoves(moves, source, index, signal);
    return moves;
  }

  get length(): number {
    return this.#moves.length;
  }

  /** Takes in a record, if it is a move. Rows must come in order. */
  add(row: RowIndex, record: AofRecord): void {
    switch (record.type) {
      case 'RENAME':
        this.#push(row, 'rename', record.key, record.newkey, true);
        break;
      case 'COPY':
        this.#push(row, 'copy', record.source, record.destination, record.replace !== 0);
        break;
      case 'BITOP':
        for (const source of record.keys) this.#push(row, 'bitop', source, record.dest, true);
    }
  }

  /** What a command does to one of the keys that it touches, where it is not the key of its row alone. */
  addLink({ row, key, act, from }: CommandLink): void {
    const own = this.#index.rows.key(row);
    if (own !== key) {
      const touches = this.#touches.get(key);
      if (touches === undefined) this.#touches.set(key, [{ row, act }]);
      else touches.push({ row, act });
    }
    const [first] = from;
    if (first === undefined) return;
    const kind = act === 'rename' || act === 'copy' ? act : 'bitop';
    // SWAPDB renames both ways at once: no lane goes on through it.
    const isMove = kind !== 'bitop' && own !== NO_KEY;
    if (isMove) this.#pushIds({ row, kind, from: first, to: key, replaces: from.length === 1 });
    else for (const each of from) this.#pushIds({ row, kind: 'bitop', from: each, to: key, replaces: true });
  }

  /** A command that removes every key of a database, or of all. Rows must come in order. */
  addFlush(flush: Flush): void {
    this.#flushes.push(flush);
  }

  /** Rows whose own key is another one, and what they do to this key. @param from flushes before this row do nothing */
  touching(key: KeyId, from: number): readonly Touching[] {
    const touches = this.#touches.get(key) ?? [];
    const first = Math.min(from, touches[0]?.row ?? Number.POSITIVE_INFINITY);
    const flushes = this.#flushes.filter((flush) => flush.row > first && this.#concerns(flush, key));
    return [...touches, ...flushes.map(({ row }): Touching => ({ row, act: 'drop' }))];
  }

  #concerns({ database }: Flush, key: KeyId): boolean {
    return database === null || database === this.#keys.databaseOf(key);
  }

  /** What the record of `row` does to a key that is not its own; null where it does nothing to it. */
  actOn(key: KeyId, row: number): KeyAct | null {
    if (this.#flushes.some((flush) => flush.row === row && this.#concerns(flush, key))) return 'drop';
    const touches = this.#touches.get(key) ?? [];
    let low = 0;
    let high = touches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((touches[middle] as Touching).row < row) low = middle + 1;
      else high = middle;
    }
    return touches[low]?.row === row ? (touches[low] as Touching).act : null;
  }

  /** The key's number; null for a key that nothing names. */
  find(key: Uint8Array): KeyId | null {
    return this.#keys.find(key);
  }

  /** The name that the key has in a keyspace. */
  nameOf(key: KeyId): string {
    return nameOfKey(this.#keys, key);
  }

  /** The key's bytes, borrowed. */
  bytesOf(key: KeyId): Uint8Array {
    return this.#keys.bytesOf(key);
  }

  has(key: KeyId): boolean {
    return key < this.#keys.size;
  }

  /** The moves of one record. */
  at(row: number): readonly Move[] {
    const found: Move[] = [];
    for (let i = placeOf(this.#moves, row); this.#moves[i]?.row === row; i++)
      found.push(this.#moves[i] as Move);
    return found;
  }

  /** Moves away from a key, in order. */
  outOf(key: KeyId): readonly Move[] {
    return this.#outgoing.get(key) ?? [];
  }

  /** Moves to a key, in order. */
  into(key: KeyId): readonly Move[] {
    return this.#incoming.get(key) ?? [];
  }

  #push(row: RowIndex, kind: Move['kind'], from: Uint8Array, to: Uint8Array, replaces: boolean): void {
    this.#pushIds({ row, kind, from: this.#intern(from), to: this.#intern(to), replaces });
  }

  #pushIds(move: Move): void {
    const { kind } = move;
    // The dictionary is full: nobody can ask for such a key.
    if (move.from === NO_KEY || move.to === NO_KEY) return;
    if (move.from === move.to && kind !== 'bitop') return;
    this.#moves.push(move);
    append(this.#outgoing, move.from, move);
    append(this.#incoming, move.to, move);
  }

  #intern(key: Uint8Array): KeyId {
    return this.#keys.intern(key, 0, key.length);
  }
}

function append(lists: Map<KeyId, Move[]>, key: KeyId, move: Move): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [move]);
  else list.push(move);
}

/** Of moves in order, the first at or after `row`. */
export function moveFrom(moves: readonly Move[], row: number): Move | undefined {
  return moves[placeOf(moves, row)];
}

/** Of moves in order, the last before `row`. */
export function moveBefore(moves: readonly Move[], row: number): Move | undefined {
  return moves[placeOf(moves, row) - 1];
}

function placeOf(moves: readonly Move[], row: number): number {
  let low = 0;
  let high = moves.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((moves[middle] as Move).row < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
