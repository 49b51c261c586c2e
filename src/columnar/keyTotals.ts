/* What can be told of each key by counting: one pass over the columns, nothing is read. */
import { type KeyId, keyId, type RowIndex, rowIndex } from '../base/index.ts';
import { NO_KEY } from './keyDictionary.ts';
import { KIND_BITS, type Rows } from './rows.ts';
import { RowKind } from './status.ts';

/** Stands for "no row" in {@link KeyTotals.first} and {@link KeyTotals.last}. */
export const NO_ROW = 0xffff_ffff;

/** Per key, by its number. A key costs 28 bytes. */
export class KeyTotals {
  /** Records or entries that name the key. */
  operations = new Uint32Array(0);
  /** Bytes of those whose own key it is: a record that names two keys counts for one. */
  bytes = new Float64Array(0);
  first = new Uint32Array(0);
  last = new Uint32Array(0);
  /** Which tags its own records have: bit n of `lowTags` for n below 32, of `highTags` for the next 32. */
  lowTags = new Uint32Array(0);
  highTags = new Uint32Array(0);

  constructor(keys: number) {
    this.#resize(keys);
  }

  get size(): number {
    return this.operations.length;
  }

  /** Makes room for keys that the dictionary got meanwhile. */
  growTo(keys: number): void {
    if (keys > this.size) this.#resize(keys);
  }

  /** Counts a row of `bytes` bytes. Rows come in their order. */
  add(key: KeyId, row: RowIndex, tag: number, bytes: number): void {
    this.name(key, row);
    this.bytes[key] = (this.bytes[key] as number) + bytes;
    if (tag < 32) this.lowTags[key] = (this.lowTags[key] as number) | (1 << tag);
    else if (tag < 64) this.highTags[key] = (this.highTags[key] as number) | (1 << (tag - 32));
  }

  /** Counts a row that names the key as its second one. Rows may come in any order. */
  name(key: KeyId, row: RowIndex): void {
    this.operations[key] = (this.operations[key] as number) + 1;
    const first = this.first[key] as number;
    const last = this.last[key] as number;
    if (first === NO_ROW || row < first) this.first[key] = row;
    if (last === NO_ROW || row > last) this.last[key] = row;
  }

  /** Whether one of the key's own records has one of `tags`. */
  hasTag(key: KeyId, tags: TagSet): boolean {
    return (
      ((this.lowTags[key] as number) & tags.low) !== 0 || ((this.highTags[key] as number) & tags.high) !== 0
    );
  }

  #resize(keys: number): void {
    const filled = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const larger = new Uint32Array(keys).fill(NO_ROW, column.length);
      larger.set(column);
      return larger;
    };
    const zeroed = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const larger = new Uint32Array(keys);
      larger.set(column);
      return larger;
    };
    const bytes = new Float64Array(keys);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.first = filled(this.first);
    this.last = filled(this.last);
    this.operations = zeroed(this.operations);
    this.lowTags = zeroed(this.lowTags);
    this.highTags = zeroed(this.highTags);
  }
}

/** A set of tags below 64, as two words. */
export interface TagSet {
  readonly low: number;
  readonly high: number;
}

export function tagSet(tags: Iterable<number>): TagSet {
  let low = 0;
  let high = 0;
  for (const tag of tags) {
    if (tag < 32) low |= 1 << tag;
    else high |= 1 << (tag - 32);
  }
  return { low, high };
}

/**
 * Counts the rows `from … to` (exclusive) that hold data, have a key and are wanted.
 * @param holds whether a row with this kind, flags beside it, and this status counts
 */
export function countKeys(
  totals: KeyTotals,
  rows: Rows,
  from: number,
  to: number,
  holds: (kindAndFlags: number, status: number) => boolean,
): void {
  for (let base = from; base < to; ) {
    const { offsets, kinds, tags, statuses, keys } = rows.columns(base, to);
    const last = kinds.length - 1;
    for (let i = 0; i <= last; i++) {
      const flags = kinds[i] as number;
      const kind = flags & KIND_BITS;
      if (kind !== RowKind.record && kind !== RowKind.entry) continue;
      const key = keyId(keys[i] as number);
      if (key === NO_KEY || !holds(flags, statuses[i] as number)) continue;
      const row = rowIndex(base + i);
      const size = i < last ? (offsets[i + 1] as number) - (offsets[i] as number) : rows.size(row);
      totals.add(key, row, tags[i] as number, size);
    }
    base += kinds.length;
  }
}
