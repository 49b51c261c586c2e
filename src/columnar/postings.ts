import { type KeyId, rowIndex } from '../base/index.ts';
import type { Rows } from './rows.ts';

const NOTHING = new Uint32Array(0);

/**
 * Which rows belong to each key: all of them in one array, sorted by key and then by row, and where each key's begin.
 * Made in two passes over the key column when it is first asked for, and brought up to date when the index has grown:
 * 4 bytes a row and 4 a key.
 */
export class Postings {
  readonly #rows: Rows;
  /** Where each key's rows begin in `#lists`; one more than there are keys. */
  #starts = new Uint32Array(1);
  #lists = NOTHING;
  /** How many rows of the index, and after how many drops, the lists are made from. */
  #upTo = 0;
  #drops = 0;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /**
   * The rows of a key, ascending; borrowed until the index grows.
   * @param keys how many keys there are: every row's key is one of them, or none
   */
  of(key: KeyId, keys: number): Uint32Array {
    this.#advance(keys);
    if (key >= keys) return NOTHING;
    return this.#lists.subarray(this.#starts[key], this.#starts[key + 1]);
  }

  /** Bytes that the lists occupy. */
  get memory(): number {
    return this.#starts.byteLength + this.#lists.byteLength;
  }

  #advance(keys: number): void {
    const rows = this.#rows;
    const known = this.#starts.length - 1;
    if (this.#upTo === rows.length && this.#drops === rows.drops && known >= keys) return;
    const from = this.#drops === rows.drops && this.#upTo <= rows.length ? this.#upTo : 0;
    const keep = from === 0 ? 0 : known;
    // Counted one place further on, so that adding up turns counts into beginnings.
    const starts = new Uint32Array(keys + 1);
    for (let key = 0; key < keep; key++) {
      starts[key + 1] = (this.#starts[key + 1] as number) - (this.#starts[key] as number);
    }
    for (let row = from; row < rows.length; row++) {
      const key = rows.key(rowIndex(row));
      if (key < keys) starts[key + 1] = (starts[key + 1] as number) + 1;
    }
    for (let key = 0; key < keys; key++)
      starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
    const lists = new Uint32Array(starts[keys] as number);
    const next = starts.slice(0, keys);
    for (let key = 0; key < keep; key++) {
      const old = this.#lists.subarray(this.#starts[key], this.#starts[key + 1]);
      lists.set(old, next[key]);
      next[key] = (next[key] as number) + old.length;
    }
    for (let row = from; row < rows.length; row++) {
      const key = rows.key(rowIndex(row));
      if (key >= keys) continue;
      const at = next[key] as number;
      lists[at] = row;
      next[key] = at + 1;
    }
    this.#starts = starts;
    this.#lists = lists;
    this.#upTo = rows.length;
    this.#drops = rows.drops;
  }
}
