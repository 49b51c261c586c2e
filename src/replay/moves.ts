/*
 * The records that name a second key: RENAME, COPY and BITOP. The index knows only one key of a record, so these are
 * read once, and only these, when the first lineage is asked for.
 */
import { type KeyId, keyId, type RowIndex, rowIndex } from '../base/index.ts';
import { type AofRecord, type ByteSource, recordSpec } from '../codec/index.ts';
import { KeyDictionary, RowKind } from '../columnar/index.ts';
import { type CancelSignal, decodeContent, eachListedRow, type FileIndex } from '../scan/index.ts';
import { counts } from './losses.ts';

/** A record by which a key's value comes from another key. */
export interface Move {
  readonly row: RowIndex;
  readonly kind: 'rename' | 'copy' | 'bitop';
  readonly from: KeyId;
  readonly to: KeyId;
  /** COPY: whether it takes the place of a value that is there; true for the others. */
  readonly replaces: boolean;
}

/** Keys that no record has in the index's key column are numbered from here. */
const SECOND_KEYS = 0x8000_0000;

export class Moves {
  /** In the order of the log. A record that moves a key to itself is none. */
  readonly #moves: Move[] = [];
  readonly #outgoing = new Map<KeyId, Move[]>();
  readonly #incoming = new Map<KeyId, Move[]>();
  readonly #index: FileIndex;
  readonly #others = new KeyDictionary();

  constructor(index: FileIndex) {
    this.#index = index;
  }

  /** Reads the moves of a scanned log. */
  static async read(source: ByteSource, index: FileIndex, signal?: CancelSignal): Promise<Moves> {
    const moves = new Moves(index);
    if (index.kind !== 'aof') return moves;
    const wanted = rowsOfTags(index);
    const list = { rows: wanted, from: 0, to: wanted.length, ...(signal === undefined ? {} : { signal }) };
    await eachListedRow(source, index, list, (_place, row, content) => {
      const decoded = content === null ? null : decodeContent(content, index);
      if (decoded?.kind === 'record') moves.add(row, decoded.record);
      return true;
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

  /** The key's number, also of one that only moves name; null for a key that no record has. */
  find(key: Uint8Array): KeyId | null {
    const known = this.#index.keys.find(key);
    if (known !== null) return known;
    const other = this.#others.find(key);
    return other === null ? null : keyId(SECOND_KEYS + other);
  }

  /** The key's bytes, borrowed. */
  bytesOf(key: KeyId): Uint8Array {
    return key >= SECOND_KEYS
      ? this.#others.bytesOf(keyId(key - SECOND_KEYS))
      : this.#index.keys.bytesOf(key);
  }

  has(key: KeyId): boolean {
    return key >= SECOND_KEYS ? key - SECOND_KEYS < this.#others.size : key < this.#index.keys.size;
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
    if (move.from === move.to && kind !== 'bitop') return;
    this.#moves.push(move);
    append(this.#outgoing, move.from, move);
    append(this.#incoming, move.to, move);
  }

  #intern(key: Uint8Array): KeyId {
    const known = this.#index.keys.find(key);
    if (known !== null) return known;
    return keyId(SECOND_KEYS + this.#others.intern(key, 0, key.length));
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

function rowsOfTags(index: FileIndex): Uint32Array {
  const tags = new Set(
    Array.from({ length: 256 }, (_, tag) => tag).filter((tag) =>
      ['RENAME', 'COPY', 'BITOP'].includes(recordSpec(tag)?.type ?? ''),
    ),
  );
  const wanted: number[] = [];
  if ([...tags].every((tag) => index.countOf[tag] === 0)) return new Uint32Array(0);
  for (let row = 0; row < index.rows.length; row++) {
    const each = rowIndex(row);
    if (tags.has(index.rows.tag(each)) && index.rows.kind(each) === RowKind.record && counts(index, each))
      wanted.push(row);
  }
  return Uint32Array.from(wanted);
}
