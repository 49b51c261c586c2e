import type { RowIndex } from '../base/index.ts';
import { type CancelSignal, type DecodedRow, decodeContent, eachListedRow } from '../scan/index.ts';
import type { ShardFile } from './recover.ts';

/** Calls `visit` with the content of each of these rows, which are in order; rows that can't be opened are left out. */
export function readRows(
  { source, index }: ShardFile,
  rows: ArrayLike<number>,
  signal: CancelSignal | undefined,
  visit: (row: RowIndex, decoded: DecodedRow) => void,
): Promise<void> {
  const list = { rows, from: 0, to: rows.length, ...(signal === undefined ? {} : { signal }) };
  return eachListedRow(source, index, list, (_place, row, content) => {
    const decoded = content === null ? null : decodeContent(content, index);
    if (decoded !== null) visit(row, decoded);
    return true;
  });
}
