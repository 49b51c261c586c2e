/* Totals along the file for its map, kept up to date while rows are added. */
import { clamp, rowIndex } from '../base/index.ts';
import type { RowColumns, Rows } from './rows.ts';

/** Resolution of the map of a whole file. Finer views are computed for their part of the file. */
const FINE_BUCKETS = 2048;

/** The number of the family that row `i` of `columns` belongs to. */
export type FamilyOfRow = (columns: RowColumns, i: number) => number;

/** Bytes by family in equal buckets of a span of the file. */
export class SpanTotals {
  readonly buckets: number;
  /** `families` values a bucket. */
  readonly bytes: Float64Array;
  readonly #families: number;
  readonly #from: number;
  readonly #to: number;
  readonly #width: number;
  #nextRow = 0;

  constructor(from: number, to: number, buckets: number, families: number) {
    this.buckets = buckets;
    this.#from = from;
    this.#to = to;
    this.#width = (to - from) / buckets || 1;
    this.#families = families;
    this.bytes = new Float64Array(buckets * families);
  }

  /** The whole file, at the resolution that any narrower strip can be made from. */
  static ofFile(size: number, families: number): SpanTotals {
    return new SpanTotals(0, size, FINE_BUCKETS, families);
  }

  /** Adds the rows that came since the last call. */
  advance(rows: Rows, familyOf: FamilyOfRow): void {
    this.addRows(rows, this.#nextRow, rows.length, familyOf);
    this.#nextRow = rows.length;
  }

  /** Adds the rows `first … end`. */
  addRows(rows: Rows, first: number, end: number, familyOf: FamilyOfRow): void {
    let bucket = 0;
    let bucketEnd = Number.NEGATIVE_INFINITY;
    for (let row = first; row < end; ) {
      const columns = rows.columns(row, end);
      const { offsets } = columns;
      const count = offsets.length;
      const last = rows.offset(rowIndex(row + count));
      for (let i = 0; i < count; i++) {
        const from = offsets[i] as number;
        const to = i + 1 < count ? (offsets[i + 1] as number) : last;
        const family = familyOf(columns, i);
        if (to <= bucketEnd) {
          // Nearly every row lies in the bucket that the one before ended in.
          const slot = bucket * this.#families + family;
          this.bytes[slot] = (this.bytes[slot] as number) + to - from;
          continue;
        }
        this.add(from, to, family);
        bucket = clamp(Math.floor((to - this.#from) / this.#width), 0, this.buckets - 1);
        bucketEnd = Math.min(this.#to, this.#from + (bucket + 1) * this.#width);
      }
      row += count;
    }
  }

  /** Spreads the bytes `from … end` over the buckets that they lie in. */
  add(from: number, end: number, family: number): void {
    const to = Math.min(end, this.#to);
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
