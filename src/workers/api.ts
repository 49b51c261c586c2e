/*
 * What the page and a file's worker say to each other. One worker serves one open file: it owns the handle, the
 * index and the key; the page holds numbers and asks for the window it shows. All of it is structured-cloneable.
 */
import type { RowIndex } from '../base/index.ts';
import type { Correction, Fault, ReaderId } from '../codec/index.ts';
import type { FieldView, TypeFamily } from '../formats/index.ts';
import type { OutputPiece, RepairPlan, RepairPreset, RepairPreview, RepairStep } from '../repair/index.ts';
import type { Verdict } from '../scan/index.ts';
import type { CompactFiles, CompactOutcome, CompactRequest } from './compactApi.ts';
import type { FilterService } from './filterApi.ts';
import type { KeyService } from './keyApi.ts';
import type { RecoveryService, ShardPartner } from './recoveryApi.ts';
import type { RowView } from './rowView.ts';
import type { TimelineService } from './timelineApi.ts';
import type { KeyNames, Problem } from './told.ts';

export type { FieldView, RowView, TypeFamily };

/** What a format can say about its files; views ask this, never for a format by name. */
export interface Capabilities {
  /** `record`: each record has its own; `file`: one for all; `none`. */
  readonly checksums: 'record' | 'file' | 'none';
  readonly encrypted: boolean;
  readonly clock: boolean;
  readonly databases: boolean;
  /** Any error makes the reader drop all of the file. */
  readonly allOrNothing: boolean;
  /** Snapshot and log of one shard belong together: the log is replayed over the snapshot. */
  readonly shards: boolean;
  /** What a row that holds data is called. */
  readonly rowNoun: 'record' | 'entry';
  /** Its rows are operations in order, so that a key has a history. */
  readonly history: boolean;
  readonly readerChoice: boolean;
  /** Other servers that read such files by rules of their own; null where there are none. */
  readonly alsoOf: string | null;
  /** By whose rules the keys are worked out, where that is not its reader's doing; null where it is. */
  readonly stateNote: string | null;
  readonly repair: boolean;
  /**
   * What it leads to, on top of its shard's snapshot, can be written anew: as one snapshot and an empty log, or as a log
   * for another reader.
   */
  readonly compact: boolean;
}

/** What is known of a file from its first bytes. */
export interface FileSummary {
  readonly name: string;
  readonly size: number;
  /** `ember-aof`, `ember-snapshot`, `unknown`, … for machines. */
  readonly format: string;
  /** "Ember log, version 2": for people. */
  readonly formatLabel: string;
  readonly version: number | null;
  readonly shardId: number | null;
  /** The number of entries that a snapshot's header claims. */
  readonly claimedEntries: number | null;
  readonly capabilities: Capabilities;
  /** The types that its rows can have. */
  readonly typeNames: readonly string[];
  /** A file that can't be shown at all: what it is, and what to do. Null otherwise. */
  readonly refusal: Problem | null;
}

/** Sent a few times a second while a scan runs. How it ended is told by its {@link ScanReport} alone. */
export interface ScanProgress {
  /** Counts scans of this file; results of an older one are stale. */
  readonly generation: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Rows that can be asked for already. */
  readonly rows: number;
  readonly faults: number;
  readonly bytesPerSecond: number;
  /** Set while it is long that nothing holds. */
  readonly search: ScanSearch | null;
  /** The first page of rows, or as many as there are, with the first word of a scan; null afterwards. */
  readonly firstRows: readonly RowView[] | null;
  /** What rows, keys and faults occupy in the worker. */
  readonly indexBytes: number;
}

/** A search for the next record that holds, behind damage or in a file without a header. */
export interface ScanSearch {
  /** From here on the bytes are in no row yet. */
  readonly from: number;
  /** All of them, as far as they were searched, are zeros. */
  readonly onlyZeros: boolean;
}

/** The result of a scan. */
export interface ScanReport {
  readonly generation: number;
  readonly phase: 'done' | 'cancelled' | 'failed';
  readonly rows: number;
  /** Well-formed records or entries on intact framing, up to the first fault. */
  readonly recordsBeforeFault: number;
  /** All that hold, before and after damage, without the doubtful ones. */
  readonly recordsHeld: number;
  /** Those of them that are encrypted and without a key: their framing holds, and nobody can say more. */
  readonly recordsLocked: number;
  /** Records that were found but don't hold; what a gap held is not known. */
  readonly recordsDamaged: number;
  /** Rows, damaged records or gaps, that a correction would put right. */
  readonly rowsFixable: number;
  /** Records that hold but lie within what a damaged one claims, so they may be bytes of its value. */
  readonly recordsDoubtful: number;
  /** The first row that a fault of severity `damage` concerns. */
  readonly firstDamage: RowIndex | null;
  readonly bytesScanned: number;
  /** What rows, keys and faults occupy in the worker. */
  readonly indexBytes: number;
  readonly elapsedMs: number;
  /** By severity; the list itself is asked for in windows. */
  readonly faultCounts: { readonly info: number; readonly warning: number; readonly damage: number };
  /** Records by type, most frequent first. */
  readonly types: readonly { readonly type: string; readonly rows: number; readonly bytes: number }[];
  readonly problem: Problem | null;
}

/** Everything the inspector shows for a row. */
export interface RowDetail {
  readonly row: RowView;
  readonly fields: readonly FieldView[];
  /** Fields that were left out because the record has too many elements to list at once. */
  readonly fieldsOmitted: number;
  /** Which elements of a collection `fields` has, where they can be paged through. */
  readonly elements: ElementsView | null;
  /** Offsets of `fields` are in the decrypted bytes, not in the file. */
  readonly space: ByteSpace;
  /** Bytes in `space`: the record's size, or that of its decrypted content; null while locked. */
  readonly spaceSize: number;
  readonly faults: readonly FaultView[];
  /** The change of a few bytes that would put the row right. */
  readonly fix: FixView | null;
}

/** Elements `first … first + count` of `total`. */
export interface ElementsView {
  readonly first: number;
  readonly count: number;
  readonly total: number;
}

/** A correction, told in the fields that the row has once it is put right. */
export interface FixView {
  readonly fix: Correction;
  /** The field that the changed bytes are in; null where they are in none. */
  readonly field: { readonly path: string; readonly name: string } | null;
  /** That field's value now and once fixed, around the change: `lead` and `tail` are what both share. */
  readonly lead: string;
  readonly now: string;
  readonly fixed: string;
  readonly tail: string;
  /** The whole record in one line as it then reads, where a tag, length or count is what changes. */
  readonly reads: string | null;
  /** How likely a coincidence is: "1 in 3.6 million". */
  readonly odds: string;
}

/** `file`: absolute offsets in the file. `plain`: the decrypted content of one row. */
export type ByteSpace = 'file' | 'plain';

/** A fault with its texts, for a list. */
export interface FaultView {
  readonly index: number;
  readonly fault: Fault;
  /** The row to select. */
  readonly row: RowIndex;
  /** "Checksum does not match" */
  readonly title: string;
  /** What the bytes show, in numbers. */
  readonly evidence: string;
  /** Where it probably comes from; null where the bytes don't tell. */
  readonly cause: string | null;
  readonly consequence: string;
  readonly suggestion: string;
}

/** One strip of the file map: `from` … `to`, cut into equal buckets. */
export interface MapAggregate {
  readonly generation: number;
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  /** Bytes by family: `families.length` values a bucket, bucket by bucket. */
  readonly families: readonly TypeFamily[];
  readonly bytes: Float64Array;
  /** Worst severity in each bucket: 0 none, 1 info, 2 warning, 3 damage. */
  readonly severity: Uint8Array;
}

export type KeyTrial =
  | { readonly outcome: 'fits' }
  | { readonly outcome: 'does-not-fit'; readonly problem: Problem }
  /** There is nothing to try it on. */
  | { readonly outcome: 'untested' };

/**
 * What saving is about: the input is read for its SHA-256, the copy is written, read back and scanned, hashed, and
 * replayed beside what was promised.
 */
export interface SaveProgress {
  readonly stage: 'reading' | 'writing' | 'checking' | 'hashing' | 'comparing';
  readonly bytes: number;
  readonly total: number;
}

export interface SaveOutcome {
  readonly size: number;
  readonly verdict: Verdict;
  readonly recordsKept: number;
  readonly recordsPromised: number;
  /** The output was read back, scanned and replayed, and is what the plan promised. */
  readonly verified: boolean;
  readonly problem: Problem | null;
  /** Null where nothing was saved. */
  readonly facts: SaveFacts | null;
}

/** What was done, for a report. */
export interface SaveFacts {
  /** In hexadecimal. */
  readonly inputSha256: string;
  readonly outputSha256: string;
  readonly inputSize: number;
  readonly outputSize: number;
  readonly recordsDropped: number;
  readonly bytesDropped: number;
  readonly effect: PlanEffectView;
}

/** What a plan does to keys and bytes beyond the numbers of its preview. */
export interface PlanEffectView {
  readonly spansDropped: number;
  readonly bytesChanged: number;
  readonly bytesAdded: number;
  /** Keys of which at least one record goes. */
  readonly keysDropped: KeyNames;
  /** Keys of the records in which something is put right. */
  readonly keysMended: KeyNames;
}

/** Whom a repair is for, and what it rests on besides the file itself. */
export interface RepairRequest {
  readonly reader: ReaderId;
  /** The other file of the shard: what a rewritten log goes on from. */
  readonly partner: ShardPartner | null;
}

/** A plan's file that was read: the plan for this file, or why it can't be used. */
export type LoadedPlan =
  | { readonly outcome: 'plan'; readonly preview: RepairPreview }
  | { readonly outcome: 'refused'; readonly problem: Problem }
  | { readonly outcome: 'cancelled' };

/**
 * The service of one file's worker. Every method answers; none throws for bad input. A method that asks about rows
 * answers for what has been indexed so far.
 */
export interface ShardService
  extends FileService,
    FilterService,
    KeyService,
    RecoveryService,
    TimelineService {}

/** What is asked about the file itself, its rows, faults, bytes and repair. */
export interface FileService {
  open(file: File): Promise<FileSummary>;
  /**
   * Runs until done or cancelled. `key` is 32 bytes, kept in memory only. Scanning again starts a new generation. An
   * index that would grow past `mostIndexBytes` ends the scan as a lack of memory does: what is indexed by then stays.
   * What `onProgress` promises of the first rows, that they are on the screen, is waited for a little while.
   */
  scan(
    key: Uint8Array | null,
    onProgress: (progress: ScanProgress) => Promise<void> | void,
    mostIndexBytes?: number,
  ): Promise<ScanReport>;
  cancelScan(): Promise<void>;
  rows(from: number, count: number): Promise<readonly RowView[]>;
  detail(row: RowIndex, firstElement?: number): Promise<RowDetail | null>;
  /** Up to 1 MiB from `at`, in `file` space or in the decrypted content of `row`. */
  bytes(space: ByteSpace, row: RowIndex, at: number, length: number): Promise<Uint8Array>;
  rowAtOffset(offset: number): Promise<RowIndex | null>;
  rowOfRecord(record: number): Promise<RowIndex | null>;
  /** These rows, in this order. */
  rowsAt(rows: Uint32Array): Promise<readonly RowView[]>;
  /** The next or previous row with the same key. */
  sameKey(row: RowIndex, direction: 1 | -1): Promise<RowIndex | null>;
  verdict(reader: ReaderId): Promise<Verdict>;
  faults(from: number, count: number): Promise<readonly FaultView[]>;
  /** The row of the next fault after (or before) `row`; null when there is none in that direction. */
  nextFault(row: RowIndex, direction: 1 | -1): Promise<RowIndex | null>;
  map(from: number, to: number, buckets: number): Promise<MapAggregate>;
  /** Stands for the set of the file's keys, to tell which files share some: see `sketchKeys`. */
  keySketch(): Promise<Float64Array>;
  /** Reads a key file's bytes or pasted text. */
  parseKey(input: Uint8Array): Promise<{
    readonly key: Uint8Array | null;
    readonly note: string | null;
    readonly problem: Problem | null;
  }>;
  tryKey(key: Uint8Array): Promise<KeyTrial>;
  planRepair(preset: RepairPreset, request: RepairRequest): Promise<RepairPreview>;
  /** The same plan with steps switched on or off. */
  previewPlan(plan: RepairPlan): Promise<RepairPreview>;
  /** Whether a step that is on changes or drops bytes of the record at `offset`, or takes it out. */
  changesRecordAt(plan: RepairPlan, offset: number): Promise<boolean>;
  /** The keys that each of these steps concerns, whether it is on or off. */
  stepKeys(steps: readonly RepairStep[]): Promise<readonly KeyNames[]>;
  /** The text of the plan's file. Reads the input for its SHA-256, once; null when that was cancelled. */
  planFile(plan: RepairPlan, onProgress: (progress: SaveProgress) => void): Promise<string | null>;
  /** Reads a plan's file, and refuses it unless it was made for this very input. */
  loadPlan(text: string, onProgress: (progress: SaveProgress) => void): Promise<LoadedPlan>;
  /** The output as pieces, to compose a Blob where nothing can be written in place. */
  pieces(plan: RepairPlan): Promise<readonly OutputPiece[]>;
  /** Writes to a new file and aborts the write on any error. Then reads it back and checks it. */
  save(
    plan: RepairPlan,
    target: FileSystemFileHandle,
    request: RepairRequest,
    onProgress: (progress: SaveProgress) => void,
  ): Promise<SaveOutcome>;
  /** Checks a composed output (a download) the same way. */
  verify(
    plan: RepairPlan,
    output: Blob,
    request: RepairRequest,
    onProgress: (progress: SaveProgress) => void,
  ): Promise<SaveOutcome>;
  /** The names that the two files of a compaction must have. */
  compactNames(snapshot: File | null): Promise<CompactFiles<string>>;
  /**
   * Writes this log and its shard's snapshot as one snapshot and an empty log, reads them back and loads them.
   * @param targets null where nothing can be written in place: then they come as Blobs, once they are checked
   */
  compact(
    request: CompactRequest,
    targets: CompactFiles<FileSystemFileHandle> | null,
    onProgress: (progress: SaveProgress) => void,
  ): Promise<CompactOutcome>;
  /** Stops what saves, checks or hashes. Nothing half-written remains. */
  cancelSave(): Promise<void>;
  close(): Promise<void>;
}
