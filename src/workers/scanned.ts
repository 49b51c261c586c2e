import type { RowIndex } from '../base/index.ts';
import type { ByteSource } from '../codec/index.ts';
import { type FileIndex, readContent } from '../scan/index.ts';
import { FaultViews } from './faultViews.ts';
import { KeySearch } from './keySearch.ts';
import { KeySession } from './keySession.ts';

/** A scan's results, as far as it has come, and what is derived from them. Another scan makes another one. */
export interface Scanned {
  readonly source: ByteSource;
  readonly index: FileIndex;
  readonly faults: FaultViews;
  readonly keys: KeySearch;
  readonly keyFacts: KeySession;
  /** The content of the last encrypted row that was looked into. */
  plain: { readonly row: RowIndex; readonly bytes: Uint8Array } | null;
}

export const scanned = (source: ByteSource, index: FileIndex, generation: number): Scanned => ({
  source,
  index,
  faults: new FaultViews(index),
  keys: new KeySearch(index),
  keyFacts: new KeySession({ source, index }, generation),
  plain: null,
});

/** The decrypted content of a row; null when it can't be opened. */
export async function plainOf(scan: Scanned, row: RowIndex): Promise<Uint8Array | null> {
  const { source, index, plain } = scan;
  if (!index.isSealed(row)) return null;
  if (plain?.row === row) return plain.bytes;
  const bytes = await readContent(source, index, row);
  if (bytes !== null) scan.plain = { row, bytes };
  return bytes;
}
