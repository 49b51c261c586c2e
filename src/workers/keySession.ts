/* What a file's worker knows of its keys. Worked out when it is first asked for; another scan makes another one. */
import type { KeyId } from '../base/index.ts';
import { Postings } from '../columnar/index.ts';
import { computeKeyFacts, type ShardFiles } from '../replay/index.ts';
import type {
  KeyBranches,
  KeyDetail,
  KeyExportRequest,
  KeyQuery,
  KeyRows,
  KeyStats,
  KeysReport,
  KeyWindow,
} from './keyApi.ts';
import { keyDetail, keyRows } from './keyDetail.ts';
import { exportKeys } from './keyExport.ts';
import { keyStats } from './keyStats.ts';
import { KeyTable } from './keyTable.ts';
import { PartnerFile, partnerStamp } from './partnerFile.ts';
import type { ExportOutcome, ShardPartner } from './recoveryApi.ts';
import { basisOf, type OwnFile, shardFiles } from './shardFiles.ts';

const PROGRESS_MS = 100;
const NOTHING: KeyBranches = {
  branches: [],
  rest: { branches: 0, keys: 0, operations: 0, bytes: 0 },
  keys: 0,
  operations: 0,
  bytes: 0,
};

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export class KeySession {
  readonly #own: OwnFile;
  readonly #generation: number;
  readonly #partner: PartnerFile;
  readonly #postings: Postings;
  /** Times that are left are measured against the moment when the file was read. */
  readonly #nowMs = BigInt(Date.now());
  #cancel = { aborted: false };
  #cancelExport = { aborted: false };
  #files: ShardFiles;
  /** Which snapshot the answers are for. */
  #stamp = '';
  #table: KeyTable | null = null;
  #report: KeysReport | null = null;
  #running: Promise<KeysReport | null> | null = null;
  readonly #listeners = new Set<(done: number) => void>();

  constructor(own: OwnFile, generation: number, partner = new PartnerFile()) {
    this.#own = own;
    this.#generation = generation;
    this.#partner = partner;
    this.#postings = new Postings(own.index.rows);
    this.#files = shardFiles(own, null);
  }

  /**
   * Works it out, unless that was done; whoever asks meanwhile waits for the same.
   * @param snapshot what a log goes on from
   * @returns null when it was cancelled
   */
  report(snapshot: ShardPartner | null, onProgress: (done: number) => void): Promise<KeysReport | null> {
    const stamp = partnerStamp(snapshot);
    if (stamp !== this.#stamp) this.#forget(stamp);
    if (this.#report !== null) return Promise.resolve(this.#report);
    this.#listeners.add(onProgress);
    if (this.#running !== null) return this.#running;
    const running = this.#work(snapshot).finally(() => {
      if (this.#running !== running) return;
      this.#running = null;
      this.#listeners.clear();
    });
    this.#running = running;
    return running;
  }

  /** Another snapshot means other keys. */
  #forget(stamp: string): void {
    this.cancel();
    this.#stamp = stamp;
    this.#table = null;
    this.#report = null;
    this.#running = null;
    this.#listeners.clear();
  }

  async #work(partner: ShardPartner | null): Promise<KeysReport | null> {
    const cancel = { aborted: false };
    this.#cancel = cancel;
    const started = performance.now();
    let told = started;
    const onTurn = async (done: number): Promise<void> => {
      await nextTask();
      if (cancel.aborted || performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      for (const listener of this.#listeners) listener(done);
    };
    const { index } = this.#own;
    // A snapshot's own tab tells what is in the snapshot.
    const wanted = index.kind === 'aof' ? partner : null;
    const snapshot = await this.#partner.read(wanted, cancel, () => {});
    if (cancel.aborted) return null;
    const files = shardFiles(this.#own, snapshot);
    const basis = basisOf(wanted !== null, snapshot);
    const facts = await computeKeyFacts(files, { nowMs: this.#nowMs, basis, signal: cancel, onTurn });
    if (facts === null || cancel.aborted) return null;
    this.#files = files;
    this.#table = new KeyTable(facts, index);
    const report = this.#table.report(this.#generation, performance.now() - started);
    this.#report = { ...report, snapshot: wanted?.file.name ?? null, basis };
    return this.#report;
  }

  cancel(): void {
    this.#cancel.aborted = true;
  }

  window(query: KeyQuery, from: number, count: number): KeyWindow {
    return this.#table?.window(query, from, count) ?? { total: 0, keys: [] };
  }

  place(query: KeyQuery, key: KeyId): number | null {
    const at = this.#table?.find(query).indexOf(key) ?? -1;
    return at < 0 ? null : at;
  }

  branches(query: KeyQuery, separator: string, by: 'bytes' | 'operations'): KeyBranches {
    return this.#table?.branches(query, separator, by) ?? NOTHING;
  }

  async detail(key: KeyId): Promise<KeyDetail | null> {
    const table = this.#table;
    if (table === null || key >= table.facts.outline.type.length) return null;
    return keyDetail(table, this.#files, this.#rowsOf(key).length, key, this.#nowMs);
  }

  rows(key: KeyId, from: number, count: number): Promise<KeyRows> {
    return keyRows(this.#own, this.#rowsOf(key), from, count);
  }

  stats(separator: string): KeyStats | null {
    return this.#table === null ? null : keyStats(this.#table, this.#own.index, separator, this.#generation);
  }

  /** Writes what the keys hold to `target`, or into a Blob where that is null. */
  async export(
    { keys, format, reader }: KeyExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    const table = this.#table;
    if (table === null) throw new Error('internal error: the keys are not known');
    this.cancelExport();
    this.#cancelExport = { aborted: false };
    const chosen = keys.kind === 'key' ? [keys.key] : table.find(keys.query);
    const request = {
      facts: table.facts,
      files: this.#files,
      keys: chosen,
      format,
      reader,
      nowMs: this.#nowMs,
    };
    return exportKeys(request, target, this.#cancelExport, onProgress);
  }

  cancelExport(): void {
    this.#cancelExport.aborted = true;
  }

  #rowsOf(key: KeyId): Uint32Array {
    return this.#postings.of(key, this.#own.index.keys.size);
  }
}
