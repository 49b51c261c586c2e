/*
 * The index of a file's rows as columns of typed arrays in chunks: 15 bytes a row, and 4 more where rows say when a key
 * expires; nothing allocated per row. Rows tile the file, so a row's size is the distance to the next one's offset.
 */
import {
  Allowance,
  type FileOffset,
  fileOffset,
  type KeyId,
  keyId,
  type RowIndex,
  rowIndex,
  upperBound,
} from '../base/index.ts';
import {
  type ExpiryColumn,
  NO_EXPIRY,
  newExpiries,
  readExpiry,
  withExpiries,
  withExpiry,
} from './expiryColumn.ts';
import { RowKind, type RowStatus } from './status.ts';

const CHUNK_BITS = 16;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK_ROWS - 1;
const ROW_BYTES = 15;
/** Where the kind is beside its flags. */
export const KIND_BITS = 0x0f;

interface Chunk {
  readonly offsets: Float64Array;
  /** Kind in the low bits, flags above. */
  readonly kinds: Uint8Array;
  readonly tags: Uint8Array;
  readonly statuses: Uint8Array;
  readonly keys: Uint32Array;
  /** Null as long as no row of the chunk has one. */
  expiries: ExpiryColumn | null;
}

const newChunk = (): Chunk => ({
  offsets: new Float64Array(CHUNK_ROWS),
  kinds: new Uint8Array(CHUNK_ROWS),
  tags: new Uint8Array(CHUNK_ROWS),
  statuses: new Uint8Array(CHUNK_ROWS),
  keys: new Uint32Array(CHUNK_ROWS),
  expiries: null,
});

/** Columns of rows that follow one another: views of the index, borrowed until rows are added. */
export interface RowColumns {
  readonly offsets: Float64Array;
  /** A {@link RowKind} in the bits of {@link KIND_BITS}, flags above. */
  readonly kinds: Uint8Array;
  readonly tags: Uint8Array;
  readonly statuses: Uint8Array;
  readonly keys: Uint32Array;
}

/** Rows to append together: one number of each column a row. */
export interface RowBatch {
  /** What has to be added to `ends` to make them offsets in the file. */
  readonly base: number;
  readonly ends: Uint32Array;
  readonly tags: Uint8Array;
  readonly keys: Uint32Array;
  readonly expiries: Float64Array;
}

export class Rows {
  readonly #chunks: Chunk[] = [];
  #tail: Chunk = newChunk();
  #length = 0;
  #end = 0;
  #drops = 0;
  /** The rows that are neither record nor entry: few, ascending. They turn a row into a record's number. */
  readonly #others: number[] = [];
  readonly #allowance: Allowance;

  /** @param allowance for all chunks but the first. Where memory runs out, the rows before it stay as they are. */
  constructor(allowance = new Allowance(Number.POSITIVE_INFINITY)) {
    this.#allowance = allowance;
    this.#chunks.push(this.#tail);
  }

  get length(): number {
    return this.#length;
  }
  /** Where the last row ends: everything before is accounted for. */
  get end(): number {
    return this.#end;
  }
  /** How many rows are records or entries. */
  get records(): number {
    return this.#length - this.#others.length;
  }

  /** How often rows were taken back: what was derived from them may have to be derived anew. */
  get drops(): number {
    return this.#drops;
  }

  /** How many rows from `row` on are records or entries. */
  recordsFrom(row: number): number {
    const others = this.#others.length - upperBound(this.#others, row - 1);
    return this.#length - row - others;
  }

  /**
   * Appends a row that begins where the last one ended.
   * @param kindAndFlags a {@link RowKind}, with `SALVAGED` and `EMBEDDED` beside it
   * @param tag of a record, type of an entry, 0 for other rows
   * @param expiry see {@link expiry}
   */
  push(
    end: number,
    kindAndFlags: number,
    tag: number,
    status: RowStatus,
    key: KeyId,
    expiry: number = NO_EXPIRY,
  ): void {
    const at = this.#place();
    const chunk = this.#tail;
    if (chunk.expiries !== null || !Number.isNaN(expiry)) {
      this.#setExpiries(withExpiry(chunk.expiries ?? newExpiries(CHUNK_ROWS), at, expiry));
    }
    chunk.offsets[at] = this.#end;
    chunk.kinds[at] = kindAndFlags;
    chunk.tags[at] = tag;
    chunk.statuses[at] = status;
    chunk.keys[at] = key;
    const kind = kindAndFlags & KIND_BITS;
    if (kind !== RowKind.record && kind !== RowKind.entry) this.#others.push(this.#length);
    this.#length++;
    this.#end = end;
  }

  /**
   * Appends `count` records or entries, one behind the other, that differ in nothing but what `batch` says. Where memory
   * runs out on the way, the first of them are there.
   */
  pushBatch(batch: RowBatch, count: number, kindAndFlags: number, status: RowStatus): void {
    for (let from = 0; from < count; ) {
      const at = this.#place();
      const part = Math.min(count - from, CHUNK_ROWS - at);
      this.#fill(batch, from, part, at);
      this.#tail.kinds.fill(kindAndFlags, at, at + part);
      this.#tail.statuses.fill(status, at, at + part);
      this.#length += part;
      from += part;
    }
  }

  #fill({ base, ends, tags, keys, expiries }: RowBatch, from: number, count: number, at: number): void {
    const { offsets, expiries: known } = this.#tail;
    const to = from + count;
    this.#setExpiries(withExpiries(known, CHUNK_ROWS, at, expiries.subarray(from, to)));
    let end = this.#end;
    for (let i = 0; i < count; i++) {
      offsets[at + i] = end;
      end = base + (ends[from + i] as number);
    }
    this.#end = end;
    this.#tail.tags.set(tags.subarray(from, to), at);
    this.#tail.keys.set(keys.subarray(from, to), at);
  }

  /** Makes room for another row. @returns its place in the tail */
  #place(): number {
    if (this.#length >>> CHUNK_BITS === this.#chunks.length) {
      this.#allowance.take(CHUNK_ROWS * ROW_BYTES);
      this.#tail = newChunk();
      this.#chunks.push(this.#tail);
    }
    return this.#length & IN_CHUNK;
  }

  #setExpiries(expiries: ExpiryColumn | null): void {
    const before = this.#tail.expiries;
    if (expiries === before) return;
    this.#allowance.take((expiries?.byteLength ?? 0) - (before?.byteLength ?? 0));
    this.#tail.expiries = expiries;
  }

  /** Takes back the last `count` rows. */
  dropLast(count: number): void {
    if (count <= 0) return;
    this.#drops++;
    const end = this.offset(rowIndex(this.#length - count));
    this.#length -= count;
    this.#end = end;
    while ((this.#others.at(-1) ?? -1) >= this.#length) this.#others.pop();
    const chunks = Math.max(1, Math.ceil(this.#length / CHUNK_ROWS));
    for (const { expiries } of this.#chunks.splice(chunks)) {
      this.#allowance.giveBack(CHUNK_ROWS * ROW_BYTES + (expiries?.byteLength ?? 0));
    }
    this.#tail = this.#chunks[chunks - 1] as Chunk;
  }

  #chunk(row: number): Chunk {
    return this.#chunks[row >>> CHUNK_BITS] as Chunk;
  }

  offset(row: RowIndex): FileOffset {
    return fileOffset(row >= this.#length ? this.#end : (this.#chunk(row).offsets[row & IN_CHUNK] as number));
  }
  /** Bytes. */
  size(row: RowIndex): number {
    return this.offset(rowIndex(row + 1)) - this.offset(row);
  }
  kind(row: RowIndex): RowKind {
    return ((this.#chunk(row).kinds[row & IN_CHUNK] as number) & KIND_BITS) as RowKind;
  }
  hasFlag(row: RowIndex, flag: number): boolean {
    return ((this.#chunk(row).kinds[row & IN_CHUNK] as number) & flag) !== 0;
  }
  setFlag(row: RowIndex, flag: number): void {
    const chunk = this.#chunk(row);
    chunk.kinds[row & IN_CHUNK] = (chunk.kinds[row & IN_CHUNK] as number) | flag;
  }
  tag(row: RowIndex): number {
    return this.#chunk(row).tags[row & IN_CHUNK] as number;
  }
  status(row: RowIndex): RowStatus {
    return this.#chunk(row).statuses[row & IN_CHUNK] as RowStatus;
  }
  setStatus(row: RowIndex, status: RowStatus): void {
    this.#chunk(row).statuses[row & IN_CHUNK] = status;
  }
  key(row: RowIndex): KeyId {
    return keyId(this.#chunk(row).keys[row & IN_CHUNK] as number);
  }

  /**
   * When the row says that its key expires: milliseconds from the time of its writing, −1 for never, NaN where it says
   * nothing. An absolute Unix time in milliseconds for a PEXPIREAT. Past 2^53 the nearest number there is.
   */
  expiry(row: RowIndex): number {
    return readExpiry(this.#chunk(row).expiries, row & IN_CHUNK);
  }

  /** The row that holds the byte at `offset`; the last one for an offset at or past the end. */
  rowAt(offset: number): RowIndex {
    let low = 0;
    let high = this.#length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.offset(rowIndex(middle)) <= offset) low = middle;
      else high = middle - 1;
    }
    return rowIndex(Math.max(0, low));
  }

  /** The record's number in the file, from 0; null when the row is no record or entry. */
  recordNumber(row: RowIndex): number | null {
    const kind = this.kind(row);
    if (kind !== RowKind.record && kind !== RowKind.entry) return null;
    return row - upperBound(this.#others, row);
  }

  /** The row of record number `record`; null past the last. */
  rowOfRecord(record: number): RowIndex | null {
    if (record < 0 || record >= this.records) return null;
    let low = record;
    let high = Math.min(this.#length - 1, record + this.#others.length);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (middle - upperBound(this.#others, middle) < record) low = middle + 1;
      else high = middle;
    }
    return rowIndex(low);
  }

  /**
   * The columns of the rows from `from` on that lie together, up to `to`; at least one where there is one. Whoever goes
   * over all rows goes from one of these to the next.
   */
  columns(from: number, to: number = this.#length): RowColumns {
    const { offsets, kinds, tags, statuses, keys } = this.#chunk(
      Math.max(0, Math.min(from, this.#length - 1)),
    );
    const first = from & IN_CHUNK;
    const end = Math.min(CHUNK_ROWS, first + Math.max(0, Math.min(to, this.#length) - from));
    return {
      offsets: offsets.subarray(first, end),
      kinds: kinds.subarray(first, end),
      tags: tags.subarray(first, end),
      statuses: statuses.subarray(first, end),
      keys: keys.subarray(first, end),
    };
  }

  /** Bytes that the index occupies. */
  get memory(): number {
    const expiries = this.#chunks.reduce((sum, chunk) => sum + (chunk.expiries?.byteLength ?? 0), 0);
    return this.#chunks.length * CHUNK_ROWS * ROW_BYTES + expiries;
  }
}
