import { clamp, type RowIndex, rowIndex, upperBound } from '../base/index.ts';
import { describeFault, type FileIndex, type PlacedFault } from '../scan/index.ts';
import type { FaultView } from './api.ts';

/** A scanned file's faults, for lists and for steps from one to the next. */
export class FaultViews {
  readonly #index: FileIndex;
  /** The rows of the faults in order, made anew when there are more. */
  #rows: { readonly count: number; readonly sorted: Float64Array } | null = null;

  constructor(index: FileIndex) {
    this.#index = index;
  }

  /** Up to `count` faults from `from` on, in the order in which they were found. */
  window(from: number, count: number): readonly FaultView[] {
    const { faults } = this.#index;
    const first = clamp(from, 0, faults.length);
    return faults.slice(first, first + Math.max(0, count)).map((fault, i) => this.#view(fault, first + i));
  }

  ofRow(row: RowIndex): readonly FaultView[] {
    return this.#index.faultsOf(row).map((fault) => this.#view(fault, this.#index.faults.indexOf(fault)));
  }

  /** The row of the next fault after (or before) `row`. */
  next(row: RowIndex, direction: 1 | -1): RowIndex | null {
    const { faults } = this.#index;
    if (this.#rows?.count !== faults.length) {
      this.#rows = { count: faults.length, sorted: Float64Array.from(faults, (fault) => fault.row).sort() };
    }
    const { sorted } = this.#rows;
    const found = direction === 1 ? sorted[upperBound(sorted, row)] : sorted[upperBound(sorted, row - 1) - 1];
    return found === undefined ? null : rowIndex(found);
  }

  #view(fault: PlacedFault, index: number): FaultView {
    const { kind, encrypted, size, format } = this.#index;
    const { row, ...bare } = fault;
    return { index, fault: bare, row, ...describeFault(fault, { kind, encrypted, size, format }) };
  }
}
