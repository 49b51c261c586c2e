/* What page and worker say to each other about filtering. */

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
export type TermField = 'key' | 'type' | 'size' | 'at' | 'record' | 'crc';
