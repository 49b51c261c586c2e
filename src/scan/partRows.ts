/*
 * The records of a part of a log, found by another thread than the one that has the index. Keys are not numbered here:
 * that is left to the index, which sees all of them, so that a key has the number that it would have had.
 */
import { type RowIndex, rowIndex } from '../base/index.ts';
import { BATCH_RECORDS, type FaultEvidence, hashBytes, type Severity } from '../codec/index.ts';
import { NO_EXPIRY, type RowStatus, wordsIn, wordsOf } from '../columnar/index.ts';
import type { RowSink, TakenRecords, WalkedRecord } from './rowSink.ts';

/** Rows that there is room for at first. */
const FIRST_ROWS = 4096;
/** Words of keys in a group; a longer key has one to itself. */
const MOST_WORDS = 32 << 10;
const NO_KEY_AT = -1;

/** Rows with one status and the same flags. Their keys' words follow those of the group before. */
export interface PartGroup {
  readonly count: number;
  readonly words: number;
  readonly status: RowStatus;
  readonly flags: number;
}

/** A fault, on a row of the part. */
export interface PartFault {
  readonly row: number;
  readonly severity: Severity;
  readonly offset: number;
  readonly length: number;
  readonly evidence: FaultEvidence;
}

/** What a part of a log holds, as plain data: its columns' memory can be given to another thread. */
export interface Part extends TakenRecords {
  /** Whether its records are encrypted frames. */
  readonly sealed: boolean;
  /** File offset of the first record. `ends` count from there. */
  readonly from: number;
  /** File offset behind the last one. */
  readonly end: number;
  readonly groups: readonly PartGroup[];
  readonly faults: readonly PartFault[];
}

type Column = Int32Array | Uint32Array | Uint8Array | Float64Array;

/** `column` with room for at least `length` numbers. */
function longer<T extends Column>(column: T, length: number): T {
  const copy = new (column.constructor as new (length: number) => T)(Math.max(length, column.length * 2));
  copy.set(column as never);
  return copy;
}

/** The rows of one part after the other: fresh memory for each would cost more than walking its records. */
export class PartRows implements RowSink {
  readonly size: number;
  #from = 0;
  #end = 0;
  #length = 0;
  #words = 0;
  #keys = new Int32Array(FIRST_ROWS * 4);
  #ends = new Uint32Array(FIRST_ROWS);
  #tags = new Uint8Array(FIRST_ROWS);
  #keysAt = new Int32Array(FIRST_ROWS);
  #keyLengths = new Uint32Array(FIRST_ROWS);
  #hashes = new Int32Array(FIRST_ROWS);
  #expiries = new Float64Array(FIRST_ROWS);
  #groups: { count: number; words: number; readonly status: RowStatus; readonly flags: number }[] = [];
  #faults: PartFault[] = [];

  /** @param size of the whole file */
  constructor(size: number) {
    this.size = size;
  }

  /** Begins a part. @param from where its first record begins */
  begin(from: number): void {
    this.#from = from;
    this.#end = from;
    this.#length = 0;
    this.#words = 0;
    this.#groups = [];
    this.#faults = [];
  }

  get end(): number {
    return this.#end;
  }

  takeAll(records: TakenRecords, base: number, count: number, status: RowStatus, flags: number): void {
    if (count === 0) return;
    const words = wordsIn(records.keysAt, records.keyLengths, count);
    const at = this.#length;
    this.#reserve(count, words);
    const shift = base - this.#from;
    for (let i = 0; i < count; i++) this.#ends[at + i] = shift + (records.ends[i] as number);
    this.#tags.set(records.tags.subarray(0, count), at);
    this.#keysAt.set(records.keysAt.subarray(0, count), at);
    this.#keyLengths.set(records.keyLengths.subarray(0, count), at);
    this.#hashes.set(records.hashes.subarray(0, count), at);
    this.#expiries.set(records.expiries.subarray(0, count), at);
    this.#keys.set(records.keys.subarray(0, words), this.#words);
    this.#groups.push({ count, words, status, flags });
    this.#length += count;
    this.#words += words;
    this.#end = this.#from + (this.#ends[this.#length - 1] as number);
  }

  take(end: number, tag: number, status: RowStatus, flags: number, walked: WalkedRecord | null): RowIndex {
    const walker = walked?.walker;
    const hasKey = walker !== undefined && walker.keyAt >= 0 && !walker.keyIsBad;
    const length = hasKey ? walker.keyLength : 0;
    const words = wordsOf(length);
    const group = this.#groupFor(words, status, flags);
    const row = this.#length;
    this.#reserve(1, words);
    this.#ends[row] = end - this.#from;
    this.#tags[row] = tag;
    this.#expiries[row] = walker?.expiry ?? NO_EXPIRY;
    this.#keysAt[row] = hasKey ? group.words : NO_KEY_AT;
    this.#keyLengths[row] = length;
    if (hasKey && walked !== null) {
      const { bytes } = walked;
      const from = walker.keyAt;
      this.#hashes[row] = hashBytes(bytes, from, from + length);
      if (words > 0) this.#keys[this.#words + words - 1] = 0;
      new Uint8Array(this.#keys.buffer, this.#words * 4, length).set(bytes.subarray(from, from + length));
    }
    group.count++;
    group.words += words;
    this.#length++;
    this.#words += words;
    this.#end = end;
    return rowIndex(row);
  }

  addFault(row: RowIndex, severity: Severity, offset: number, length: number, evidence: FaultEvidence): void {
    this.#faults.push({ row, severity, offset, length, evidence });
  }

  /** What was taken since the part began, as far as the first record that ends at `to` or behind it. */
  part(sealed: boolean, to: number): Part {
    let length = this.#length;
    while (length > 1 && this.#from + (this.#ends[length - 2] as number) >= to) length--;
    return {
      sealed,
      from: this.#from,
      end: length === 0 ? this.#from : this.#from + (this.#ends[length - 1] as number),
      groups: firstGroups(this.#groups, length),
      faults: this.#faults.filter(({ row }) => row < length),
      keys: this.#keys.slice(0, this.#words),
      ends: this.#ends.slice(0, length),
      tags: this.#tags.slice(0, length),
      keysAt: this.#keysAt.slice(0, length),
      keyLengths: this.#keyLengths.slice(0, length),
      hashes: this.#hashes.slice(0, length),
      expiries: this.#expiries.slice(0, length),
    };
  }

  /** The group that another row goes into. */
  #groupFor(words: number, status: RowStatus, flags: number) {
    const last = this.#groups.at(-1);
    const fits =
      last !== undefined &&
      last.status === status &&
      last.flags === flags &&
      last.count < BATCH_RECORDS &&
      last.words + words <= MOST_WORDS;
    if (fits) return last;
    const group = { count: 0, words: 0, status, flags };
    this.#groups.push(group);
    return group;
  }

  /** Makes room for so many more rows, and words of keys. */
  #reserve(rows: number, words: number): void {
    const length = this.#length + rows;
    if (this.#words + words > this.#keys.length) this.#keys = longer(this.#keys, this.#words + words);
    if (length <= this.#ends.length) return;
    this.#ends = longer(this.#ends, length);
    this.#tags = longer(this.#tags, length);
    this.#keysAt = longer(this.#keysAt, length);
    this.#keyLengths = longer(this.#keyLengths, length);
    this.#hashes = longer(this.#hashes, length);
    this.#expiries = longer(this.#expiries, length);
  }
}

/** The groups of the first `length` rows. The keys behind them are left where they are. */
function firstGroups(groups: readonly PartGroup[], length: number): PartGroup[] {
  const first: PartGroup[] = [];
  let left = length;
  for (const group of groups) {
    if (left <= 0) break;
    first.push(group.count <= left ? group : { ...group, count: left });
    left -= group.count;
  }
  return first;
}
