/* What the page and a file's worker say to each other about keys. Part of the service in api.ts. */
import type { KeyId, RowIndex } from '../base/index.ts';
import type { ReaderId } from '../codec/index.ts';
import type { Basis, KeyFate, StateFormat, Taint, ValueType } from '../replay/index.ts';
import type { ExportOutcome, ShardPartner } from './recoveryApi.ts';
import type { RowView } from './rowView.ts';

export type KeyColumn =
  | 'key'
  | 'type'
  | 'operations'
  | 'bytes'
  | 'first'
  | 'last'
  | 'ttl'
  | 'fate'
  | 'certainty';

/** Which keys, in which order. A filter that is empty lets all pass. */
export interface KeyQuery {
  /** Text that the key contains. */
  readonly text: string;
  readonly caseSensitive: boolean;
  /** Bytes that it begins with. */
  readonly prefix: Uint8Array;
  readonly types: readonly ValueType[];
  readonly fates: readonly KeyFate[];
  readonly taints: readonly Taint[];
  /** Numbers of a column, both ends inclusive. TTLs in milliseconds; a key without one has none of them. */
  readonly ranges: readonly { readonly column: KeyColumn; readonly min: number; readonly max: number }[];
  readonly sort: KeyColumn;
  readonly descending: boolean;
}

/** A key as a table shows it. */
export interface KeyView {
  readonly key: KeyId;
  /** Escaped for display, cut to what a cell can hold. */
  readonly name: string;
  /** Bytes of the whole key. */
  readonly length: number;
  /** The last type that it had; null for a key that never was. */
  readonly type: ValueType | null;
  readonly operations: number;
  readonly bytes: number;
  /** Bytes of the records that its state rests on. */
  readonly liveBytes: number;
  readonly first: RowIndex | null;
  readonly last: RowIndex | null;
  /** The same as record numbers. */
  readonly firstRecord: number | null;
  readonly lastRecord: number | null;
  /** A decimal string; "-1" for none. An absolute time is in Unix milliseconds. */
  readonly ttlMs: string;
  readonly ttlAbsolute: boolean;
  readonly fate: KeyFate;
  /** The row that decided it. */
  readonly fateRow: RowIndex | null;
  readonly fateRecord: number | null;
  /** The key that it was renamed to. */
  readonly fateKey: { readonly key: KeyId; readonly name: string } | null;
  readonly taint: Taint;
}

/** A window of the keys that a query finds. */
export interface KeyWindow {
  /** How many it finds in all. */
  readonly total: number;
  readonly keys: readonly KeyView[];
}

/** What the keys of a file come to. */
export interface KeysReport {
  /** Of the scan that they belong to. */
  readonly generation: number;
  readonly keys: number;
  readonly alive: number;
  /** Keys that are not certain: by {@link Taint}. */
  readonly stale: number;
  readonly unknown: number;
  /** The separator that the keys seem to have. */
  readonly separator: string;
  /** Where something was lost that may have concerned any key. */
  readonly losses: number;
  readonly firstLoss: RowIndex | null;
  /** The name of the snapshot that the log goes on from; null where none was given. */
  readonly snapshot: string | null;
  /** What the keys of a log begin with: nothing, that snapshot, or one of which nothing can be used. */
  readonly basis: Basis;
  readonly elapsedMs: number;
}

/** A branch of the tree of prefixes. */
export interface KeyBranch {
  readonly prefix: Uint8Array;
  /** Its last part, escaped for display. */
  readonly label: string;
  /** Set where it is one key. */
  readonly key: KeyId | null;
  readonly keys: number;
  readonly alive: number;
  readonly doubtful: number;
  readonly operations: number;
  readonly bytes: number;
}

export interface KeyBranches {
  /** The largest, or busiest, first. */
  readonly branches: readonly KeyBranch[];
  /** What the list leaves out. */
  readonly rest: Pick<KeyBranch, 'keys' | 'operations' | 'bytes'> & { readonly branches: number };
  readonly keys: number;
  readonly operations: number;
  readonly bytes: number;
}

/** What a key holds in the end, as far as it fits on a page. */
export type KeyValueView =
  | { readonly kind: 'gone' }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'bytes'; readonly text: string; readonly size: number; readonly type: string | null }
  | {
      readonly kind: 'elements';
      readonly count: number;
      /** Field, score or position; null where elements have none. */
      readonly elements: readonly { readonly label: string | null; readonly text: string }[];
    };

export interface KeyDetail {
  readonly view: KeyView;
  /** The name at length, escaped; cut at some thousand characters. */
  readonly fullName: string;
  /** The term of a filter that finds its records. */
  readonly term: string;
  /** How many rows name it as their own key; those that name it second are not among them. */
  readonly rows: number;
  readonly value: KeyValueView;
}

/** A row of a list of totals. */
export interface KeyTotal {
  readonly label: string;
  readonly keys: number;
  readonly alive: number;
  readonly operations: number;
  readonly bytes: number;
}

export interface KeyStats {
  readonly generation: number;
  readonly types: readonly KeyTotal[];
  readonly prefixes: readonly KeyTotal[];
  /** By bytes of the records that the state rests on, for keys that are there. */
  readonly sizes: readonly KeyTotal[];
  /** By time left, for keys that are there or expired. */
  readonly ttls: readonly KeyTotal[];
  /** Bytes of all records, and of those that the state rests on. */
  readonly dataBytes: number;
  readonly liveBytes: number;
  /** Records along the file, in equal parts of it: `classes.length` numbers a part. */
  readonly classes: readonly OperationClass[];
  readonly parts: Float64Array;
  readonly records: number;
}

/** Whole values, changes, removals, times and renames. */
export type OperationClass = 'set' | 'change' | 'remove' | 'expire' | 'move';

/** Some rows of a key, by their number among them. */
export interface KeyRows {
  readonly total: number;
  readonly rows: readonly RowView[];
}

/** Which keys to write, and how. */
export interface KeyExportRequest {
  readonly keys:
    | { readonly kind: 'key'; readonly key: KeyId }
    | { readonly kind: 'query'; readonly query: KeyQuery };
  readonly format: StateFormat;
  /** Whom a snapshot is for. */
  readonly reader: ReaderId;
}

/** The questions about keys. */
export interface KeyService {
  /**
   * Works out what is known of every key, once for a scan. The questions about keys below answer from it.
   * @param snapshot what a log goes on from, to tell what the shard holds
   * @returns null when it was cancelled
   */
  keysReport(snapshot: ShardPartner | null, onProgress: (done: number) => void): Promise<KeysReport | null>;
  cancelKeys(): Promise<void>;
  keyWindow(query: KeyQuery, from: number, count: number): Promise<KeyWindow>;
  /** Where a key stands among those that a query finds; null when it is not one of them. */
  keyPlace(query: KeyQuery, key: KeyId): Promise<number | null>;
  /** The branches below the query's prefix, the largest first. */
  keyBranches(query: KeyQuery, separator: string, by: 'bytes' | 'operations'): Promise<KeyBranches>;
  keyDetail(key: KeyId): Promise<KeyDetail | null>;
  keyRows(key: KeyId, from: number, count: number): Promise<KeyRows>;
  keyStats(separator: string): Promise<KeyStats | null>;
  /** Writes what keys hold in the end to `target`, or into a Blob where that is null. */
  exportKeys(
    request: KeyExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome>;
  cancelKeyExport(): Promise<void>;
}
