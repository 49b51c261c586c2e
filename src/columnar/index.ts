export { DatabaseMarks } from './databaseMarks.ts';
export { NO_EXPIRY } from './expiryColumn.ts';
export { matchKeys } from './findKeys.ts';
export { KeyDictionary, NO_KEY } from './keyDictionary.ts';
export {
  branchesBelow,
  guessSeparator,
  type PrefixBranch,
  SEPARATORS,
  startsWith,
} from './keyPrefixes.ts';
export { sharedKeys, sketchKeys } from './keySketch.ts';
export { countKeys, KeyTotals, NO_ROW, type TagSet, tagSet } from './keyTotals.ts';
export { Postings } from './postings.ts';
export { type RowBatch, Rows } from './rows.ts';
export { SpanTotals } from './spanTotals.ts';
export { EMBEDDED, RowKind, RowStatus, SALVAGED, SEALED, UNSURE } from './status.ts';
