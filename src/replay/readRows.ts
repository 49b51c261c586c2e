import type { RowIndex } from '../base/index.ts';
import { type CancelSignal, type DecodedRow, decodeWhole, eachListedRow, isWhole } from '../scan/index.ts';
import type { ShardFile } from './shardFile.ts';

/**
 * Calls `visit` with the content of each of these rows, which are in order; rows that can't be opened or aren't whole
 * are left out. The content is borrowed: it is gone after the call.
 */
export function readContents(
  { source, index }: ShardFile,
  rows: ArrayLike<number>,
  signal: CancelSignal | undefined,
  visit: (row: RowIndex, content: Uint8Array) => void,
): Promise<void> {
  const list = { rows, from: 0, to: rows.length, ...(signal === undefined ? {} : { signal }) };
  return eachListedRow(source, index, list, (_place, row, content) => {
    if (content !== null && isWhole(content, index)) visit(row, content);
    return true;
  });
}

/** The same, with the content decoded. */
export const readRows = (
  file: ShardFile,
  rows: ArrayLike<number>,
  signal: CancelSignal | undefined,
  visit: (row: RowIndex, decoded: DecodedRow) => void,
): Promise<void> =>
  readContents(file, rows, signal, (row, content) => visit(row, decodeWhole(content, file.index)));
