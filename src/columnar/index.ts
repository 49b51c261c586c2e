export { DatabaseMarks } from './databaseMarks.ts';
export { NO_EXPIRY } from './expiryColumn.ts';
export { matchKeys } from './findKeys.ts';
export { KeyDictionary, NO_KEY } from './keyDictionary.ts';
export { wordsIn, wordsOf } from './keyLayout.ts';
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
export {
  Answer,
  type CompiledQuery,
  compileQuery,
  type Expiries,
  type Expiry,
  type PiecesTest,
  type QueryTarget,
} from './query/compileQuery.ts';
export {
  type Completion,
  type CompletionContext,
  completionAt,
  type FileWords,
} from './query/completionAt.ts';
export { entryValues, recordValues } from './query/contentFields.ts';
export type { ContentPieces, Step } from './query/contentPieces.ts';
export { formatText } from './query/formatText.ts';
export { parseQuery } from './query/parseQuery.ts';
export type { ParsedQuery, Place, Query, QueryError, Term } from './query/query.ts';
export { narrowed, type QueryPart, queryTerms, withoutTerm } from './query/queryTerms.ts';
export { commandValues, stringValues } from './query/redisFields.ts';
export { type SortBy, type SortOptions, type SortOrder, sortRows } from './query/sortRows.ts';
export type { ContentValues } from './query/valueWalk.ts';
export { KIND_BITS, type RowBatch, type RowColumns, Rows } from './rows.ts';
export { type FamilyOfRow, SpanTotals } from './spanTotals.ts';
export { EMBEDDED, RowKind, RowStatus, SALVAGED, SEALED, UNSURE } from './status.ts';
