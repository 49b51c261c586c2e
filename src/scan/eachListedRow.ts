/* Goes over the contents of chosen rows, reading only where they lie. */
import { type RowIndex, rowIndex } from '../base/index.ts';
import { type ByteSource, readExactly } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import { contentOf } from './eachRow.ts';
import type { FileIndex } from './fileIndex.ts';
import type { CancelSignal } from './options.ts';

/** Reading this many bytes that nobody wants costs less than another read. */
const GAP_BYTES = 32 << 10;
const RUN_BYTES = 1 << 20;
/** Reads that are under way at once: each waits on the disk, hardly on us. */
const IN_FLIGHT = 6;

/** Rows `first … last` of a list, whose bytes are read at once. */
interface Run {
  readonly first: number;
  readonly last: number;
  readonly at: number;
  readonly bytes: Promise<Uint8Array>;
}

export interface ListedRows {
  /** Ascending. */
  readonly rows: ArrayLike<number>;
  /** The part of the list to go over; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly signal?: CancelSignal;
}

/**
 * Calls `visit` for each record or entry of a list in order, with its place in the list and the bytes that the codec
 * reads (null where it can't be opened). The bytes are borrowed: they are gone after the call.
 * @returns false from `visit` ends it
 */
export async function eachListedRow(
  source: ByteSource,
  index: FileIndex,
  list: ListedRows,
  visit: (place: number, row: RowIndex, content: Uint8Array | null) => boolean | undefined,
): Promise<void> {
  const ahead: Run[] = [];
  let planned = list.from;
  const plan = (): void => {
    while (planned < list.to && ahead.length < IN_FLIGHT) {
      const run = nextRun(source, index, list, planned);
      // Whoever stops early leaves reads behind that nobody waits for.
      run.bytes.catch(() => undefined);
      ahead.push(run);
      planned = run.last + 1;
    }
  };
  plan();
  for (let run = ahead.shift(); run !== undefined; run = ahead.shift()) {
    const bytes = await run.bytes;
    plan();
    if (list.signal?.aborted === true) return;
    for (let place = run.first; place <= run.last; place++) {
      const row = rowIndex(list.rows[place] as number);
      const kind = index.rows.kind(row);
      if (kind !== RowKind.record && kind !== RowKind.entry) continue;
      const at = index.rows.offset(row) - run.at;
      const raw = bytes.subarray(at, at + index.rows.size(row));
      const opened = contentOf(index, row, raw);
      if (visit(place, row, opened instanceof Promise ? await opened : opened) === false) return;
    }
  }
}

function nextRun(source: ByteSource, index: FileIndex, { rows, to }: ListedRows, first: number): Run {
  const place = rowIndex(rows[first] as number);
  const at = index.rows.offset(place);
  let end = at + index.rows.size(place);
  let last = first;
  while (last + 1 < to) {
    const next = rowIndex(rows[last + 1] as number);
    const nextAt = index.rows.offset(next);
    const nextEnd = nextAt + index.rows.size(next);
    if (nextAt - end > GAP_BYTES || nextEnd - at > RUN_BYTES) break;
    end = nextEnd;
    last++;
  }
  return { first, last, at, bytes: readExactly(source, at, end - at) };
}
