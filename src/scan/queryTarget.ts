import type { Format } from '../codec/index.ts';
import type { QueryTarget } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';

/** What a tag, or an entry's type, is called. */
export const typeNameIn = (index: FileIndex, tag: number): string =>
  index.format.typeName(tag) ?? `tag ${tag}`;

/** The types that rows of this format can have. */
export const typeNamesOf = ({ typeName }: Format): readonly string[] => [
  ...new Set(Array.from({ length: 256 }, (_, tag) => typeName(tag) ?? []).flat()),
];

/** A scanned file, as queries see it. */
export const queryTarget = (index: FileIndex): QueryTarget => ({
  rows: index.rows,
  keys: index.keys,
  hasChecksums: index.encrypted || index.format.checksums !== 'none',
  expiries: index.format.expiries(index),
  values: index.format.values(index),
  typeName: (tag) => typeNameIn(index, tag),
  statusOf: (row) => index.statusOf(row),
  databaseOf: (row) =>
    index.format.databases && index.rows.recordNumber(row) !== null ? index.databases.of(row) : null,
  faultKinds: (row) => index.faultsOf(row).map(({ evidence }) => evidence.kind),
});
