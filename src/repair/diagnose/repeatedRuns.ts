/*
 * Runs of whole records that stand in a log twice, one behind the other: every checksum holds, and a server applies
 * them twice. The index finds them (sizes, types and keys repeat), the bytes prove them.
 *
 * What a client sends twice looks the same, so only runs count that a client hardly sends twice: many records, several
 * keys, values of some length, and no third time. An encrypted frame is never written twice: its nonce is random.
 */
import { fileOffset, rowIndex } from '../../base/index.ts';

import { NO_KEY, RowKind, RowStatus } from '../../columnar/index.ts';
import type { FileIndex } from '../../scan/index.ts';
import type { BoundedReader, ReaderOptions } from './boundedReader.ts';

const FEWEST_RECORDS = 8;
const FEWEST_KEYS = 4;
/** Records that carry something of their own, and how many bytes beyond key, lengths and checksum that takes. */
const FEWEST_WITH_VALUES = 4;
const LEAST_VALUE = 16;
const FIXED_BYTES = 13;
const MOST_REPORTED = 16;
/** Rows that are compared byte by byte. */
const MOST_COMPARED = 1 << 16;
const STEP = 64 << 10;
const LONGEST_RUN = 1 << 16;
/** In logs with more rows only one key of this many is looked at. */
const MOST_LOOKED_AT = 1 << 17;
const KEYS_A_LOOK = 8;
/** Spreads keys' numbers over 32 bits. */
const SPREAD = 0x9e3779b1;
/** Files with more rows are left alone: the table of last rows would be too large. */
const MOST_KEYS = 1 << 24;

/** Adds a fault of severity `info` for each run that stands there twice. */
export async function findRepeatedRuns(
  index: FileIndex,
  reader: BoundedReader,
  options: ReaderOptions,
): Promise<void> {
  if (index.kind !== 'aof' || index.keys.size > MOST_KEYS) return;
  await new RunSearch(index, reader, options).run();
}

class RunSearch {
  readonly #index: FileIndex;
  readonly #reader: BoundedReader;
  readonly #options: ReaderOptions;
  /** For each key the last row with it, plus one. */
  readonly #lastOf: Uint32Array;
  /** Rows and distances that were compared already. */
  readonly #judged = new Set<string>();
  /** Up to this row those at this distance were looked at already. */
  #seenTo = 0;
  #seenDistance = 0;
  #compared = 0;
  #reported = 0;

  constructor(index: FileIndex, reader: BoundedReader, options: ReaderOptions) {
    this.#index = index;
    this.#reader = reader;
    this.#options = options;
    this.#lastOf = new Uint32Array(index.keys.size);
  }

  async run(): Promise<void> {
    const { rows } = this.#index;
    const total = rows.length;
    for (let first = 0; first < total; ) {
      if (this.#options.signal?.aborted === true) return;
      await this.#options.onProgress?.();
      const { keys } = rows.columns(first);
      const behind = first + keys.length;
      for (let row = this.#next(keys, first, first); row < behind; row = this.#next(keys, first, row + 1)) {
        const distance = this.#seenDistance;
        const start = this.#startOf(row, distance);
        const end = this.#endOf(row, distance, total);
        this.#seenTo = end;
        if (end - start < distance) continue;
        if (this.#reported >= MOST_REPORTED || this.#compared >= MOST_COMPARED) return;
        await this.#judge(start, end, distance);
      }
      first = behind;
    }
  }

  /**
   * The next row from `from` on that is like the last one with its key, and whose distance was not looked at yet; it is
   * {@link #seenDistance} then. Behind the last of `keys` when there is none.
   * @param keys of the rows from `first` on
   */
  #next(keys: Uint32Array, first: number, from: number): number {
    // Both copies hold the same keys, so it is enough to look at some of them.
    const most = this.#index.rows.length > MOST_LOOKED_AT ? 2 ** 32 / KEYS_A_LOOK : 2 ** 32;
    const lastOf = this.#lastOf;
    const end = first + keys.length;
    for (let row = from; row < end; row++) {
      const key = keys[row - first] as number;
      if (key === NO_KEY || Math.imul(key, SPREAD) >>> 0 > most) continue;
      const before = (lastOf[key] as number) - 1;
      lastOf[key] = row + 1;
      const distance = row - before;
      if (before < 0 || distance > LONGEST_RUN) continue;
      if (distance < FEWEST_RECORDS && !this.#index.isSealed(rowIndex(row))) continue;
      if (distance === this.#seenDistance && row < this.#seenTo) continue;
      if (!this.#alike(row, before)) continue;
      this.#seenDistance = distance;
      return row;
    }
    return end;
  }

  /** Whether two rows could be the same record. */
  #alike(a: number, b: number): boolean {
    if (b < 0) return false;
    const { rows } = this.#index;
    const one = rowIndex(a);
    const other = rowIndex(b);
    return (
      rows.key(one) === rows.key(other) &&
      rows.tag(one) === rows.tag(other) &&
      rows.size(one) === rows.size(other) &&
      rows.kind(one) === RowKind.record &&
      rows.kind(other) === RowKind.record &&
      rows.status(one) === RowStatus.ok &&
      rows.status(other) === RowStatus.ok
    );
  }

  #startOf(row: number, distance: number): number {
    let start = row;
    while (row - start < LONGEST_RUN && this.#alike(start - 1, start - 1 - distance)) start--;
    return start;
  }

  #endOf(row: number, distance: number, total: number): number {
    let end = row + 1;
    while (end < total && end - row < 2 * LONGEST_RUN && this.#alike(end, end - distance)) end++;
    return end;
  }

  /** The rows `start … end` look like those `distance` before them: where are they the same, and for how long? */
  async #judge(start: number, end: number, distance: number): Promise<void> {
    const name = `${start} ${distance}`;
    if (this.#judged.has(name)) return;
    this.#judged.add(name);
    const sealed = this.#index.isSealed(rowIndex(start));
    if (!sealed && !this.#isTelling(start, distance)) return;
    let same = 0;
    for (let row = start; row <= end; row++) {
      const isSame =
        row < end && this.#compared++ < MOST_COMPARED && (await this.#isSame(row, row - distance));
      if (isSame) {
        same++;
        // A third time: that is what clients do.
        if (!sealed && same >= 2 * distance) return;
      } else {
        if (same >= distance) this.#report(row - same, distance);
        same = 0;
      }
      if (this.#compared >= MOST_COMPARED) return;
    }
  }

  /** The `distance` rows from `start` on are those before them. */
  #report(start: number, distance: number): void {
    const index = this.#index;
    const { rows } = index;
    const sealed = index.isSealed(rowIndex(start));
    const from = rows.offset(rowIndex(start));
    const to = rows.offset(rowIndex(start + distance));
    const copyOf = fileOffset(rows.offset(rowIndex(start - distance)));
    this.#reported++;
    index.addFault(rowIndex(start), 'info', from, to - from, { kind: 'duplicate-span', copyOf });
    index.attachDiagnosis(index.faults.length - 1, {
      cause: { kind: 'repeated', span: { from, to }, copyOf, records: distance },
      certainty: sealed ? 'proven' : 'possible',
      odds: null,
      loss: { records: 0, bound: 'exact', keys: [] },
    });
  }

  /** Whether a client would hardly have sent these `count` records a second time. */
  #isTelling(start: number, count: number): boolean {
    const { rows, keys } = this.#index;
    if (count < FEWEST_RECORDS) return false;
    const distinct = new Set<number>();
    let withValues = 0;
    for (let row = start; row < start + count; row++) {
      const key = rows.key(rowIndex(row));
      distinct.add(key);
      const overhead = key === NO_KEY ? 0 : keys.bytesOf(key).length;
      if (rows.size(rowIndex(row)) - overhead > LEAST_VALUE + FIXED_BYTES) withValues++;
    }
    return distinct.size >= FEWEST_KEYS && withValues >= FEWEST_WITH_VALUES;
  }

  /** Whether two rows of one size hold the same bytes. */
  async #isSame(a: number, b: number): Promise<boolean> {
    const { rows } = this.#index;
    const size = rows.size(rowIndex(a));
    for (let done = 0; done < size; done += STEP) {
      const part = Math.min(STEP, size - done);
      const at = rows.offset(rowIndex(a)) + done;
      const one = await this.#reader.read(at, at + part);
      const before = rows.offset(rowIndex(b)) + done;
      const other = await this.#reader.read(before, before + part);
      if (one === null || other === null || !one.every((byte, i) => byte === other[i])) return false;
    }
    return true;
  }
}
