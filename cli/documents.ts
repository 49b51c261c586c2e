import { formatDocument } from '../src/codec/index.ts';

/** The documents that are generated from the source: text by path, relative to the project. */
export const documents = (): Readonly<Record<string, string>> => ({
  'docs/format.md': formatDocument(),
});
