export { DatabaseMarks } from './databaseMarks.ts';
export { NO_EXPIRY } from './expiryColumn.ts';
export { matchKeys } from './findKeys.ts';
export { KeyDictionary, NO_KEY } from './keyDictionary.ts';
export { Rows } from './rows.ts';
export { SpanTotals } from './spanTotals.ts';
export { EMBEDDED, RowKind, RowStatus, SALVAGED, SEALED, UNSURE } from './status.ts';
