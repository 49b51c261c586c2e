import { upperBound } from '../base/index.ts';

/** Which database rows belong to: noted where it changes, found by binary search. 16 bytes a change. */
export class DatabaseMarks {
  readonly #rows: number[] = [];
  /** −1 − the number where damage may hide another change. */
  readonly #databases: number[] = [];

  /** From `row` on, rows belong to `database`. @param certain false where a change may be lost before it */
  mark(row: number, database: number, certain: boolean): void {
    if (this.of(row) === database && this.isCertain(row) === certain) return;
    if (this.#rows.at(-1) === row) {
      this.#rows.pop();
      this.#databases.pop();
    }
    this.#rows.push(row);
    this.#databases.push(certain ? database : -1 - database);
  }

  /** The database that `row` belongs to; 0 before the first mark. */
  of(row: number): number {
    const value = this.#at(row);
    return value < 0 ? -1 - value : value;
  }

  /** Whether no damage before `row` can hide that the database changed. */
  isCertain(row: number): boolean {
    return this.#at(row) >= 0;
  }

  /** Whether rows belong to more databases than 0. */
  get isUsed(): boolean {
    return this.#rows.length > 0;
  }

  #at(row: number): number {
    return this.#databases[upperBound(this.#rows, row) - 1] ?? 0;
  }
}
