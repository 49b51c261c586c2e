import type { RowIndex } from '../base/index.ts';
import type { ByteSource } from '../codec/index.ts';
import { RowStatus } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { type AnyRow, readContent } from './rowContent.ts';

/** Decodes the content of a row of any format; null where it is not whole. */
export const decodeAny = (content: Uint8Array, index: FileIndex, row: RowIndex): AnyRow | null =>
  index.format.decode(content, index, row);

/** Decodes a row of any format whose content is whole; null for others. */
export async function decodeAnyRow(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
): Promise<AnyRow | null> {
  const status = index.rows.status(row);
  if (status === RowStatus.unknownTag || status === RowStatus.undecryptable || status === RowStatus.locked)
    return null;
  const content = await readContent(source, index, row);
  return content === null ? null : decodeAny(content, index, row);
}
