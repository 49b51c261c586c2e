/* What a file's worker knows of its keys. Worked out when it is first asked for; another scan makes another one. */
import type { KeyId, RowIndex } from '../base/index.ts';
import { NO_KEY } from '../columnar/index.ts';
import { computeKeyFacts, type ShardFile } from '../replay/index.ts';
import type { KeyRows } from './api.ts';
import type { KeyBranches, KeyDetail, KeyQuery, KeyStats, KeysReport, KeyWindow } from './keyApi.ts';
import { keyDetail, keyRows } from './keyDetail.ts';
import { keyStats } from './keyStats.ts';
import { KeyTable } from './keyTable.ts';

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
  readonly #file: ShardFile;
  readonly #generation: number;
  /** Times that are left are measured against the moment when the file was read. */
  readonly #nowMs = BigInt(Date.now());
  #cancel = { aborted: false };
  #table: KeyTable | null = null;
  #report: KeysReport | null = null;
  #running: Promise<KeysReport | null> | null = null;
  readonly #listeners = new Set<(done: number) => void>();

  constructor(file: ShardFile, generation: number) {
    this.#file = file;
    this.#generation = generation;
  }

  /**
   * Works it out, unless that was done; whoever asks meanwhile waits for the same.
   * @returns null when it was cancelled
   */
  report(onProgress: (done: number) => void): Promise<KeysReport | null> {
    if (this.#report !== null) return Promise.resolve(this.#report);
    this.#listeners.add(onProgress);
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      this.#listeners.clear();
    });
    return this.#running;
  }

  async #work(): Promise<KeysReport | null> {
    const cancel = { aborted: false };
    this.#cancel = cancel;
    const started = performance.now();
    let told = started;
    const onTurn = async (done: number): Promise<void> => {
      await nextTask();
      if (performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      for (const listener of this.#listeners) listener(done);
    };
    const { index } = this.#file;
    const files =
      index.kind === 'aof' ? { log: this.#file, snapshot: null } : { log: null, snapshot: this.#file };
    const facts = await computeKeyFacts(files, { nowMs: this.#nowMs, signal: cancel, onTurn });
    if (facts === null || cancel.aborted) return null;
    this.#table = new KeyTable(facts, index);
    this.#report = this.#table.report(this.#generation, performance.now() - started);
    return this.#report;
  }

  cancel(): void {
    this.#cancel.aborted = true;
  }

  window(query: KeyQuery, from: number, count: number): KeyWindow {
    return this.#table?.window(query, from, count) ?? { total: 0, keys: [] };
  }

  branches(query: KeyQuery, separator: string, by: 'bytes' | 'operations'): KeyBranches {
    return this.#table?.branches(query, separator, by) ?? NOTHING;
  }

  async detail(key: KeyId): Promise<KeyDetail | null> {
    const table = this.#table;
    if (table === null || key >= table.facts.outline.type.length) return null;
    return keyDetail(table, this.#file, key, this.#nowMs);
  }

  rows(key: KeyId, from: number, count: number): Promise<KeyRows> {
    return keyRows(this.#file, key, from, count);
  }

  /** The key that a row has. */
  ofRow(row: RowIndex): KeyId | null {
    const { rows } = this.#file.index;
    const key = row < rows.length ? rows.key(row) : NO_KEY;
    return key === NO_KEY ? null : key;
  }

  stats(separator: string): KeyStats | null {
    return this.#table === null ? null : keyStats(this.#table, this.#file.index, separator, this.#generation);
  }
}
