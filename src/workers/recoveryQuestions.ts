import type { PartnerFile } from './partnerFile.ts';
import type {
  ExportOutcome,
  ExportRequest,
  RecoveryKeysQuery,
  RecoveryOutcome,
  RecoveryProgress,
  RecoveryRequest,
  RecoveryService,
} from './recoveryApi.ts';
import type { OwnFile } from './shardFiles.ts';
import { ShardRecovery } from './shardRecovery.ts';

/** The part of a file's service that answers about what comes back. */
export class RecoveryQuestions implements RecoveryService {
  readonly #recovery: ShardRecovery;
  readonly #ownFile: () => OwnFile;

  /** @param ownFile the file, as far as it was scanned */
  constructor(ownFile: () => OwnFile, partner: PartnerFile) {
    this.#ownFile = ownFile;
    this.#recovery = new ShardRecovery(partner);
  }

  recover(
    request: RecoveryRequest,
    onProgress: (progress: RecoveryProgress) => void,
  ): Promise<RecoveryOutcome> {
    return this.#recovery.recover(this.#ownFile(), request, onProgress);
  }

  recoveryKeys(query: RecoveryKeysQuery, from: number, count: number) {
    return this.#recovery.keys(query, from, count);
  }

  exportState(
    request: ExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    return this.#recovery.exportState(request, target, onProgress);
  }

  exportRows(
    rows: Uint32Array | null,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    return this.#recovery.exportRows(this.#ownFile(), rows, target, onProgress);
  }

  cancelRecovery(): Promise<void> {
    this.#recovery.cancel();
    return Promise.resolve();
  }
}
