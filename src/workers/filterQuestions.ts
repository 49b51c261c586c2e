import { transfer } from 'comlink';
import type { RowIndex } from '../base/index.ts';
import type { SortOrder } from '../columnar/index.ts';
import type {
  FilterEnd,
  FilterQuery,
  FilterService,
  KeyCompletion,
  OnFound,
  TermField,
} from './filterApi.ts';
import type { RowFilter } from './rowFilter.ts';

/** The part of a file's service that filters and sorts its rows. */
export class FilterQuestions implements FilterService {
  readonly #filter: () => RowFilter | null;

  /** @param filter that of the scan that is shown; null before there is one */
  constructor(filter: () => RowFilter | null) {
    this.#filter = filter;
  }

  async filterRows(query: FilterQuery, onFound: OnFound): Promise<FilterEnd> {
    return (await this.#filter()?.filter(query, onFound)) ?? { phase: 'cancelled', rowsDone: 0 };
  }

  async sortRows(
    among: Uint32Array | null,
    order: SortOrder,
    onProgress: (share: number) => void,
  ): Promise<Uint32Array | null> {
    const sorted = await this.#filter()?.sort(among, order, onProgress);
    return sorted == null ? null : transfer(sorted, [sorted.buffer]);
  }

  cancelFilter(): Promise<void> {
    this.#filter()?.cancel();
    return Promise.resolve();
  }

  async completeKey(prefix: string): Promise<readonly KeyCompletion[]> {
    return (await this.#filter()?.complete(prefix)) ?? [];
  }

  termOf(row: RowIndex, field: TermField): Promise<string | null> {
    return Promise.resolve(this.#filter()?.termOf(row, field) ?? null);
  }
}
