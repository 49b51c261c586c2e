import type { Range, RowIndex } from '../base/index.ts';
import { RECORDS } from '../codec/index.ts';
import { NO_KEY, RowStatus } from '../columnar/index.ts';
import { contentLengthOf, type FileIndex } from '../scan/index.ts';

const SET = RECORDS.find(({ type }) => type === 'SET')?.tag;
/** A SET is its tag, the key, the value, each behind its length, and its expiry. */
const TAG_BYTES = 1;
const LENGTH_BYTES = 4;
const EXPIRY_BYTES = 8;

/** Where the value of a SET stands in its content, by the lengths of key and row alone: the scan has walked it. */
export function stringOfSet(index: FileIndex, row: RowIndex): Range | null {
  const { rows, keys } = index;
  if (rows.tag(row) !== SET || rows.status(row) !== RowStatus.ok) return null;
  const key = rows.key(row);
  // Past 2^53 the column has the nearest number only.
  if (key === NO_KEY || !Number.isSafeInteger(rows.expiry(row))) return null;
  const from = TAG_BYTES + LENGTH_BYTES + keys.lengthOf(key) + LENGTH_BYTES;
  return { from, to: contentLengthOf(index, row) - EXPIRY_BYTES };
}
