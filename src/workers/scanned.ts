import type { RowIndex } from '../base/index.ts';
import type { ByteSource } from '../codec/index.ts';
import { type FileIndex, readContent } from '../scan/index.ts';
import type { ElementPlaces } from './elementPlaces.ts';
import type { FaultViews } from './faultViews.ts';
import type { KeySession } from './keySession.ts';
import type { RowFilter } from './rowFilter.ts';
import type { Timelines } from './timelines.ts';

/** A scan's results, as far as it has come, and what is derived from them. Another scan makes another one. */
export interface Scanned {
  readonly source: ByteSource;
  readonly index: FileIndex;
  readonly faults: FaultViews;
  readonly keyFacts: KeySession;
  readonly filter: RowFilter;
  readonly timelines: Timelines;
  /** The content of the last encrypted row that was looked into. */
  plain: { readonly row: RowIndex; readonly bytes: Uint8Array } | null;
  /** Where the elements are of the last row that was looked into. */
  elements: { readonly row: RowIndex; of: ElementPlaces | null } | null;
}

/** The decrypted content of a row; null when it can't be opened. */
export async function plainOf(scanned: Scanned, row: RowIndex): Promise<Uint8Array | null> {
  const { source, index, plain } = scanned;
  if (!index.isSealed(row)) return null;
  if (plain?.row === row) return plain.bytes;
  const bytes = await readContent(source, index, row);
  if (bytes !== null) scanned.plain = { row, bytes };
  return bytes;
}
