/* What a worker tells for people to read, whatever it was asked. */

/** Something to tell the user: what, where, what it means for the data, what next. */
export interface Problem {
  readonly code: string;
  readonly what: string;
  readonly where: string | null;
  readonly meaning: string;
  readonly next: string;
}

/** How many keys there are, and the first of them by name. */
export interface KeyNames {
  readonly count: number;
  readonly names: readonly string[];
}
