import type {
  ExportOutcome,
  ExportRequest,
  RecoveryKeysQuery,
  RecoveryOutcome,
  RecoveryProgress,
  RecoveryRequest,
  RecoveryService,
} from './recoveryApi.ts';
import { type OwnFile, ShardRecovery } from './shardRecovery.ts';

/** What a session answers about what comes back. */
export abstract class RecoverySession implements RecoveryService {
  readonly #recovery = new ShardRecovery();

  /** The file, as far as it was scanned. */
  protected abstract ownFile(): OwnFile;

  recover(
    request: RecoveryRequest,
    onProgress: (progress: RecoveryProgress) => void,
  ): Promise<RecoveryOutcome> {
    return this.#recovery.recover(this.ownFile(), request, onProgress);
  }

  recoveryKeys(query: RecoveryKeysQuery, from: number, count: number) {
    return Promise.resolve(this.#recovery.keys(query, from, count));
  }

  exportState(
    request: ExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    return this.#recovery.exportState(request, target, onProgress);
  }

  exportRows(
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    return this.#recovery.exportRows(this.ownFile(), target, onProgress);
  }

  cancelRecovery(): Promise<void> {
    this.#recovery.cancel();
    return Promise.resolve();
  }
}
