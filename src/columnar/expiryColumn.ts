/*
 * A column of expiries in milliseconds: four bytes a row as long as they fit, eight in a chunk that holds one of more
 * than seven weeks, an absolute time, or a negative one. Most chunks are of the first kind.
 */

/** A row that says nothing of an expiry. */
export const NO_EXPIRY = Number.NaN;
const NEVER = -1;

const CODE_OF_NONE = 0xffff_ffff;
const CODE_OF_NEVER = 0xffff_fffe;

export type ExpiryColumn = Uint32Array | Float64Array;

/** A column in which no row has an expiry. */
export const newExpiries = (rows: number): ExpiryColumn => new Uint32Array(rows).fill(CODE_OF_NONE);

export function readExpiry(column: ExpiryColumn | null, at: number): number {
  if (column === null) return NO_EXPIRY;
  const code = column[at] as number;
  if (column instanceof Float64Array || code < CODE_OF_NEVER) return code;
  return code === CODE_OF_NEVER ? NEVER : NO_EXPIRY;
}

/** Sets a row's expiry. @returns the column, or a wider one that takes its place */
export function withExpiry(column: ExpiryColumn, at: number, expiry: number): ExpiryColumn {
  if (column instanceof Float64Array) column[at] = expiry;
  else if (expiry >= 0 && expiry < CODE_OF_NEVER) column[at] = expiry;
  else if (expiry === NEVER) column[at] = CODE_OF_NEVER;
  else if (Number.isNaN(expiry)) column[at] = CODE_OF_NONE;
  else {
    const wide = Float64Array.from(column, (_code, row) => readExpiry(column, row));
    wide[at] = expiry;
    return wide;
  }
  return column;
}

/**
 * Sets the expiries of rows that follow one another.
 * @param column null for one in which no row has an expiry
 * @param rows of the column
 * @returns the column, another that takes its place, or null when still no row has one
 */
export function withExpiries(
  column: ExpiryColumn | null,
  rows: number,
  at: number,
  expiries: Float64Array,
): ExpiryColumn | null {
  let into = column;
  if (into === null) {
    if (expiries.every(Number.isNaN)) return null;
    into = newExpiries(rows);
  }
  for (let i = 0; i < expiries.length; i++) {
    const expiry = expiries[i] as number;
    if (expiry >= 0 && expiry < CODE_OF_NEVER) into[at + i] = expiry;
    else into = withExpiry(into, at + i, expiry);
  }
  return into;
}
