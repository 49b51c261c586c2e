/* Rows as lines of the table: what lies close together is read at once. */
import { clamp, type RowIndex, rowIndex } from '../base/index.ts';
import { type ByteSource, readExactly } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import { type FileIndex, openFrame } from '../scan/index.ts';
import type { RowView } from './api.ts';
import { hasContent } from './rowDetail.ts';
import { PREVIEW_BYTES, viewRow } from './rowViews.ts';

/** The most that is read at once. */
const RUN_BYTES = 1 << 20;
/** Rows with no more than this between them are read at once: another read costs more than these bytes. */
const GAP_BYTES = 64 << 10;
/** Frames up to this size are opened to make a line of the table. */
const LINE_FRAME_BYTES = 1 << 20;

const NOTHING = new Uint8Array(0);

/** Up to `count` rows from `from` on, as the table shows them. */
export function viewRows(
  source: ByteSource,
  index: FileIndex,
  from: number,
  count: number,
): Promise<readonly RowView[]> {
  const first = clamp(from, 0, index.rows.length);
  const last = clamp(from + count, first, index.rows.length);
  return viewRowsAt(
    source,
    index,
    Array.from({ length: last - first }, (_, i) => rowIndex(first + i)),
  );
}

/** These rows, in this order, as the table shows them. What lies far apart is read side by side. */
export async function viewRowsAt(
  source: ByteSource,
  index: FileIndex,
  rows: readonly RowIndex[],
): Promise<readonly RowView[]> {
  const runs = planRuns(index, rows);
  const read = await Promise.all(runs.map(({ at, end }) => readRun(source, at, end)));
  return runs.flatMap((run, i) => run.rows.map((row) => viewOf(index, row, run.at, read[i] ?? NOTHING)));
}

/** Rows whose bytes are read at once; nothing is read where `end` is `at`. */
interface Run {
  readonly rows: RowIndex[];
  readonly at: number;
  end: number;
}

/** Cuts the wanted rows into runs that go up the file and lie close together. */
function planRuns(index: FileIndex, rows: readonly RowIndex[]): readonly Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  for (const row of rows) {
    const at = index.rows.offset(row);
    const end = hasLine(index, row) ? at + wantedBytes(index, row) : at;
    const isNear =
      run !== undefined && at >= run.at && at - run.end <= GAP_BYTES && end - run.at <= RUN_BYTES;
    if (run === undefined || !isNear) {
      run = { rows: [], at, end };
      runs.push(run);
    }
    run.rows.push(row);
    run.end = Math.max(run.end, end);
  }
  return runs;
}

/** Whether a line is made of a row's bytes: of data, and of a mark between them, a database or an auxiliary field. */
const hasLine = (index: FileIndex, row: RowIndex): boolean =>
  hasContent(index, row) || (index.format.views.tellsMarks && index.rows.kind(row) === RowKind.header);

/** How many of a row's bytes its line is made from. A frame opens only as a whole, and a large one not for a line. */
function wantedBytes(index: FileIndex, row: RowIndex): number {
  const size = index.rows.size(row);
  if (!index.isSealed(row)) return Math.min(size, PREVIEW_BYTES);
  return size > LINE_FRAME_BYTES ? 0 : size;
}

async function readRun(source: ByteSource, at: number, end: number): Promise<Uint8Array> {
  if (end === at) return NOTHING;
  try {
    return await readExactly(source, at, end - at);
  } catch {
    // The rows are still shown, without their content; the scan or the byte pane tells what is wrong.
    return NOTHING;
  }
}

/** @param run bytes from `runAt` on */
function viewOf(index: FileIndex, row: RowIndex, runAt: number, run: Uint8Array): RowView {
  if (!hasLine(index, row)) return viewRow(index, row, NOTHING, 0);
  const at = index.rows.offset(row) - runAt;
  const size = index.rows.size(row);
  const bytes = run.subarray(at, at + wantedBytes(index, row));
  if (index.isSealed(row)) {
    const { cipher } = index;
    const content = bytes.length === size && cipher !== null ? openFrame(cipher, bytes) : null;
    return viewRow(index, row, content ?? NOTHING, content?.length ?? 0);
  }
  const content = size - index.format.trailerBytes;
  return viewRow(index, row, bytes.subarray(0, Math.min(bytes.length, content)), content);
}
