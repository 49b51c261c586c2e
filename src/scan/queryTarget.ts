import type { QueryTarget } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { formatOf } from './formats.ts';

/** What a tag, or an entry's type, is called. */
export const typeNameIn = (index: FileIndex, tag: number): string =>
  formatOf(index).typeName(tag) ?? `tag ${tag}`;

/** A scanned file, as queries see it. */
export const queryTarget = (index: FileIndex): QueryTarget => ({
  rows: index.rows,
  keys: index.keys,
  form: { kind: formatOf(index).content, layout: index.layout },
  typeName: (tag) => typeNameIn(index, tag),
  statusOf: (row) => index.statusOf(row),
  faultKinds: (row) => index.faultsOf(row).map(({ evidence }) => evidence.kind),
});
