/*
 * Finds the rows that a query asks for. What the columns say comes first and at once; rows that only their content can
 * tell are read slice by slice, in the order of the file, so that hits come in that order too.
 */
import { type RowIndex, rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  FRAME_HEADER_BYTES,
  GCM_TAG_BYTES,
  NONCE_BYTES,
  readExactly,
} from '../codec/index.ts';
import { Answer, type CompiledQuery, RowStatus } from '../columnar/index.ts';
import { eachRow } from './eachRow.ts';
import type { FileIndex } from './fileIndex.ts';

/** Rows that are tested at a time: some hundred microseconds' work where only columns are asked. */
const PIECE_ROWS = 4096;
/** Bytes that are read at a time where content is asked; a larger row is read in pieces of as many. */
const PIECE_BYTES = 8 << 20;

export interface FilterOptions {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /**
   * Called after each piece with the rows that were found in it, ascending, and the row that comes next: the same
   * row again while one is read in pieces. False from it ends the search.
   */
  readonly onPiece: (found: Uint32Array, next: number) => Promise<boolean>;
}

/** @returns whether it came to the end */
export async function filterRows(
  source: ByteSource,
  index: FileIndex,
  query: CompiledQuery,
  { from, to, onPiece }: FilterOptions,
): Promise<boolean> {
  const found = new Uint32Array(PIECE_ROWS);
  const unknown: number[] = [];
  for (let row = from; row < to; ) {
    const end = pieceEnd(index, query, row, to);
    let count = 0;
    unknown.length = 0;
    for (let at = row; at < end; at++) {
      const answer = query.test(rowIndex(at));
      if (answer === Answer.yes) found[count++] = at;
      else if (answer === Answer.unknown) unknown.push(at);
    }
    let hits = found.slice(0, count);
    const large = rowIndex(row);
    if (unknown.length === 1 && isLarge(index, large)) {
      const onPieceOfRow = (): Promise<boolean> => onPiece(new Uint32Array(0), row);
      const holds = await testLarge(source, index, query, large, onPieceOfRow);
      if (holds === null) return false;
      if (holds) hits = Uint32Array.of(row);
    } else if (unknown.length > 0) hits = merged(hits, await testContents(source, index, query, unknown));
    if (!(await onPiece(hits, end))) return false;
    row = end;
  }
  return true;
}

/** Whether a row is read in pieces. */
const isLarge = (index: FileIndex, row: RowIndex): boolean => index.rows.size(row) > PIECE_BYTES;

/** Where a row's content stands in the file, and how a piece of it is read. */
interface Content {
  readonly at: number;
  readonly length: number;
  /** @param at where the piece begins in the content */
  readonly plain: (piece: Uint8Array, at: number) => Uint8Array;
}

/** Null where it can't be read. A frame is not proven again: the scan has opened it. */
async function contentIn(source: ByteSource, index: FileIndex, row: RowIndex): Promise<Content | null> {
  const at = index.rows.offset(row);
  const size = index.rows.size(row);
  if (!index.isSealed(row)) {
    return { at, length: size - index.format.trailerBytes, plain: (piece) => piece };
  }
  const { cipher } = index;
  const status = index.rows.status(row);
  if (cipher === null || status === RowStatus.locked || status === RowStatus.undecryptable) return null;
  const nonce = await readExactly(source, at, NONCE_BYTES);
  return {
    at: at + FRAME_HEADER_BYTES,
    length: size - FRAME_HEADER_BYTES - GCM_TAG_BYTES,
    plain: (piece, from) => cipher.peek(nonce, piece, from),
  };
}

/** @param onRead called after each read; false from it ends the test @returns null where it was ended so */
async function testLarge(
  source: ByteSource,
  index: FileIndex,
  query: CompiledQuery,
  row: RowIndex,
  onRead: () => Promise<boolean>,
): Promise<boolean | null> {
  const content = await contentIn(source, index, row);
  if (content === null) return query.testContent(row, null);
  const { at, length, plain } = content;
  const test = query.testPieces(row, length);
  for (let from = 0; from < length; from += PIECE_BYTES) {
    const piece = await readExactly(source, at + from, Math.min(PIECE_BYTES, length - from));
    if (!test.feed(plain(piece, from))) break;
    if (!(await onRead())) return null;
  }
  return test.end();
}

/** Where content is read a piece is bounded by its bytes as well; it is never less than a row. */
function pieceEnd({ rows }: FileIndex, query: CompiledQuery, row: number, to: number): number {
  const end = Math.min(to, row + PIECE_ROWS);
  if (!query.needsContent) return end;
  const last = rows.rowAt(rows.offset(rowIndex(row)) + PIECE_BYTES);
  return Math.max(row + 1, Math.min(end, last));
}

async function testContents(
  source: ByteSource,
  index: FileIndex,
  query: CompiledQuery,
  wanted: readonly number[],
): Promise<number[]> {
  const hits: number[] = [];
  let next = 0;
  const last = (wanted.at(-1) ?? -1) + 1;
  const wants = (row: number): boolean => {
    while ((wanted[next] ?? last) < row) next++;
    return wanted[next] === row;
  };
  await eachRow(source, index, { from: wanted[0] ?? 0, to: last, wants }, (row, content) => {
    if (query.testContent(row, content)) hits.push(row);
    return undefined;
  });
  return hits;
}

function merged(a: Uint32Array<ArrayBuffer>, b: readonly number[]): Uint32Array<ArrayBuffer> {
  if (b.length === 0) return a;
  return Uint32Array.from([...a, ...b]).sort();
}
