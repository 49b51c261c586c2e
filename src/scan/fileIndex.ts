import {
  Allowance,
  type FileOffset,
  fileOffset,
  type KeyId,
  type Range,
  type RowIndex,
  rowIndex,
} from '../base/index.ts';
import {
  BATCH_RECORDS,
  type Correction,
  type Diagnosis,
  type EmberKind,
  type Fault,
  type FaultEvidence,
  type Format,
  type FrameCipher,
  type Header,
  type Severity,
} from '../codec/index.ts';
import {
  DatabaseMarks,
  KeyDictionary,
  NO_EXPIRY,
  NO_KEY,
  type RowBatch,
  RowKind,
  RowStatus,
  Rows,
  SALVAGED,
  SEALED,
} from '../columnar/index.ts';
import type { RowSink, TakenRecords, WalkedRecord } from './rowSink.ts';

/** The numbers of the keys of what is taken together. */
const keyIds = new Uint32Array(BATCH_RECORDS);

/** What a fault counts for: about twice what it takes, because JavaScript's own heap is smaller than all memory. */
const FAULT_BYTES = 1536;

/** A fault and the row to show for it. */
export interface PlacedFault extends Fault {
  readonly row: RowIndex;
}

/** What the scan of a snapshot finds out about its entries as a whole. */
export interface SnapshotFindings {
  /** Running checksum (finished) over the first `claimed` entries, once that many were read. */
  checksumAtClaimed: { readonly at: FileOffset; readonly computed: number } | null;
  /** The stored footer matches the entries before it. */
  footerHolds: boolean;
  /** It matches once the one bit or byte that explains it is put right: the other entries are proven by that. */
  correctedHolds: boolean;
}

/**
 * Everything that a scan learns about a file. Grows while the scan runs; rows already there don't change. Where memory
 * runs out, what was added last may be missing, and all before it stands: rows tile the file as far as they go.
 */
export class FileIndex implements RowSink {
  /** What its rows are: records of a log (`aof`), or entries. */
  readonly kind: EmberKind;
  readonly format: Format;
  readonly size: number;
  readonly header: Header;
  /** The version byte of a header that is cut short behind it; null when even that is missing. */
  readonly shortHeaderVersion: number | null;
  readonly rows: Rows;
  readonly keys: KeyDictionary;
  readonly databases = new DatabaseMarks();
  readonly faults: PlacedFault[] = [];
  readonly #faultsByRow = new Map<RowIndex, PlacedFault[]>();
  readonly snapshot: SnapshotFindings = {
    checksumAtClaimed: null,
    footerHolds: false,
    correctedHolds: false,
  };
  /** Given when the file is encrypted and the key is known. */
  readonly cipher: FrameCipher | null;
  /** The first row that a fault of severity `damage` concerns; null while there is none. */
  firstDamage: RowIndex | null = null;
  /** The longest run of zeros that the search behind damage has come upon. */
  longestZeros: Range = { from: 0, to: 0 };
  /** Records and entries by tag or type that hold, and their bytes. */
  readonly countOf = new Float64Array(256);
  readonly bytesOf = new Float64Array(256);
  readonly #allowance: Allowance;

  /** @param allowance for rows, keys and faults */
  constructor(
    format: Format,
    size: number,
    header: Header,
    cipher: FrameCipher | null,
    shortHeaderVersion: number | null = null,
    allowance = new Allowance(Number.POSITIVE_INFINITY),
  ) {
    this.#allowance = allowance;
    this.rows = new Rows(allowance);
    this.keys = new KeyDictionary(allowance);
    this.format = format;
    this.shortHeaderVersion = shortHeaderVersion;
    this.kind = format.kind;
    this.size = size;
    this.header = header;
    this.cipher = cipher;
    if (header.outcome === 'ok') this.layout = header.version;
  }

  /** The file offset behind the last row: everything before is accounted for. */
  get end(): number {
    return this.rows.end;
  }

  /** Bytes that rows, keys and faults occupy. */
  get memory(): number {
    return this.rows.memory + this.keys.memory + this.faults.length * FAULT_BYTES;
  }

  get encrypted(): boolean {
    return this.header.outcome === 'ok' && this.header.encrypted;
  }

  /** What the header says; 0 when it is damaged. */
  get version(): number {
    return this.header.outcome === 'ok' ? this.header.version : 0;
  }

  /**
   * How a snapshot's entries are laid out: 1 without type byte, 2 with, 3 encrypted. The header's version unless what
   * follows it proves another.
   */
  layout = 2;

  /** The number of entries that a snapshot's header claims, also when the rest of the header is damaged. */
  claimedEntries = 0;

  /** Appends a record or entry row. */
  pushRecord(
    end: number,
    tag: number,
    status: RowStatus,
    key: KeyId,
    flags = 0,
    expiry: number = NO_EXPIRY,
  ): RowIndex {
    const row = rowIndex(this.rows.length);
    const size = end - this.rows.end;
    const kind = this.kind === 'aof' ? RowKind.record : RowKind.entry;
    this.rows.push(end, kind | flags, tag, status, key, expiry);
    this.countOf[tag] = (this.countOf[tag] as number) + 1;
    this.bytesOf[tag] = (this.bytesOf[tag] as number) + size;
    return row;
  }

  take(end: number, tag: number, status: RowStatus, flags: number, walked: WalkedRecord | null): RowIndex {
    if (walked === null) return this.pushRecord(end, tag, status, NO_KEY, flags);
    const { walker, bytes } = walked;
    const { keyAt } = walker;
    const hasKey = keyAt >= 0 && !walker.keyIsBad;
    const key = hasKey ? this.keys.intern(bytes, keyAt, keyAt + walker.keyLength) : NO_KEY;
    return this.pushRecord(end, tag, status, key, flags, walker.expiry);
  }

  takeAll(records: TakenRecords, base: number, count: number, status: RowStatus, flags: number): void {
    const { keys, ends, tags, keysAt, keyLengths, hashes, expiries } = records;
    this.keys.internAll({ words: keys, at: keysAt, lengths: keyLengths, hashes }, count, keyIds);
    const { length, end } = this.rows;
    const kind = this.kind === 'aof' ? RowKind.record : RowKind.entry;
    const batch = { base, ends, tags, keys: keyIds, expiries };
    try {
      this.rows.pushBatch(batch, count, kind | flags, status);
    } finally {
      this.#count(batch, this.rows.length - length, end);
    }
  }

  /** Counts the first of a batch's rows. @param from where they begin */
  #count({ base, ends, tags }: RowBatch, count: number, from: number): void {
    let at = from;
    for (let i = 0; i < count; i++) {
      const tag = tags[i] as number;
      const end = base + (ends[i] as number);
      this.countOf[tag] = (this.countOf[tag] as number) + 1;
      this.bytesOf[tag] = (this.bytesOf[tag] as number) + end - at;
      at = end;
    }
  }

  /** Takes back the last row, a record or entry without a fault. */
  dropLastRecord(): void {
    const last = rowIndex(this.rows.length - 1);
    const tag = this.rows.tag(last);
    this.countOf[tag] = (this.countOf[tag] as number) - 1;
    this.bytesOf[tag] = (this.bytesOf[tag] as number) - this.rows.size(last);
    this.rows.dropLast(1);
  }

  noteZeros(run: Range): void {
    if (run.to - run.from > this.longestZeros.to - this.longestZeros.from) this.longestZeros = run;
  }

  /** Adds what would put it right to the fault of `row`. */
  attachFix(row: RowIndex, fix: Correction): void {
    const at = this.faults.findIndex((fault) => fault.row === row);
    const fault = this.faults[at];
    if (fault === undefined) return;
    const fixed = { ...fault, fix };
    this.faults[at] = fixed;
    this.#faultsByRow.set(row, [fixed, ...this.faultsOf(row).slice(1)]);
  }

  /** Adds what happened to the bytes to the fault with number `at` in {@link faults}. */
  attachDiagnosis(at: number, diagnosis: Diagnosis): void {
    const fault = this.faults[at];
    if (fault === undefined) return;
    const explained = { ...fault, diagnosis };
    this.faults[at] = explained;
    this.#faultsByRow.set(
      fault.row,
      this.faultsOf(fault.row).map((each) => (each === fault ? explained : each)),
    );
  }

  /** Notes a fault on `row`. */
  addFault(
    row: RowIndex,
    severity: Severity,
    offset: number,
    length: number,
    evidence: FaultEvidence,
    fix: Correction | null = null,
  ): void {
    const place = { row, severity, offset: fileOffset(offset), length, evidence };
    const fault = fix === null ? place : { ...place, fix };
    const others = this.#faultsByRow.get(row);
    if (others === undefined) this.#faultsByRow.set(row, [fault]);
    else others.push(fault);
    this.faults.push(fault);
    if (severity === 'damage' && (this.firstDamage === null || row < this.firstDamage))
      this.firstDamage = row;
    // Its row is there already: a row without its fault would be taken for one that holds.
    this.#allowance.take(FAULT_BYTES);
  }

  /** Whether `row` is an encrypted frame. A file can hold both kinds of records. */
  isSealed(row: RowIndex): boolean {
    return this.rows.hasFlag(row, SEALED);
  }

  /** The faults noted on `row`, in the order in which they were found. */
  faultsOf(row: RowIndex): readonly PlacedFault[] {
    return this.#faultsByRow.get(row) ?? [];
  }

  /** A row's status, once what the footer says of the whole file counts. */
  statusOf(row: RowIndex): RowStatus {
    const status = this.rows.status(row);
    if (status !== RowStatus.unproven || this.rows.hasFlag(row, SALVAGED)) return status;
    return this.snapshot.footerHolds || this.snapshot.correctedHolds ? RowStatus.ok : status;
  }
}
