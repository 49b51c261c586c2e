/* The rows of a window of the table: what lies close together is read at once. */
import { clamp, type RowIndex, rowIndex } from '../base/index.ts';
import { type ByteSource, FRAME_HEADER_BYTES, NONCE_BYTES, readExactly } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { RowView } from './api.ts';
import { hasContent } from './rowDetail.ts';
import { isRedis, PREVIEW_BYTES, viewRow } from './rowViews.ts';

/** Rows whose bytes lie this close together are read at once. */
const RUN_BYTES = 1 << 20;
/** Frames up to this size are opened to make a line of the table. */
const LINE_FRAME_BYTES = 1 << 20;

const NOTHING = new Uint8Array(0);

/** Up to `count` rows from `from` on, as the table shows them. */
export async function viewRows(
  source: ByteSource,
  index: FileIndex,
  from: number,
  count: number,
): Promise<readonly RowView[]> {
  const first = clamp(from, 0, index.rows.length);
  const last = clamp(from + count, first, index.rows.length);
  const views: RowView[] = [];
  let run = { at: 0, bytes: NOTHING as Uint8Array };
  for (let row = first; row < last; row++) {
    const each = rowIndex(row);
    if (!hasContent(index, each) && !isMark(index, each)) {
      views.push(viewRow(index, each, NOTHING, 0));
      continue;
    }
    const at = index.rows.offset(each);
    const size = index.rows.size(each);
    const sealed = index.isSealed(each);
    const wanted = sealed ? size : Math.min(size, PREVIEW_BYTES);
    if (at < run.at || at + wanted > run.at + run.bytes.length) {
      run = { at, bytes: await readRun(source, index, row, last, wanted) };
    }
    const bytes = run.bytes.subarray(at - run.at, at - run.at + wanted);
    if (sealed) {
      const content = bytes.length === size ? openFrame(index, bytes) : null;
      views.push(viewRow(index, each, content ?? NOTHING, content?.length ?? 0));
    } else {
      const content = size - index.format.trailerBytes;
      views.push(viewRow(index, each, bytes.subarray(0, Math.min(bytes.length, content)), content));
    }
  }
  return views;
}

/** Whether a row without data has a line all the same: a database, an auxiliary field. */
const isMark = (index: FileIndex, row: RowIndex): boolean =>
  isRedis(index) && index.rows.kind(row) === RowKind.header;

/** The bytes of as many of the wanted rows as lie close together, so that one read serves many lines. */
async function readRun(
  source: ByteSource,
  index: FileIndex,
  row: number,
  last: number,
  wanted: number,
): Promise<Uint8Array> {
  const at = index.rows.offset(rowIndex(row));
  let end = at + wanted;
  for (let next = row + 1; next < last; next++) {
    const nextEnd =
      index.rows.offset(rowIndex(next)) + Math.min(index.rows.size(rowIndex(next)), PREVIEW_BYTES);
    if (nextEnd - at > RUN_BYTES) break;
    end = Math.max(end, nextEnd);
  }
  const sealed = index.isSealed(rowIndex(row));
  const most = sealed ? Math.max(LINE_FRAME_BYTES, end - at) : end - at;
  if (sealed && wanted > LINE_FRAME_BYTES) return NOTHING;
  try {
    return await readExactly(source, at, Math.min(most, end - at, index.size - at));
  } catch {
    // The rows are still shown, without their content; the scan or the byte pane tells what is wrong.
    return NOTHING;
  }
}

/** Opens the whole frame in `bytes`. */
const openFrame = (index: FileIndex, bytes: Uint8Array): Uint8Array | null =>
  index.cipher?.open(bytes.subarray(0, NONCE_BYTES), bytes.subarray(FRAME_HEADER_BYTES)) ?? null;
