/*
 * What is known of every key of a file, or of a shard's two files: its records, its type, whether it is there in the
 * end and why not, its TTL, and how certain that is. Counting takes one pass over the columns; the rest reads only
 * the records whose content decides something: those that name two keys, and those of collections that may have been
 * emptied.
 *
 * The state is that of all records that hold, whether a given reader gets to them or not.
 */
import { type KeyId, keyId, type RowIndex, rowIndex } from '../base/index.ts';
import { MAX_ENTRY_TYPE, RECORDS } from '../codec/index.ts';
import {
  countKeys,
  type KeyDictionary,
  KeyTotals,
  NO_KEY,
  RowKind,
  RowStatus,
  tagSet,
} from '../columnar/index.ts';
import { type CancelSignal, decodeWhole } from '../scan/index.ts';
import { tagsThat } from './keyEffects.ts';
import { KeyGroups, KeyLinks, linkRows } from './keyLinks.ts';
import { KeyFate, KeyOutline } from './keyOutline.ts';
import type { AnyKeyspace } from './keyspace.ts';
import { type KeyTtls, ttlsOf } from './keyTtl.ts';
import { allLosses, counts, countsWith, type KeyLoss, recordLosses } from './losses.ts';
import { readContents, readRows } from './readRows.ts';
import type { ShardFile } from './shardFile.ts';
import { Taint } from './taint.ts';

/** What a log begins on. */
export type Basis =
  /** Nothing: there is no snapshot, or none is looked at. */
  | 'empty'
  | 'snapshot'
  /** There is a snapshot, and nothing of it can be used: no key is known. */
  | 'lost';

export interface KeyFacts {
  /** Every key by its number: of the log, or of a snapshot alone. Those of renames are in it too. */
  readonly keys: KeyDictionary;
  readonly totals: KeyTotals;
  readonly outline: KeyOutline;
  readonly links: KeyLinks;
  readonly groups: KeyGroups;
  readonly ttls: KeyTtls;
  /** One of {@link Taint} a key. */
  readonly taint: Uint8Array;
  readonly losses: readonly KeyLoss[];
  /** The number here of a key of the snapshot. */
  readonly inSnapshot: (key: KeyId) => KeyId;
  /** Bytes of all records and entries that count. */
  readonly dataBytes: number;
  /** The whole state, where all of the file was replayed to work this out. */
  readonly replayed: AnyKeyspace | null;
}

/** One of them at least is there. */
export interface KeyFactsFiles {
  readonly log: ShardFile | null;
  readonly snapshot: ShardFile | null;
}

export interface KeyFactsOptions {
  /** Unix milliseconds, for expiries at an absolute time. */
  readonly nowMs: bigint;
  readonly basis?: Basis;
  readonly signal?: CancelSignal;
  /** What is lost of the log beside what its bytes tell, ascending. */
  readonly dropped?: readonly KeyLoss[];
  /** Called now and then, with how much is done (0 … 1): the place to let others have a turn. */
  readonly onTurn?: (done: number) => Promise<void>;
}

/** Rows between two turns. */
const TURN_ROWS = 1 << 18;

const SHRINKS = tagSet(tagsThat('shrink'));
/** What removes or finds items of a list by their content. */
const BY_CONTENT = tagSet(
  RECORDS.filter(({ type }) => type === 'LREM' || type === 'LINSERT').map(({ tag }) => tag),
);
/** A snapshot's type byte, as a number of VALUE_TYPES, which have the same order. */
const entryType = (tag: number): number => (tag <= MAX_ENTRY_TYPE ? 1 + tag : 0);

const MEMBER_TAGS = tagsThat('grow', 'edit', 'shrink');
const HAS_MEMBERS = Uint8Array.from({ length: 256 }, (_, tag) => (MEMBER_TAGS.includes(tag) ? 1 : 0));

/** Of ember's files. @returns null when it was cancelled */
export const outlinedFacts = (files: KeyFactsFiles, options: KeyFactsOptions): Promise<KeyFacts | null> =>
  new KeyFactsRun(files.log, files.snapshot, options).run();

class KeyFactsRun {
  readonly #log: ShardFile | null;
  readonly #snapshot: ShardFile | null;
  readonly #options: KeyFactsOptions;
  readonly #keys: KeyDictionary;
  readonly #totals = new KeyTotals(0);
  readonly #links = new KeyLinks();
  /** The number in `#keys` of each key of the snapshot. */
  #fromSnapshot: Uint32Array | null = null;

  constructor(log: ShardFile | null, snapshot: ShardFile | null, options: KeyFactsOptions) {
    this.#log = log;
    this.#snapshot = snapshot;
    this.#options = options;
    const keys = (log ?? snapshot)?.index.keys;
    if (keys === undefined) throw new Error('internal error: neither log nor snapshot');
    this.#keys = keys;
  }

  async run(): Promise<KeyFacts | null> {
    const log = this.#log;
    const snapshot = this.#snapshot;
    const losses = log === null ? [] : allLosses(await recordLosses(log), this.#options.dropped);
    this.#takeSnapshotKeys();
    if (log !== null) await this.#readLinks(log);
    this.#totals.growTo(this.#keys.size);
    const groups = new KeyGroups(this.#keys.size);
    if (snapshot !== null) await this.#countRows(snapshot, log === null);
    if (log !== null) await this.#countRows(log, true);
    if (this.#isStopped()) return null;
    this.#joinGroups(groups);
    const outline = this.#newOutline(groups);
    if (this.#options.basis === 'lost') outline.taints.loseAny();
    if (snapshot !== null) await this.#loadSnapshot(snapshot, outline);
    if (log !== null) await this.#replay(log, outline, losses);
    if (this.#isStopped()) return null;
    return this.#finish(outline, groups, losses);
  }

  #isStopped(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async #turn(done: number): Promise<boolean> {
    await this.#options.onTurn?.(done);
    return this.#isStopped();
  }

  /** The shard's keys are numbered by its log; the snapshot's join them. */
  #takeSnapshotKeys(): void {
    if (this.#log === null || this.#snapshot === null) return;
    const { keys } = this.#snapshot.index;
    const numbers = new Uint32Array(keys.size);
    for (let id = 0; id < keys.size; id++) {
      const bytes = keys.bytesOf(keyId(id));
      numbers[id] = this.#keys.intern(bytes, 0, bytes.length);
    }
    this.#fromSnapshot = numbers;
  }

  #keyOf(file: ShardFile, row: RowIndex): KeyId {
    const key = file.index.rows.key(row);
    if (key === NO_KEY || file !== this.#snapshot || this.#fromSnapshot === null) return key;
    return keyId(this.#fromSnapshot[key] as number);
  }

  async #readLinks(log: ShardFile): Promise<void> {
    await readRows(log, linkRows(log.index), this.#options.signal, (row, decoded) => {
      if (decoded.kind === 'record') this.#links.add(row, decoded.record, this.#keys);
    });
  }

  /** @param withRows whether first and last are rows of this file */
  async #countRows(file: ShardFile, withRows: boolean): Promise<void> {
    const { index } = file;
    const totals = this.#totals;
    for (let from = 0; from < index.rows.length; from += TURN_ROWS) {
      const to = Math.min(index.rows.length, from + TURN_ROWS);
      if (withRows) countKeys(totals, index.rows, from, to, countsWith);
      else this.#countEntries(file, from, to);
      if (await this.#turn(0)) return;
    }
    if (file !== this.#log) return;
    for (let link = 0; link < this.#links.length; link++) {
      const row = rowIndex(this.#links.row(link));
      const own = index.rows.key(row);
      for (const key of new Set(this.#links.others(link))) {
        if (key !== own && key !== NO_KEY) totals.name(key, row);
      }
    }
  }

  /** A snapshot's entries below a log: they are operations, but rows of another file. */
  #countEntries(file: ShardFile, from: number, to: number): void {
    const { rows } = file.index;
    const totals = this.#totals;
    for (let at = from; at < to; at++) {
      const row = rowIndex(at);
      const key = this.#keyOf(file, row);
      if (rows.kind(row) !== RowKind.entry || key === NO_KEY || !counts(file.index, row)) continue;
      totals.operations[key] = (totals.operations[key] as number) + 1;
      totals.bytes[key] = (totals.bytes[key] as number) + rows.size(row);
    }
  }

  #joinGroups(groups: KeyGroups): void {
    if (this.#log === null) return;
    const { rows } = this.#log.index;
    for (let link = 0; link < this.#links.length; link++) {
      const row = rowIndex(this.#links.row(link));
      const own = rows.key(row);
      for (const key of this.#links.others(link)) if (key !== NO_KEY && own !== NO_KEY) groups.join(own, key);
    }
  }

  #newOutline(groups: KeyGroups): KeyOutline {
    const size = this.#keys.size;
    const members = new Uint8Array(size);
    const items = new Uint8Array(size);
    for (let id = 0; id < size; id++) {
      const key = keyId(id);
      if (this.#totals.hasTag(key, SHRINKS)) members[groups.of(key)] = 1;
      if (this.#totals.hasTag(key, BY_CONTENT)) items[groups.of(key)] = 1;
    }
    return new KeyOutline(size, {
      members: (key) => members[groups.of(key)] === 1,
      items: (key) => items[groups.of(key)] === 1,
    });
  }

  async #loadSnapshot(snapshot: ShardFile, outline: KeyOutline): Promise<void> {
    const { index } = snapshot;
    const { rows } = index;
    const put = (row: RowIndex, content: Uint8Array | null): void => {
      const taint = index.statusOf(row) === RowStatus.ok ? Taint.exact : Taint.unknown;
      const decoded = content === null ? null : decodeWhole(content, index);
      const entry = decoded?.kind === 'entry' ? decoded.entry : null;
      outline.load(this.#keyOf(snapshot, row), row, entryType(rows.tag(row)), rows.size(row), taint, entry);
    };
    const isEntry = (row: RowIndex): boolean =>
      rows.kind(row) === RowKind.entry && counts(index, row) && rows.key(row) !== NO_KEY;
    await this.#inOrder(
      snapshot,
      (row) => isEntry(row) && this.#log !== null && outline.tracks(this.#keyOf(snapshot, row)),
      (row) => isEntry(row) && put(row, null),
      put,
    );
    // Without its footer nothing vouches for what a snapshot leaves out either.
    if (!index.snapshot.footerHolds && !index.snapshot.correctedHolds) outline.taints.loseAny();
  }

  async #replay(log: ShardFile, outline: KeyOutline, losses: readonly KeyLoss[]): Promise<void> {
    const { index } = log;
    const { rows } = index;
    let nextLoss = 0;
    let nextLink = 0;
    const loseUpTo = (row: number): void => {
      for (; (losses[nextLoss]?.row ?? Number.POSITIVE_INFINITY) <= row; nextLoss++) {
        outline.taints.lose((losses[nextLoss] as KeyLoss).key);
      }
    };
    const apply = (row: RowIndex, content: Uint8Array | null): void => {
      loseUpTo(row);
      const key = rows.key(row);
      if (rows.kind(row) !== RowKind.record || key === NO_KEY || !counts(index, row)) return;
      const tag = rows.tag(row);
      if (nextLink < this.#links.length && this.#links.row(nextLink) === row)
        outline.link(nextLink++, tag, key, rows.size(row), this.#links);
      else outline.apply(row, tag, key, rows.size(row), content);
    };
    await this.#inOrder(
      log,
      (row) => HAS_MEMBERS[rows.tag(row)] === 1 && outline.tracks(rows.key(row)) && counts(index, row),
      (row) => apply(row, null),
      apply,
    );
    loseUpTo(rows.length);
  }

  async #finish(
    outline: KeyOutline,
    groups: KeyGroups,
    losses: readonly KeyLoss[],
  ): Promise<KeyFacts | null> {
    const size = this.#keys.size;
    const ttls = ttlsOf({ log: this.#log, snapshot: this.#snapshot }, outline, this.#options.nowMs);
    const taint = new Uint8Array(size);
    for (let id = 0; id < size; id++) {
      taint[id] = outline.taints.of(keyId(id));
      if (ttls.ms[id] !== 0 || outline.fate[id] !== KeyFate.alive) continue;
      outline.fate[id] = KeyFate.expired;
      outline.fateRow[id] = outline.ttlRow[id] as number;
    }
    let dataBytes = 0;
    for (const bytes of this.#totals.bytes) dataBytes += bytes;
    return {
      keys: this.#keys,
      totals: this.#totals,
      outline,
      links: this.#links,
      groups,
      ttls,
      taint,
      losses,
      inSnapshot: (key) => keyId(this.#fromSnapshot?.[key] ?? key),
      dataBytes,
      replayed: null,
    };
  }

  /** Goes over all rows in order; those that `needs` says come with their content, if it can be had. */
  async #inOrder(
    file: ShardFile,
    needs: (row: RowIndex) => boolean,
    plain: (row: RowIndex) => void,
    read: (row: RowIndex, content: Uint8Array) => void,
  ): Promise<void> {
    const { rows } = file.index;
    let next = 0;
    const upTo = (end: number): void => {
      for (; next < end; next++) plain(rowIndex(next));
    };
    for (let from = 0; from < rows.length; from += TURN_ROWS) {
      const to = Math.min(rows.length, from + TURN_ROWS);
      const wanted: number[] = [];
      for (let at = from; at < to; at++) if (needs(rowIndex(at))) wanted.push(at);
      await readContents(file, wanted, this.#options.signal, (row, content) => {
        upTo(row);
        read(row, content);
        next = row + 1;
      });
      if (this.#isStopped()) return;
      upTo(to);
      if (await this.#turn(to / rows.length)) return;
    }
  }
}
