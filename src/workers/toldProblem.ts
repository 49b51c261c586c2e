/** Something to tell the user: what, where, what it means for the data, what next. */
export interface Problem {
  readonly code: string;
  readonly what: string;
  readonly where: string | null;
  readonly meaning: string;
  readonly next: string;
}
