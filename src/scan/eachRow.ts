/* Goes over the contents of many rows, reading the file front to back in large slices. */
import { type RowIndex, rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  FRAME_HEADER_BYTES,
  GCM_TAG_BYTES,
  NONCE_BYTES,
  readExactly,
} from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import type { CancelSignal } from './options.ts';

const SLICE_BYTES = 8 << 20;

/** Which rows, and how to stop. */
export interface RowSpan {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Leaves rows out; all records and entries by default. */
  readonly wants?: (row: RowIndex) => boolean;
  /** Takes a row without its content, in its turn; one that it takes is not visited, and not decrypted. */
  readonly takes?: (row: RowIndex) => boolean;
  readonly signal?: CancelSignal;
  /** Called before each read, with where it begins. */
  readonly onRead?: (at: number) => void;
}

/**
 * Calls `visit` for each wanted record or entry in order, with the bytes that the codec reads (decrypted where the
 * row is sealed; null where it can't be opened). The bytes are borrowed: they are gone after the call.
 * @returns false from `visit` ends it; a promise is waited for, and the row is visited again, its bytes still there
 */
export async function eachRow(
  source: ByteSource,
  index: FileIndex,
  span: RowSpan,
  visit: (row: RowIndex, content: Uint8Array | null) => boolean | undefined | Promise<void>,
): Promise<void> {
  const { rows } = index;
  const last = Math.min(span.to, rows.length);
  let base = 0;
  let bytes: Uint8Array = new Uint8Array(0);
  for (let row = span.from; row < last; row++) {
    const each = rowIndex(row);
    const kind = rows.kind(each);
    if ((kind !== RowKind.record && kind !== RowKind.entry) || span.wants?.(each) === false) continue;
    const at = rows.offset(each);
    const size = rows.size(each);
    if (at < base || at + size > base + bytes.length) {
      if (span.signal?.aborted === true) return;
      span.onRead?.(at);
      const wanted = Math.max(size, Math.min(SLICE_BYTES, rows.offset(rowIndex(last)) - at));
      base = at;
      bytes = await readExactly(source, at, wanted);
    }
    if (span.takes?.(each) === true) continue;
    const content = contentOf(index, each, bytes.subarray(at - base, at - base + size));
    let more = visit(each, content);
    while (typeof more === 'object') {
      await more;
      more = visit(each, content);
    }
    if (more === false) return;
  }
}

/** How many bytes {@link contentOf} gives of a row that can be opened. */
export const contentLengthOf = (index: FileIndex, row: RowIndex): number =>
  index.rows.size(row) -
  (index.isSealed(row) ? FRAME_HEADER_BYTES + GCM_TAG_BYTES : index.format.trailerBytes);

/** What the codec reads of a row's bytes: decrypted where it is sealed, null where it can't be opened. Borrowed. */
export function contentOf(index: FileIndex, row: RowIndex, raw: Uint8Array): Uint8Array | null {
  if (index.isSealed(row)) {
    return index.cipher?.open(raw.subarray(0, NONCE_BYTES), raw.subarray(FRAME_HEADER_BYTES)) ?? null;
  }
  return raw.subarray(0, raw.length - index.format.trailerBytes);
}
