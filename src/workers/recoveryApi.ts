/* What the page and a file's worker say to each other about what comes back. All of it is structured-cloneable. */
import type { ReaderId } from '../codec/index.ts';
import type { RecoveryStage, RepairPlan } from '../repair/index.ts';
import type { StateFormat, Taint } from '../replay/index.ts';
import type { Problem } from './told.ts';

/** The other file of a shard: a log's snapshot, a snapshot's log. */
export interface ShardPartner {
  readonly file: File;
  readonly key: Uint8Array | null;
}

/** What a recovery rests on besides the file itself. */
export interface RecoveryRequest {
  readonly partner: ShardPartner | null;
  readonly reader: ReaderId;
  /** When the server starts, Unix milliseconds. */
  readonly clockMs: number;
  /** The plans under review; null stands for the ready-made one that keeps most without a guess. */
  readonly plan: RepairPlan | null;
  readonly partnerPlan: RepairPlan | null;
}

export interface RecoveryProgress {
  readonly stage: 'partner' | 'planning' | 'certainty' | RecoveryStage;
  readonly bytes: number;
  readonly total: number;
}

/** One side: what the server holds. */
export interface RecoverySide {
  readonly keys: number;
  readonly types: readonly { readonly type: string; readonly keys: number }[];
  readonly withTtl: number;
  readonly absoluteTtl: number;
  readonly expired: number;
  readonly schemas: number;
  /** What the server would log, line by line. */
  readonly logs: readonly string[];
  /** What it would not say: a tail that is dropped without a word, an abort. */
  readonly unsaid: readonly string[];
  readonly aborts: boolean;
}

/** Which of the two states. */
export type RecoveryWhich = 'now' | 'after';
/** How a key differs: it is there only after the repair, only now, or holds something else. */
export type KeyDifference = 'gained' | 'lost' | 'changed';

/** What a plan does to one of the files. */
export interface PlannedFile {
  readonly name: string;
  readonly preset: RepairPlan['preset'];
  /** The plan is the one under review, not the ready-made one. */
  readonly reviewed: boolean;
  readonly unchanged: boolean;
  /** Why there is no plan; null where there is one. */
  readonly impossible: string | null;
}

export type RecoveryOutcome =
  | {
      readonly outcome: 'done';
      readonly now: RecoverySide;
      readonly after: RecoverySide;
      readonly counts: Readonly<Record<KeyDifference, number>>;
      /** Of the keys that are there by all records that hold, where anything was lost; zeros where nothing was. */
      readonly certainty: Readonly<Record<Taint, number>>;
      readonly plans: readonly PlannedFile[];
    }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly problem: Problem };

export interface RecoveryKeysQuery {
  /** All of them when it is null. */
  readonly difference: KeyDifference | null;
  /** Any certainty when it is empty. */
  readonly taints: readonly Taint[];
  /** Text that a key must contain. */
  readonly text: string;
}

/** A key that differs. */
export interface RecoveryKeyView {
  /** Escaped for display. */
  readonly key: string;
  readonly difference: KeyDifference;
  /** How certain its state is, by all records that hold. */
  readonly taint: Taint;
  readonly now: HeldView | null;
  readonly after: HeldView | null;
  /** What is different within the value, for one that changed; cut to what can be read. */
  readonly changes: readonly string[];
  readonly changesOmitted: number;
}

/** What a key holds, in one line. */
export interface HeldView {
  readonly type: string;
  /** Bytes of a string, items of a collection. */
  readonly size: number;
  /** Milliseconds left, null without an expiry. */
  readonly ttlMs: string | null;
  /** The Unix time that it goes at, where the expiry is an absolute one. */
  readonly expireAtMs: string | null;
  readonly preview: string;
}

export interface ExportRequest {
  readonly which: RecoveryWhich;
  readonly format: StateFormat;
  /** The keys that this lists alone; all of them when it is null. */
  readonly only: RecoveryKeysQuery | null;
}

export interface ExportOutcome {
  /** What was composed, where there was no file to write to. */
  readonly blob: Blob | null;
  readonly bytes: number;
  /** What the format can't hold. */
  readonly unexpressed: {
    readonly count: number;
    readonly first: readonly { readonly key: string; readonly why: string; readonly partly: boolean }[];
  };
  readonly problem: Problem | null;
}

/** The part of a file's service that is about what comes back. */
export interface RecoveryService {
  /** Works out both states. A new request takes the place of one that runs. */
  recover(
    request: RecoveryRequest,
    onProgress: (progress: RecoveryProgress) => void,
  ): Promise<RecoveryOutcome>;
  /** A window of the keys that differ, in the order of their bytes, of the last recovery. */
  recoveryKeys(
    query: RecoveryKeysQuery,
    from: number,
    count: number,
  ): Promise<{ readonly total: number; readonly rows: readonly RecoveryKeyView[] }>;
  /** Writes one of the two states of the last recovery to `target`, or into a Blob where that is null. */
  exportState(
    request: ExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome>;
  /** Writes rows of the file as CSV. @param rows ascending; null for all of them */
  exportRows(
    rows: Uint32Array | null,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome>;
  /** Stops what recovers or exports. Nothing half-written remains. */
  cancelRecovery(): Promise<void>;
}
