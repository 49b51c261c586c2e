/*
 * What a file's worker answers: opening, scanning, rows, faults, repairs. The other parts of the service have classes of
 * their own.
 *
 * Length: one method for each question, most of them a line or two.
 */
import { Allowance, clamp, type RowIndex, rowIndex } from '../base/index.ts';
import { type ByteSource, type ReaderId, readExactly, readKeyFile, shardOfName } from '../codec/index.ts';
import { sketchKeys } from '../columnar/index.ts';
import { FORMATS, type FormatRegistry } from '../formats/index.ts';
import {
  diagnose,
  formatPlan,
  type OutputPiece,
  outputPieces,
  previewPlan,
  type RepairPlan,
  type RepairPreset,
  type RepairPreview,
  type RepairStep,
  sha256OfSource,
  stepKeys,
} from '../repair/index.ts';
import {
  type CancelSignal,
  computeVerdict,
  createIndex,
  type Opened,
  scanFile,
  type Verdict,
} from '../scan/index.ts';
import type {
  ByteSpace,
  FaultView,
  FileService,
  FileSummary,
  KeyTrial,
  LoadedPlan,
  MapAggregate,
  RepairRequest,
  RowDetail,
  RowView,
  SaveOutcome,
  ScanProgress,
  ScanReport,
} from './api.ts';
import { blobHelpers } from './blobHelpers.ts';
import { blobSource } from './blobSource.ts';
import type { CompactFiles, CompactOutcome, CompactRequest } from './compactApi.ts';
import { compactLog, compactNames } from './compactSaving.ts';
import { detailOfRow } from './detailOfRow.ts';
import { FaultViews } from './faultViews.ts';
import { FileMapTotals } from './fileMapTotals.ts';
import { FilterQuestions } from './filterQuestions.ts';
import { summarise } from './formats.ts';
import { describeKeyFile, type ParsedKey } from './keyProblems.ts';
import { KeyQuestions } from './keyQuestions.ts';
import { KeySession } from './keySession.ts';
import { tryKeyOn } from './keyTrial.ts';
import { loadPlan } from './loadPlan.ts';
import { longSearch } from './longSearch.ts';
import { noLongerThan } from './noLongerThan.ts';
import { PAGE_ROWS } from './pageRows.ts';
import { PartnerFile } from './partnerFile.ts';
import { changesRecordAt, formatOf, presetPreview } from './presetPreview.ts';
import { changedProblem, readProblem, scanProblem, tooManyKeysProblem } from './problem.ts';
import { RecoveryQuestions } from './recoveryQuestions.ts';
import {
  freshNonce,
  keyNames,
  type OnProgress,
  type SaveRun,
  type SaveSubject,
  saveCopy,
  verifyCopy,
} from './repairSaving.ts';
import { RowFilter } from './rowFilter.ts';
import { viewRows, viewRowsAt } from './rowWindow.ts';
import { sameKeyRow } from './sameKeyRow.ts';
import { plainOf, type Scanned } from './scanned.ts';
import { scanReport } from './scanReport.ts';
import { shardBase } from './shardBase.ts';
import type { OwnFile } from './shardFiles.ts';
import { TimelineQuestions } from './timelineQuestions.ts';
import { Timelines } from './timelines.ts';
import type { KeyNames } from './told.ts';

/** The most that one request gets. */
const MOST_BYTES = 1 << 20;
/** Each word of progress is drawn, on the processors that the scan needs. */
const PROGRESS_MS = 400;
/** The scan stands still as long as this until its first rows are on the screen. */
const FIRST_ROWS_MS = 120;
/** A scan gives the worker's other questions a turn this often. */
const YIELD_MS = 12;

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Whether a file can still be read: a browser refuses one that has changed, but goes on with a stream that it has begun. */
const isThere = (source: ByteSource): Promise<boolean> =>
  readExactly(source, 0, Math.min(1, source.size())).then(
    () => true,
    () => false,
  );

export class ShardSession implements FileService {
  readonly #partner = new PartnerFile();
  /** The other parts of the service. */
  readonly filters = new FilterQuestions(() => this.#scanned?.filter ?? null);
  readonly keys = new KeyQuestions(() => this.#scanned?.keyFacts ?? null);
  readonly timelines = new TimelineQuestions(() => this.#scanned?.timelines ?? null);
  readonly recovery = new RecoveryQuestions(() => this.#ownFile(), this.#partner);

  readonly #formats: FormatRegistry;
  #file: File | null = null;
  #source: ByteSource | null = null;
  #opened: Opened | null = null;
  #scanned: Scanned | null = null;
  #map = new FileMapTotals(null, 0);
  #generation = 0;
  #cancel = { aborted: false };
  #cancelSave = { aborted: false };
  /** Of the last scan; the snapshot of a shard is under the same key as its log. */
  #key: Uint8Array | null = null;
  /** The file's SHA-256 once it was asked for: a file that is open doesn't change. */
  #sha256: string | null = null;

  /** @param formats that files are opened with */
  constructor(formats: FormatRegistry = FORMATS) {
    this.#formats = formats;
  }

  get #name(): string {
    return this.#file?.name ?? '';
  }

  async open(file: File): Promise<FileSummary> {
    this.#file = file;
    this.#source = blobSource(file);
    try {
      this.#opened = await this.#formats.open(this.#source, file.name);
      return summarise(file, this.#opened);
    } catch (error) {
      const unknown = {
        detected: { format: 'unknown' },
        format: null,
        header: null,
        head: new Uint8Array(0),
      } as const;
      return { ...summarise(file, unknown), formatLabel: 'Unreadable', refusal: readProblem(error, 0) };
    }
  }

  async scan(
    key: Uint8Array | null,
    onProgress: (progress: ScanProgress) => Promise<void> | void,
    mostIndexBytes = Number.POSITIVE_INFINITY,
  ): Promise<ScanReport> {
    this.#cancel.aborted = true;
    const cancel = { aborted: false };
    this.#cancel = cancel;
    this.#scanned?.keyFacts.cancel();
    const generation = ++this.#generation;
    this.#key = key;
    const source = this.#source;
    const started = performance.now();
    const elapsed = (): number => performance.now() - started;
    if (source === null || this.#opened === null || this.#opened.format === null) {
      return scanReport(null, { generation, phase: 'failed', elapsedMs: elapsed(), problem: null });
    }
    const index = createIndex(source, this.#opened, this.#name, key, new Allowance(mostIndexBytes));
    this.#scanned?.filter.cancel();
    const filter = new RowFilter(source, index);
    this.#scanned = {
      source,
      index,
      faults: new FaultViews(index),
      keyFacts: new KeySession({ source, index, name: this.#name }, generation, this.#partner),
      timelines: new Timelines(source, index),
      filter,
      plain: null,
      elements: null,
    };
    this.#map = new FileMapTotals(index, generation);
    let told = started;
    let yielded = started;
    const tell = (bytesDone: number, searching: boolean, firstRows: ScanProgress['firstRows']) => {
      const seconds = elapsed() / 1000;
      return onProgress({
        generation,
        bytesDone,
        bytesTotal: index.size,
        rows: index.rows.length,
        faults: index.faults.length,
        bytesPerSecond: seconds > 0 ? bytesDone / seconds : 0,
        search: searching ? longSearch(index, bytesDone) : null,
        firstRows,
        indexBytes: index.memory,
      });
    };
    const onWindow = async (bytesDone: number, searching = false): Promise<void> => {
      if (performance.now() - yielded > YIELD_MS) {
        await nextTask();
        yielded = performance.now();
      }
      // The first rows are told at once, and come along: the page need not ask. The others, a few times a second.
      const isFirst = told === started;
      if (performance.now() - told >= PROGRESS_MS || isFirst) {
        told = performance.now();
        const shown = tell(
          bytesDone,
          searching,
          isFirst ? await viewRows(source, index, 0, PAGE_ROWS) : null,
        );
        // To draw them takes the processors that the scan would take, and somebody waits for them.
        if (isFirst) await noLongerThan(bytesDone < index.size ? FIRST_ROWS_MS : 0, shown);
      }
    };
    try {
      const helpers = this.#file === null ? undefined : blobHelpers(this.#file, key);
      const phase = await scanFile(source, index, {
        signal: cancel,
        onProgress: onWindow,
        ...(helpers !== undefined && { helpers }),
      });
      const turn = () => onWindow(index.size);
      if (phase === 'done') await diagnose(source, index, { signal: cancel, onProgress: turn });
      const { size, keys } = index;
      const short = keys.isFull ? tooManyKeysProblem(keys.size) : null;
      const problem = (await isThere(source)) ? short : changedProblem(size);
      return scanReport(index, { generation, phase, elapsedMs: elapsed(), problem });
    } catch (error) {
      const problem = scanProblem(error, index.rows);
      return scanReport(index, { generation, phase: 'failed', elapsedMs: elapsed(), problem });
    } finally {
      filter.scanEnded();
    }
  }

  cancelScan(): Promise<void> {
    this.#cancel.aborted = true;
    return Promise.resolve();
  }

  async rows(from: number, count: number): Promise<readonly RowView[]> {
    const scanned = this.#scanned;
    return scanned === null ? [] : viewRows(scanned.source, scanned.index, from, count);
  }

  async detail(row: RowIndex, firstElement = 0): Promise<RowDetail | null> {
    const scanned = this.#scanned;
    if (scanned === null || row < 0 || row >= scanned.index.rows.length) return null;
    const { source, index, faults } = scanned;
    const view = (await viewRows(source, index, row, 1))[0];
    if (view === undefined) return null;
    if (scanned.elements?.row !== row) scanned.elements = { row, of: null };
    return detailOfRow(source, index, row, {
      view,
      faults: faults.ofRow(row),
      plain: () => plainOf(scanned, row),
      firstElement,
      places: scanned.elements,
    });
  }

  async bytes(space: ByteSpace, row: RowIndex, at: number, length: number): Promise<Uint8Array> {
    const source = this.#source;
    if (source === null) return new Uint8Array(0);
    const most = Math.min(length, MOST_BYTES);
    try {
      if (space === 'plain') {
        const bytes = this.#scanned === null ? null : await plainOf(this.#scanned, row);
        return bytes?.slice(at, at + most) ?? new Uint8Array(0);
      }
      const from = clamp(at, 0, source.size());
      return await readExactly(source, from, Math.min(most, source.size() - from));
    } catch {
      return new Uint8Array(0);
    }
  }

  rowAtOffset(offset: number): Promise<RowIndex | null> {
    const rows = this.#scanned?.index.rows;
    const inside = rows !== undefined && rows.length > 0 && offset >= 0 && offset < rows.end;
    return Promise.resolve(inside ? rows.rowAt(offset) : null);
  }

  rowOfRecord(record: number): Promise<RowIndex | null> {
    return Promise.resolve(this.#scanned?.index.rows.rowOfRecord(record) ?? null);
  }

  async rowsAt(rows: Uint32Array): Promise<readonly RowView[]> {
    const scanned = this.#scanned;
    if (scanned === null) return [];
    const there = [...rows].filter((row) => row < scanned.index.rows.length);
    return viewRowsAt(scanned.source, scanned.index, there.map(rowIndex));
  }

  sameKey(row: RowIndex, direction: 1 | -1): Promise<RowIndex | null> {
    const index = this.#scanned?.index;
    return Promise.resolve(index === undefined ? null : sameKeyRow(index, row, direction));
  }

  async verdict(reader: ReaderId): Promise<Verdict> {
    const { source, index } = this.#known();
    return computeVerdict(source, index, reader, { shardInName: shardOfName(this.#name) });
  }

  faults(from: number, count: number): Promise<readonly FaultView[]> {
    return Promise.resolve(this.#scanned?.faults.window(from, count) ?? []);
  }

  nextFault(row: RowIndex, direction: 1 | -1): Promise<RowIndex | null> {
    return Promise.resolve(this.#scanned?.faults.next(row, direction) ?? null);
  }

  map(from: number, to: number, buckets: number): Promise<MapAggregate> {
    return Promise.resolve(this.#map.aggregate(from, to, buckets));
  }

  parseKey(input: Uint8Array): Promise<ParsedKey> {
    return Promise.resolve(describeKeyFile(readKeyFile(input)));
  }

  tryKey(key: Uint8Array): Promise<KeyTrial> {
    const kind = this.#opened?.format?.kind;
    if (this.#source === null || kind === undefined) return Promise.resolve({ outcome: 'untested' });
    return tryKeyOn(this.#source, kind, this.#scanned?.index ?? null, key);
  }

  async planRepair(preset: RepairPreset, request: RepairRequest): Promise<RepairPreview> {
    const subject = this.#subject();
    const base = () => shardBase(subject, this.#partner, request, this.#cancel);
    return presetPreview(subject, preset, request.reader, base);
  }

  async previewPlan(plan: RepairPlan): Promise<RepairPreview> {
    return previewPlan(this.#known().index, plan);
  }

  async changesRecordAt(plan: RepairPlan, offset: number): Promise<boolean> {
    return changesRecordAt(this.#known().index, plan, offset);
  }

  async stepKeys(steps: readonly RepairStep[]): Promise<readonly KeyNames[]> {
    const { index } = this.#known();
    return steps.map((step) => keyNames(index, stepKeys(index, step)));
  }

  async planFile(plan: RepairPlan, onProgress: OnProgress): Promise<string | null> {
    const sha256 = await this.#subject().sha256(onProgress);
    return sha256 === null ? null : formatPlan(plan, sha256);
  }

  async loadPlan(text: string, onProgress: OnProgress): Promise<LoadedPlan> {
    const subject = this.#subject();
    return loadPlan(subject, formatOf(subject.index), text, onProgress);
  }

  async pieces(plan: RepairPlan): Promise<readonly OutputPiece[]> {
    const { source, index } = this.#known();
    return outputPieces(source, index, plan, freshNonce);
  }

  async save(
    plan: RepairPlan,
    target: FileSystemFileHandle,
    request: RepairRequest,
    onProgress: OnProgress,
  ): Promise<SaveOutcome> {
    return saveCopy(this.#subject(), plan, target, this.#saveRun(request, onProgress));
  }

  async verify(
    plan: RepairPlan,
    output: Blob,
    request: RepairRequest,
    onProgress: OnProgress,
  ): Promise<SaveOutcome> {
    return verifyCopy(this.#subject(), plan, output, this.#saveRun(request, onProgress));
  }

  keySketch(): Promise<Float64Array> {
    return Promise.resolve(sketchKeys(this.#known().index.keys));
  }

  compactNames(snapshot: File | null): Promise<CompactFiles<string>> {
    return compactNames(this.#name, snapshot);
  }

  async compact(
    request: CompactRequest,
    targets: CompactFiles<FileSystemFileHandle> | null,
    onProgress: OnProgress,
  ): Promise<CompactOutcome> {
    const run = { reader: request.reader, signal: this.#saveSignal(), onProgress };
    return compactLog(this.#subject(), request, this.#key, targets, run);
  }

  cancelSave(): Promise<void> {
    this.#cancelSave.aborted = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#cancel.aborted = true;
    this.#scanned?.filter.cancel();
    this.#cancelSave.aborted = true;
    void this.recovery.cancelRecovery();
    this.#scanned?.keyFacts.cancel();
    this.#scanned = null;
    this.#source = null;
    this.#key = null;
    return Promise.resolve();
  }

  #known(): Scanned {
    if (this.#scanned === null) throw new Error('internal error: nothing was scanned');
    return this.#scanned;
  }

  #ownFile(): OwnFile {
    const { source, index } = this.#known();
    return { source, index, name: this.#name };
  }

  #subject(): SaveSubject {
    const own = this.#ownFile();
    return { ...own, sha256: (onProgress) => this.#digest(own.source, onProgress) };
  }

  #saveRun(request: RepairRequest, onProgress: OnProgress): SaveRun {
    const signal = this.#saveSignal();
    const base = () => shardBase(this.#ownFile(), this.#partner, request, signal);
    return { reader: request.reader, signal, onProgress, base };
  }

  /** What saves, checks or hashes listens to; once it was stopped, what comes next has a new one. */
  #saveSignal(): CancelSignal {
    if (this.#cancelSave.aborted) this.#cancelSave = { aborted: false };
    return this.#cancelSave;
  }

  async #digest(source: ByteSource, onProgress: OnProgress): Promise<string | null> {
    const total = source.size();
    this.#sha256 ??= await sha256OfSource(source, {
      signal: this.#saveSignal(),
      onProgress: (bytes) => onProgress({ stage: 'reading', bytes, total }),
    });
    return this.#sha256;
  }
}
