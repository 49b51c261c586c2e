/*
 * The records that name a second key: RENAME, COPY and BITOP. The index knows only one key of a record, so these are
 * read once, and only these, when the first lineage is asked for.
 */
import type { KeyId, RowIndex } from '../base/index.ts';
import type { AofRecord, ByteSource } from '../codec/index.ts';
import { type KeyDictionary, NO_KEY } from '../columnar/index.ts';
import type { CancelSignal, FileIndex } from '../scan/index.ts';
import { linkRows } from './keyLinks.ts';
import { readRows } from './readRows.ts';

/** A record by which a key's value comes from another key. */
export interface Move {
  readonly row: RowIndex;
  readonly kind: 'rename' | 'copy' | 'bitop';
  readonly from: KeyId;
  readonly to: KeyId;
  /** COPY: whether it takes the place of a value that is there; true for the others. */
  readonly replaces: boolean;
}

export class Moves {
  /** In the order of the log. A record that moves a key to itself is none. */
  readonly #moves: Move[] = [];
  readonly #outgoing = new Map<KeyId, Move[]>();
  readonly #incoming = new Map<KeyId, Move[]>();
  /** The index's own: a key that only moves name gets a number there too, which everyone knows it by. */
  readonly #keys: KeyDictionary;

  constructor({ keys }: FileIndex) {
    this.#keys = keys;
  }

  /** Reads the moves of a scanned log. */
  static async read(source: ByteSource, index: FileIndex, signal?: CancelSignal): Promise<Moves> {
    const moves = new Moves(index);
    if (index.kind !== 'aof') return moves;
    await readRows({ source, index }, linkRows(index), signal, (row, decoded) => {
      if (decoded.kind === 'record') moves.add(row, decoded.record);
    });
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

  /** The key's number; null for a key that nothing names. */
  find(key: Uint8Array): KeyId | null {
    return this.#keys.find(key);
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
    const move: Move = { row, kind, from: this.#intern(from), to: this.#intern(to), replaces };
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
