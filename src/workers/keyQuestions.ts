import type { KeyId } from '../base/index.ts';
import type {
  KeyBranches,
  KeyDetail,
  KeyExportRequest,
  KeyQuery,
  KeyRows,
  KeyService,
  KeyStats,
  KeysReport,
  KeyWindow,
} from './keyApi.ts';
import type { KeySession } from './keySession.ts';
import type { ExportOutcome, ShardPartner } from './recoveryApi.ts';

/** The part of a file's service that answers about its keys. */
export class KeyQuestions implements KeyService {
  readonly #session: () => KeySession | null;

  /** @param session the keys of the scan that is shown; null before there is one */
  constructor(session: () => KeySession | null) {
    this.#session = session;
  }

  async keysReport(
    snapshot: ShardPartner | null,
    onProgress: (done: number) => void,
  ): Promise<KeysReport | null> {
    return this.#known().report(snapshot, onProgress);
  }

  async cancelKeys(): Promise<void> {
    this.#session()?.cancel();
  }

  async keyWindow(query: KeyQuery, from: number, count: number): Promise<KeyWindow> {
    return this.#known().window(query, from, count);
  }

  async keyPlace(query: KeyQuery, key: KeyId): Promise<number | null> {
    return this.#known().place(query, key);
  }

  async keyBranches(query: KeyQuery, separator: string, by: 'bytes' | 'operations'): Promise<KeyBranches> {
    return this.#known().branches(query, separator, by);
  }

  async keyDetail(key: KeyId): Promise<KeyDetail | null> {
    return this.#known().detail(key);
  }

  async keyRows(key: KeyId, from: number, count: number): Promise<KeyRows> {
    return this.#known().rows(key, from, count);
  }

  async keyStats(separator: string): Promise<KeyStats | null> {
    return this.#known().stats(separator);
  }

  exportKeys(
    request: KeyExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    return this.#known().export(request, target, onProgress);
  }

  async cancelKeyExport(): Promise<void> {
    this.#session()?.cancelExport();
  }

  #known(): KeySession {
    const session = this.#session();
    if (session === null) throw new Error('internal error: nothing was scanned');
    return session;
  }
}
