/* Goes over the contents of many rows, front to back: while those of one window are visited the next one is read. */
import { type RowIndex, rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  FRAME_HEADER_BYTES,
  GCM_TAG_BYTES,
  LONG_CIPHERTEXT_BYTES,
  readExactly,
} from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { openFrame, openLongFrame } from './frames.ts';
import type { CancelSignal } from './options.ts';
import { Windows } from './windows.ts';

/** A row beyond this is read by itself. */
const LARGE_BYTES = 512 << 10;
const NOTHING = new Uint8Array(0);

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
  const reading = new RowBytes(source, rows.offset(rowIndex(last)));
  try {
    for (let row = span.from; row < last; row++) {
      const each = rowIndex(row);
      const kind = rows.kind(each);
      if ((kind !== RowKind.record && kind !== RowKind.entry) || span.wants?.(each) === false) continue;
      const at = rows.offset(each);
      const size = rows.size(each);
      // A large row that nobody looks into is not read; of smaller ones a whole window is.
      if (size > LARGE_BYTES && span.takes?.(each) === true) continue;
      if (!reading.has(at, size)) {
        if (span.signal?.aborted === true) return;
        span.onRead?.(at);
        await reading.reach(at, size);
      }
      if (size <= LARGE_BYTES && span.takes?.(each) === true) continue;
      const opened = contentOf(index, each, reading.bytesAt(at, size));
      const content = opened instanceof Promise ? await opened : opened;
      let more = visit(each, content);
      while (typeof more === 'object') {
        await more;
        more = visit(each, content);
      }
      if (more === false) return;
    }
  } finally {
    reading.close();
  }
}

/** The bytes of rows that are asked for front to back. */
class RowBytes {
  readonly #source: ByteSource;
  readonly #windows: Windows;
  #base = 0;
  #bytes: Uint8Array = NOTHING;

  /** @param end where the last row ends: nothing behind it is read */
  constructor(source: ByteSource, end: number) {
    this.#source = source;
    this.#windows = new Windows({
      size: () => end,
      read: (from, length) => source.read(from, length),
      stream: (from) => source.stream?.(from) ?? null,
    });
  }

  has(at: number, size: number): boolean {
    return at >= this.#base && at + size <= this.#base + this.#bytes.length;
  }

  bytesAt(at: number, size: number): Uint8Array {
    return this.#bytes.subarray(at - this.#base, at - this.#base + size);
  }

  async reach(at: number, size: number): Promise<void> {
    const windows = this.#windows;
    if (size <= LARGE_BYTES) {
      if (at < windows.base || at >= windows.end) await windows.reach(at);
      while (at + size > windows.end && (await windows.advance(at)));
      this.#base = windows.base;
      this.#bytes = windows.bytes;
      if (this.has(at, size)) return;
    }
    this.#base = at;
    this.#bytes = await readExactly(this.#source, at, size);
  }

  close(): void {
    this.#windows.close();
  }
}

/** How many bytes {@link contentOf} gives of a row that can be opened. */
export const contentLengthOf = (index: FileIndex, row: RowIndex): number =>
  index.rows.size(row) -
  (index.isSealed(row) ? FRAME_HEADER_BYTES + GCM_TAG_BYTES : index.format.trailerBytes);

/**
 * What the codec reads of a row's bytes: decrypted where it is sealed, null where it can't be opened. Borrowed. A promise
 * for a long one that has to be decrypted: that would hold up this thread.
 */
export function contentOf(
  index: FileIndex,
  row: RowIndex,
  raw: Uint8Array,
): Uint8Array | null | Promise<Uint8Array | null> {
  if (!index.isSealed(row)) return raw.subarray(0, raw.length - index.format.trailerBytes);
  const { cipher } = index;
  if (cipher === null) return null;
  return raw.length < LONG_CIPHERTEXT_BYTES ? openFrame(cipher, raw) : openLongFrame(cipher, raw);
}
