/*
 * The rows that a table has or wants, in pages. One instance serves one list: another scan of the file, or another
 * question, has other rows. What was asked for and has scrolled away meanwhile is never sent for: only two requests are under way at a
 * time, and what waits behind them is replaced whenever the view moves.
 */
import { PAGE_ROWS } from '../../workers/index.ts';

/** Pages that are kept: some 12,000 rows around where the reader was lately. */
const KEPT = 96;
const MAX_UNDER_WAY = 2;

export type AskRows<T> = (from: number, count: number) => Promise<readonly T[]>;

interface Page<T> {
  readonly rows: readonly T[];
  /** How many rows it should have held when it was asked for, and what was known of the file then. */
  readonly expected: number;
  readonly revision: string;
}

export class RowPages<T> {
  readonly #ask: AskRows<T>;
  /** In order of use, the oldest first. */
  readonly #pages = new Map<number, Page<T>>();
  readonly #underWay = new Set<number>();
  readonly #failed = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #queue: number[] = [];
  #rows = 0;
  #revision = '';
  #version = 0;
  #failure: unknown = null;

  /** @param first the first rows, where they came unasked, and the revision that they are of */
  constructor(ask: AskRows<T>, first: Pick<Page<T>, 'rows' | 'revision'> | null = null) {
    this.#ask = ask;
    if (first !== null) this.#pages.set(0, { ...first, expected: first.rows.length });
  }

  /** Changes whenever {@link get} would answer differently. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Why rows that are wanted are not there; null when nothing failed. */
  readonly failure = (): unknown => this.#failure;

  /** A row, or null while it is not there. Asks for nothing. */
  get(row: number): T | null {
    return this.#pages.get(Math.floor(row / PAGE_ROWS))?.rows[row % PAGE_ROWS] ?? null;
  }

  /**
   * Says which rows are looked at: their pages are sent for, then one page further in `direction`.
   * @param rows how many there are so far; a last page that was short is asked for again when there are more
   * @param revision changes when rows that are there already may read differently; they are shown until the new ones
   *   have come
   */
  want(from: number, end: number, direction: 1 | -1, rows: number, revision: string): void {
    this.#rows = rows;
    this.#revision = revision;
    const first = Math.floor(from / PAGE_ROWS);
    const last = Math.floor((Math.min(end, rows) - 1) / PAGE_ROWS);
    const wanted: number[] = [];
    for (let page = first; page <= last; page++) wanted.push(page);
    if (direction === -1) wanted.reverse();
    for (const page of wanted) this.#touch(page);
    wanted.push(direction === 1 ? last + 1 : first - 1);
    this.#queue = wanted.filter((page) => this.#isNeeded(page));
    this.#send();
  }

  /** Asks again for what failed. */
  retry(): void {
    this.#failed.clear();
    this.#failure = null;
    this.#announce();
  }

  #expected(page: number): number {
    return Math.max(0, Math.min(PAGE_ROWS, this.#rows - page * PAGE_ROWS));
  }

  #isNeeded(page: number): boolean {
    const expected = this.#expected(page);
    if (page < 0 || expected === 0 || this.#failed.has(page)) return false;
    const known = this.#pages.get(page);
    return known === undefined || known.expected < expected || known.revision !== this.#revision;
  }

  #touch(page: number): void {
    const known = this.#pages.get(page);
    if (known === undefined) return;
    this.#pages.delete(page);
    this.#pages.set(page, known);
  }

  #send(): void {
    while (this.#underWay.size < MAX_UNDER_WAY) {
      const page = this.#queue.find((waiting) => !this.#underWay.has(waiting));
      if (page === undefined) return;
      this.#queue = this.#queue.filter((waiting) => waiting !== page);
      void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    const expected = this.#expected(page);
    const revision = this.#revision;
    this.#underWay.add(page);
    try {
      const rows = await this.#ask(page * PAGE_ROWS, PAGE_ROWS);
      this.#pages.delete(page);
      this.#pages.set(page, { rows, expected: Math.max(expected, rows.length), revision });
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= KEPT) break;
        this.#pages.delete(oldest);
      }
    } catch (error) {
      this.#failed.add(page);
      this.#failure = error;
    }
    this.#underWay.delete(page);
    this.#announce();
    this.#send();
  }

  #announce(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
