import { type FileOffset, fileOffset, type KeyId, type RowIndex, rowIndex } from '../base/index.ts';
import type {
  Correction,
  Diagnosis,
  EmberKind,
  Fault,
  FaultEvidence,
  Format,
  FrameCipher,
  Header,
  Severity,
} from '../codec/index.ts';
import {
  DatabaseMarks,
  KeyDictionary,
  NO_EXPIRY,
  type RowBatch,
  RowKind,
  RowStatus,
  Rows,
  SALVAGED,
  SEALED,
} from '../columnar/index.ts';

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

/** Everything that a scan learns about a file. Grows while the scan runs; rows already there don't change. */
export class FileIndex {
  /** What its rows are: records of a log (`aof`), or entries. */
  readonly kind: EmberKind;
  readonly format: Format;
  readonly size: number;
  readonly header: Header;
  /** The version byte of a header that is cut short behind it; null when even that is missing. */
  readonly shortHeaderVersion: number | null;
  readonly rows = new Rows();
  readonly keys = new KeyDictionary();
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
  /** Records and entries by tag or type that hold, and their bytes. */
  readonly countOf = new Float64Array(256);
  readonly bytesOf = new Float64Array(256);

  constructor(
    format: Format,
    size: number,
    header: Header,
    cipher: FrameCipher | null,
    shortHeaderVersion: number | null = null,
  ) {
    this.format = format;
    this.shortHeaderVersion = shortHeaderVersion;
    this.kind = format.kind;
    this.size = size;
    this.header = header;
    this.cipher = cipher;
    if (header.outcome === 'ok') this.layout = header.version;
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

  /** Appends records that hold, or entries. */
  pushBatch(batch: RowBatch, count: number, status: RowStatus, flags: number): void {
    let at = this.rows.end;
    const kind = this.kind === 'aof' ? RowKind.record : RowKind.entry;
    this.rows.pushBatch(batch, count, kind | flags, status);
    for (let i = 0; i < count; i++) {
      const tag = batch.tags[i] as number;
      const end = batch.base + (batch.ends[i] as number);
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
    this.faults.push(fault);
    const others = this.#faultsByRow.get(row);
    if (others === undefined) this.#faultsByRow.set(row, [fault]);
    else others.push(fault);
    if (severity === 'damage' && (this.firstDamage === null || row < this.firstDamage))
      this.firstDamage = row;
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
