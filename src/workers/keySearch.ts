import { type RowIndex, rowIndex } from '../base/index.ts';
import { matchKeys, NO_KEY } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { FindQuery } from './api.ts';

/** Goes from row to row by their keys. What a query matches is kept until another is asked or keys are added. */
export class KeySearch {
  readonly #index: FileIndex;
  #found: { readonly query: string; readonly keys: number; readonly matches: Uint8Array } | null = null;

  constructor(index: FileIndex) {
    this.#index = index;
  }

  /** The next row whose key matches, round the end of the file. */
  find(query: FindQuery, from: RowIndex, direction: 1 | -1): RowIndex | null {
    if (query.text === '') return null;
    const { rows } = this.#index;
    const matches = this.#matches(query);
    return this.#walk(from, direction, true, (row) => matches[rows.key(row)] === 1);
  }

  /** The next row with the same key. */
  sameKey(row: RowIndex, direction: 1 | -1): RowIndex | null {
    const { rows } = this.#index;
    const key = row < rows.length ? rows.key(row) : NO_KEY;
    return key === NO_KEY ? null : this.#walk(row, direction, false, (each) => rows.key(each) === key);
  }

  #matches({ text, caseSensitive }: FindQuery): Uint8Array {
    const { keys } = this.#index;
    const query = `${caseSensitive}:${text}`;
    if (this.#found?.query !== query || this.#found.keys !== keys.size) {
      this.#found = { query, keys: keys.size, matches: matchKeys(keys, text, caseSensitive) };
    }
    return this.#found.matches;
  }

  /** The next row from `from` that `wanted` accepts, round the end when `wrap`. */
  #walk(
    from: RowIndex,
    direction: 1 | -1,
    wrap: boolean,
    wanted: (row: RowIndex) => boolean,
  ): RowIndex | null {
    const total = this.#index.rows.length;
    for (let step = 1; step <= total; step++) {
      let row = from + step * direction;
      if (row < 0 || row >= total) {
        if (!wrap) return null;
        row = ((row % total) + total) % total;
      }
      if (wanted(rowIndex(row))) return rowIndex(row);
    }
    return null;
  }
}
