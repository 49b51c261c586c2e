/** The table's columns, in the order in which they first stand. */
export const COLUMN_IDS = [
  'record',
  'offset',
  'bytes',
  'type',
  'database',
  'key',
  'arguments',
  'ttl',
  'integrity',
] as const;

export type ColumnId = (typeof COLUMN_IDS)[number];

export const isColumnId = (id: string): id is ColumnId => (COLUMN_IDS as readonly string[]).includes(id);

/** All columns, those of `stored` first and in its order; what is unknown or doubled in it is left out. */
export function columnOrder(stored: readonly string[]): readonly ColumnId[] {
  return [...new Set([...stored.filter(isColumnId), ...COLUMN_IDS])];
}
