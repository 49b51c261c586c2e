/* What page and worker say to each other about filtering and sorting. */
import type { RowIndex } from '../base/index.ts';
import type { SortOrder } from '../columnar/index.ts';
import type { RowView } from './rowView.ts';

export interface FilterQuery {
  /** In the query language; what is wrong in it is left out. */
  readonly text: string;
  /** Texts and keys are compared with regard to upper and lower case. */
  readonly caseSensitive: boolean;
}

/** Told as soon as there is a hit, and some times a second from then on. */
export interface FilterFound {
  /** Rows that were found since it was last told, ascending. */
  readonly found: Uint32Array;
  readonly rowsDone: number;
  /** Rows that there are so far. */
  readonly rowsTotal: number;
  /** The first page of what was found, with the first hits; null afterwards. More of them may come in later. */
  readonly firstRows: readonly RowView[] | null;
}

/** Waited for, so that no hit comes behind the end of the search: calls and answers take different ways. */
export type OnFound = (found: FilterFound) => Promise<void> | void;

export interface FilterEnd {
  readonly phase: 'done' | 'cancelled';
  readonly rowsDone: number;
}

/** A key that goes on as asked: as a query writes it, and as it is shown. */
export interface KeyCompletion {
  readonly term: string;
  readonly text: string;
}

/** What rows can be alike in. */
export type TermField = 'key' | 'type' | 'size' | 'at' | 'record' | 'crc' | 'db';

/** The questions about which rows, and in which order. */
export interface FilterService {
  /** Finds the rows that a query asks for; another call ends it. While the file is being read it follows the scan. */
  filterRows(query: FilterQuery, onFound: OnFound): Promise<FilterEnd>;
  /** Orders these rows, or all of them; another call ends it. Null when it was ended. */
  sortRows(
    among: Uint32Array | null,
    order: SortOrder,
    onProgress: (share: number) => void,
  ): Promise<Uint32Array | null>;
  /** Ends the search and the sort that are under way. */
  cancelFilter(): Promise<void>;
  /** Some keys that begin so. */
  completeKey(prefix: string): Promise<readonly KeyCompletion[]>;
  /** The term that takes all rows which are like this one in a field. */
  termOf(row: RowIndex, field: TermField): Promise<string | null>;
}
