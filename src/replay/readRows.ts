import { type RowIndex, rowIndex } from '../base/index.ts';
import { type CancelSignal, eachRow } from '../scan/index.ts';
import type { ShardFile } from './recover.ts';

/** Wanted rows further apart than this are not read in one piece. */
const FAR_BYTES = 1 << 18;

/** Calls `visit` with the content of each of these rows, which are in order; rows that can't be opened are left out. */
export async function readRows(
  { source, index }: ShardFile,
  wanted: readonly number[],
  signal: CancelSignal | undefined,
  visit: (row: RowIndex, content: Uint8Array) => void,
): Promise<void> {
  const { rows } = index;
  const isNear = (before: number, row: number): boolean =>
    rows.offset(rowIndex(row)) - rows.offset(rowIndex(before + 1)) <= FAR_BYTES;
  let at = 0;
  while (at < wanted.length && signal?.aborted !== true) {
    let end = at + 1;
    while (end < wanted.length && isNear(wanted[end - 1] as number, wanted[end] as number)) end++;
    let next = at;
    const wants = (row: RowIndex): boolean => wanted[next] === row && ++next > 0;
    const span = { from: wanted[at] as number, to: (wanted[end - 1] as number) + 1, wants };
    await eachRow(source, index, signal === undefined ? span : { ...span, signal }, (row, content) => {
      if (content !== null) visit(row, content);
      return undefined;
    });
    at = end;
  }
}
