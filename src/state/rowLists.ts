/*
 * Which rows each file's table lists, and in which order: numbers only, outside the store, which holds how far the
 * search has come. A list that is being found grows at its end; one that was sorted is whole.
 */
import { type RowIndex, rowIndex } from '../base/index.ts';
import type { RowView } from '../workers/index.ts';
import type { FileId } from './model.ts';

export class RowList {
  #rows: Uint32Array;
  #length = 0;
  /** The rows ascend: a place is found by halving. */
  readonly ascending: boolean;
  /** Its first rows as the table shows them, where they came along when they were found. */
  firstRows: readonly RowView[] | null = null;

  constructor(rows: Uint32Array = new Uint32Array(0), ascending = true) {
    this.#rows = rows;
    this.#length = rows.length;
    this.ascending = ascending;
  }

  get length(): number {
    return this.#length;
  }

  /** All of it, borrowed. */
  get rows(): Uint32Array {
    return this.#rows.subarray(0, this.#length);
  }

  append(found: Uint32Array): void {
    const length = this.#length + found.length;
    if (length > this.#rows.length) {
      const larger = new Uint32Array(Math.max(length, this.#rows.length * 2));
      larger.set(this.rows);
      this.#rows = larger;
    }
    this.#rows.set(found, this.#length);
    this.#length = length;
  }

  rowAt(position: number): RowIndex | null {
    return position >= 0 && position < this.#length ? rowIndex(this.#rows[position] as number) : null;
  }

  /** Where `row` stands; null where it is not in the list. */
  positionOf(row: number): number | null {
    if (!this.ascending) {
      const at = this.rows.indexOf(row);
      return at < 0 ? null : at;
    }
    const at = this.positionFrom(row);
    return this.#rows[at] === row && at < this.#length ? at : null;
  }

  /** The first place with a row at or behind `row`, of a list that ascends. */
  positionFrom(row: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface FileLists {
  /** What the filter found, ascending; null where it takes all rows. */
  readonly found: RowList | null;
  /** What the table shows, in its order; null for all rows in the order of the file. */
  readonly shown: RowList | null;
}

const NOTHING: FileLists = { found: null, shown: null };
const lists = new Map<FileId, FileLists>();

/** What was found and what is shown of a file; `arrangement` in the store says when it has changed. */
export const getRowLists = (id: FileId): FileLists => lists.get(id) ?? NOTHING;

export function setRowLists(id: FileId, changed: FileLists | null): void {
  if (changed === null) lists.delete(id);
  else lists.set(id, changed);
}
