/*
 * The scan of an RDB as AiKv writes it. Items follow one another by their own lengths and nothing vouches for them; a
 * length that is wrong shows only where it leads to no opcode, maybe some entries later.
 */
import { fileOffset, type KeyId, rowIndex } from '../../base/index.ts';
import {
  type ByteSource,
  encodeHex,
  type FaultEvidence,
  isUtf8,
  RDB_CHECKSUM_BYTES,
  RDB_HEADER_BYTES,
  type RdbItem,
  RdbOpcode,
  readExactly,
  readRdbItem,
} from '../../codec/index.ts';
import { NO_EXPIRY, NO_KEY, RowKind, RowStatus, SALVAGED } from '../../columnar/index.ts';
import { cachedSource } from '../cachedSource.ts';
import type { FileIndex } from '../fileIndex.ts';
import type { ScanEnd, ScanOptions } from '../options.ts';
import { DEFAULT_WINDOWS, Windows } from '../windows.ts';
import { findItem, leadsOn } from './findItem.ts';
import { type ProbedItem, probeItem } from './probeItem.ts';

const DISK_SECTOR = 512;
const DISK_PAGE = 4096;
/** Zeros where items begin are no entries without key and value, but a hole. */
const HOLE_BYTES = 6;
/** How many entries before an unknown opcode may owe their place to a damaged length, and how far back. */
const TAKEN_BACK = 4;
const TAKEN_BACK_BYTES = 1 << 20;

/** Scans `source` into `index`. */
export const scanRdb = (source: ByteSource, index: FileIndex, options: ScanOptions): Promise<ScanEnd> =>
  new RdbScan(source, index, options).run();

class RdbScan {
  readonly #source: ByteSource;
  readonly #index: FileIndex;
  readonly #options: ScanOptions;
  readonly #windows: Windows;
  readonly #size: number;
  #flags = 0;
  #database = 0;
  #ended = false;
  #carried = NO_EXPIRY;

  constructor(source: ByteSource, index: FileIndex, options: ScanOptions) {
    this.#source = cachedSource(source);
    this.#index = index;
    this.#options = options;
    this.#size = source.size();
    this.#windows = new Windows(source, options.windows ?? DEFAULT_WINDOWS);
  }

  get #at(): number {
    return this.#index.rows.end;
  }

  async run(): Promise<ScanEnd> {
    await this.#takeHeader();
    if (this.#at < this.#size) await this.#windows.seek(this.#at);
    while (this.#at < this.#size) {
      if (this.#options.signal?.aborted === true) return 'cancelled';
      const stop = this.#runWindow();
      await this.#options.onProgress?.(this.#at);
      if (this.#at >= this.#size) break;
      if (stop === 'more' && (await this.#windows.advance(this.#at))) continue;
      await this.#lookAtItem();
      if (this.#at < this.#size) await this.#windows.reach(this.#at);
    }
    this.#noteMissingEnd();
    return 'done';
  }

  async #takeHeader(): Promise<void> {
    const index = this.#index;
    const { header } = index;
    const end = Math.min(RDB_HEADER_BYTES, this.#size);
    if (end === 0) return;
    index.rows.push(
      end,
      RowKind.header,
      0,
      header.outcome === 'ok' ? RowStatus.ok : RowStatus.badBody,
      NO_KEY,
    );
    if (header.outcome === 'short') {
      const evidence = { kind: 'short-header', needed: RDB_HEADER_BYTES, found: this.#size } as const;
      index.addFault(rowIndex(0), 'damage', 0, end, evidence);
      this.#ended = true;
    } else if (header.outcome === 'bad') {
      const found = encodeHex(await readExactly(this.#source, 0, Math.min(5, end)));
      const evidence = { kind: 'bad-header', found, version: null, reason: header.reason } as const;
      index.addFault(rowIndex(0), 'damage', 0, end, evidence);
      this.#flags = SALVAGED;
    }
  }

  /** Takes the items that lie in the window and are in order. */
  #runWindow(): 'more' | 'unusual' {
    const { bytes, base } = this.#windows;
    const fileEnd = this.#size - base;
    while (this.#at < this.#size) {
      const from = this.#at - base;
      if (from >= bytes.length) return 'more';
      const item = readRdbItem(bytes, from);
      if (item.kind === 'cut') return item.needed > fileEnd ? 'unusual' : 'more';
      if (!('end' in item) || item.kind === 'eof' || item.end > fileEnd || isHole(bytes, from))
        return 'unusual';
      if (item.end > bytes.length) return 'more';
      this.#push(item, bytes, base + item.end);
    }
    return 'more';
  }

  /** Appends an item. @param bytes with the item's key in them, at the item's own offsets */
  #push(item: RdbItem, bytes: Uint8Array, end: number): void {
    const index = this.#index;
    const row = index.rows.length;
    switch (item.kind) {
      case 'entry': {
        const { at, length } = item.key;
        const key = index.keys.intern(bytes, at, at + length, undefined, this.#database);
        this.#pushEntry(end, key, isUtf8(bytes, at, at + length), this.#expiryOf(item.expireMs));
        return;
      }
      case 'select':
        this.#pushMark(end, RdbOpcode.select);
        this.#database = item.db;
        index.databases.mark(row, item.db, true);
        return;
      case 'expire':
        this.#pushMark(end, RdbOpcode.expireMs);
        this.#carried = Number(item.expireMs);
        return;
      case 'aux': {
        const at = this.#at;
        const isText =
          isUtf8(bytes, item.key.at, item.key.at + item.key.length) &&
          isUtf8(bytes, item.value.at, item.value.at + item.value.length);
        this.#pushMark(end, RdbOpcode.aux, isText ? RowStatus.ok : RowStatus.badBody);
        if (!isText) index.addFault(rowIndex(row), 'damage', at, end - at, notText('aux'));
        return;
      }
    }
  }

  /** Of an entry without one of its own, that of an expiry which stands alone before it. */
  #expiryOf(expireMs: bigint | null): number {
    const expiry = expireMs === null ? this.#carried : Number(expireMs);
    this.#carried = NO_EXPIRY;
    return expiry;
  }

  #pushEntry(end: number, key: KeyId, isText: boolean, expiry: number): void {
    const at = this.#at;
    const status = !isText ? RowStatus.badBody : this.#flags === 0 ? RowStatus.ok : RowStatus.unproven;
    const row = this.#index.pushRecord(end, RdbOpcode.string, status, key, this.#flags, expiry);
    if (!isText) this.#index.addFault(row, 'damage', at, end - at, notText('string'));
  }

  /** Appends a row that holds no data: an auxiliary field, a database, an expiry that stands alone. */
  #pushMark(end: number, opcode: number, status: RowStatus = RowStatus.ok): void {
    this.#index.rows.push(end, RowKind.header | this.#flags, opcode, status, NO_KEY);
  }

  /** Deals with what stands at the index's end, which the inner loop could not take. */
  async #lookAtItem(): Promise<void> {
    const at = this.#at;
    const probed = await probeItem(this.#source, at);
    const { item, bytes } = probed;
    if (item.kind === 'eof') return this.#takeEnd();
    if ('end' in item && !isHole(bytes, 0)) {
      this.#push(item, bytes, at + item.end);
      return;
    }
    const back = await this.#takenBack(at);
    const found = back ?? (await findItem(this.#source, this.#windows, at + 1, this.#options));
    if (found === null && this.#options.signal?.aborted === true) return;
    const evidence = await this.#evidenceOf(probed, found);
    this.#pushGap(found ?? this.#size, evidence);
    if (found !== null) this.#flags = SALVAGED;
  }

  /**
   * Where an item begins inside the last entries and leads past `at`: then the length of one of them was wrong, and
   * they are taken back. The index then ends at the entry that is damaged.
   */
  async #takenBack(at: number): Promise<number | null> {
    const { rows } = this.#index;
    for (let back = 1; back <= TAKEN_BACK && back < rows.length; back++) {
      const row = rowIndex(rows.length - back);
      const from = rows.offset(row);
      if (rows.kind(row) !== RowKind.entry || at - from > TAKEN_BACK_BYTES) return null;
      if (this.#index.faultsOf(row).length > 0) return null;
      for (let next = from + 1; next < at; ) {
        const found = await findItem(this.#source, this.#windows, next, this.#options, at);
        if (found === null) break;
        if (await leadsOn(this.#source, found, at)) {
          for (let each = 0; each < back; each++) this.#index.dropLastRecord();
          return found;
        }
        next = found + 1;
      }
    }
    return null;
  }

  async #evidenceOf({ item, bytes }: ProbedItem, found: number | null): Promise<FaultEvidence> {
    const at = this.#at;
    const resumesAt = found === null ? null : fileOffset(found);
    const isTakenBack = found !== null && (await isEntryAt(this.#source, at));
    if (isTakenBack || (item.kind === 'cut' && found !== null)) {
      const { item: own } = await probeItem(this.#source, at);
      const text = 'value' in own ? own.value : null;
      const claimed = text?.length ?? (item.kind === 'cut' ? item.needed : 0);
      const fieldAt = at + (text?.lengthAt ?? (item.kind === 'cut' ? item.fieldAt : 0));
      return {
        kind: 'corrupt-length',
        recordType: 'string',
        field: text === null && item.kind === 'cut' ? item.field : 'value',
        fieldAt: fileOffset(fieldAt),
        value: claimed,
        limit: null,
        resumesAt,
      };
    }
    if (isHole(bytes, 0)) {
      const alignment = at % DISK_PAGE === 0 ? DISK_PAGE : at % DISK_SECTOR === 0 ? DISK_SECTOR : 1;
      return { kind: 'zeroed', alignment, resumesAt };
    }
    switch (item.kind) {
      case 'cut':
        return { kind: 'torn-tail', recordType: 'string', missing: item.needed - (this.#size - at) };
      case 'unknown':
        return { kind: 'unknown-tag', tag: item.opcode, resumesAt };
      case 'bad-length': {
        const foundText = String.fromCharCode(bytes[item.at] ?? 0);
        return {
          kind: 'bad-framing',
          expected: 'length',
          foundAt: fileOffset(at + item.at),
          found: foundText,
          resumesAt,
        };
      }
      default:
        return { kind: 'garbage', resumesAt };
    }
  }

  #pushGap(end: number, evidence: FaultEvidence): void {
    const index = this.#index;
    const at = this.#at;
    const row = rowIndex(index.rows.length);
    index.rows.push(end, RowKind.gap | this.#flags, 0, RowStatus.gap, NO_KEY);
    index.addFault(row, 'damage', at, end - at, evidence);
    if (evidence.kind === 'torn-tail') this.#ended = true;
    // What is lost may have been the beginning of another database.
    if (end < this.#size) index.databases.mark(row + 1, index.databases.of(row), false);
  }

  /** The end mark, and what stands behind it. */
  async #takeEnd(): Promise<void> {
    const index = this.#index;
    const at = this.#at;
    const found = await findItem(this.#source, this.#windows, at + 1, this.#options);
    if (found === null && this.#options.signal?.aborted === true) return;
    const behind = at + 1 + RDB_CHECKSUM_BYTES;
    if (found !== null && found !== at) {
      this.#pushGap(found, { kind: 'trailing-bytes' });
      this.#flags = SALVAGED;
      return;
    }
    this.#ended = true;
    const row = rowIndex(index.rows.length);
    const end = Math.min(behind, this.#size);
    index.rows.push(end, RowKind.footer, 0, RowStatus.ok, NO_KEY);
    const stored = await readExactly(this.#source, at + 1, end - at - 1);
    if (end < behind) {
      index.addFault(row, 'info', at + 1, end - at - 1, {
        kind: 'missing-end',
        hasMark: true,
        missing: behind - end,
      });
    } else if (stored.some((byte) => byte !== 0)) {
      index.addFault(row, 'info', at + 1, stored.length, {
        kind: 'unused-checksum',
        stored: encodeHex(stored),
      });
    }
    if (this.#size > behind) {
      const gap = rowIndex(index.rows.length);
      index.rows.push(this.#size, RowKind.gap, 0, RowStatus.gap, NO_KEY);
      index.addFault(gap, 'warning', behind, this.#size - behind, { kind: 'trailing-bytes' });
    }
  }

  /** AiKv takes a file that ends between two items for a whole one. */
  #noteMissingEnd(): void {
    if (this.#ended || this.#index.rows.length === 0) return;
    const row = rowIndex(this.#index.rows.length - 1);
    const missing = 1 + RDB_CHECKSUM_BYTES;
    this.#index.addFault(row, 'damage', this.#size, 0, { kind: 'missing-end', hasMark: false, missing });
  }
}

const isHole = (bytes: Uint8Array, at: number): boolean => {
  for (let i = at; i < at + HOLE_BYTES; i++) if (bytes[i] !== 0) return false;
  return true;
};

const isEntryAt = async (source: ByteSource, at: number): Promise<boolean> =>
  (await probeItem(source, at)).item.kind === 'entry';

const notText = (recordType: string): FaultEvidence => ({
  kind: 'bad-body',
  recordType,
  field: 'key',
  fieldAt: null,
  rule: 'utf8',
  value: null,
});
