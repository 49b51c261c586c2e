import type { KeyColumn } from '../../workers/index.ts';

export interface KeyColumnLook {
  readonly id: KeyColumn;
  readonly label: string;
  readonly numeric: boolean;
  /** What a first click on its head sorts by: numbers from the largest, text from A. */
  readonly descendingFirst: boolean;
}

const column = (id: KeyColumn, label: string, numeric = false): KeyColumnLook => ({
  id,
  label,
  numeric,
  descendingFirst: numeric && id !== 'first',
});

const DATABASE = column('db', 'DB', true);

/** In their order; KeyGrid.css has their widths. @param databases whether the file has databases */
export const keyColumns = (databases: boolean): readonly KeyColumnLook[] =>
  databases ? WITH_DATABASE : COLUMNS;

const COLUMNS: readonly KeyColumnLook[] = [
  column('key', 'Key'),
  column('type', 'Type'),
  column('operations', 'Records', true),
  column('bytes', 'Bytes', true),
  column('first', 'First', true),
  column('last', 'Last', true),
  column('ttl', 'TTL', true),
  column('fate', 'In the end'),
  column('certainty', 'Certainty'),
];

const WITH_DATABASE = [...COLUMNS.slice(0, 1), DATABASE, ...COLUMNS.slice(1)];
