/** What each of these is of its whole, round by round, in percent. */
export const percentOf = (parts: readonly number[], wholes: readonly number[]): number[] =>
  parts.map((part, round) => (100 * part) / (wholes[round] ?? Number.NaN));

/** Lists of equal length, added up round by round. */
export const sumOf = (lists: readonly (readonly number[])[]): number[] =>
  (lists[0] ?? []).map((_, round) => lists.reduce((sum, list) => sum + (list[round] ?? Number.NaN), 0));

/** What is left of each without the other, round by round. */
export const lessOf = (wholes: readonly number[], parts: readonly number[]): number[] =>
  wholes.map((whole, round) => whole - (parts[round] ?? Number.NaN));
