/* Totals along the file for its map, kept up to date while rows are added. */
import { rowIndex } from '../base/index.ts';
import type { Rows } from './rows.ts';

/** Resolution of the map of a whole file. Finer views are computed for their part of the file. */
const FINE_BUCKETS = 2048;

/** Bytes by family in equal buckets of a span of the file. */
export class SpanTotals {
  readonly buckets: number;
  /** `families` values a bucket. */
  readonly bytes: Float64Array;
  readonly #families: number;
  readonly #from: number;
  readonly #width: number;
  #nextRow = 0;

  constructor(from: number, to: number, buckets: number, families: number) {
    this.buckets = buckets;
    this.#from = from;
    this.#width = (to - from) / buckets || 1;
    this.#families = families;
    this.bytes = new Float64Array(buckets * families);
  }

  /** The whole file, at the resolution that any narrower strip can be made from. */
  static ofFile(size: number, families: number): SpanTotals {
    return new SpanTotals(0, size, FINE_BUCKETS, families);
  }

  /**
   * Adds the rows that came since the last call.
   * @param familyOf the family's number for a row
   */
  advance(rows: Rows, familyOf: (row: number) => number): void {
    for (; this.#nextRow < rows.length; this.#nextRow++) {
      const row = rowIndex(this.#nextRow);
      this.add(rows.offset(row), rows.offset(rowIndex(row + 1)), familyOf(row));
    }
  }

  /** Spreads the bytes `from … to` over the buckets that they lie in. */
  add(from: number, to: number, family: number): void {
    const last = this.buckets - 1;
    let at = Math.max(from, this.#from);
    let bucket = Math.floor((at - this.#from) / this.#width);
    while (at < to && bucket <= last) {
      const bucketEnd = bucket === last ? to : this.#from + (bucket + 1) * this.#width;
      const until = Math.min(to, bucketEnd);
      const slot = bucket * this.#families + family;
      this.bytes[slot] = (this.bytes[slot] as number) + until - at;
      at = until;
      bucket++;
    }
  }

  /** The same totals in fewer buckets. */
  coarser(buckets: number): Float64Array {
    const coarse = new Float64Array(buckets * this.#families);
    for (let bucket = 0; bucket < this.buckets; bucket++) {
      const into = Math.floor((bucket * buckets) / this.buckets);
      for (let family = 0; family < this.#families; family++) {
        const slot = into * this.#families + family;
        coarse[slot] = (coarse[slot] as number) + (this.bytes[bucket * this.#families + family] as number);
      }
    }
    return coarse;
  }
}
