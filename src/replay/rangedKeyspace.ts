/*
 * The keyspace of a whole replay: values beyond a few bytes stay in their file, so that what it takes follows the
 * number of keys and elements, not the size of what they hold. Whoever replays says before each row where its bytes
 * are; whoever wants the values has them read (`eachHeld`).
 *
 * Few records look into a value that is there: what they name is kept in memory from the start, as far as the index
 * tells (`editedKeys`), and else read before such a record is applied (`farValuesFor`).
 */
import type { Range, RowIndex } from '../base/index.ts';
import { decodeUtf8Lossy } from '../codec/index.ts';
import type { AnyRow } from '../scan/index.ts';
import { type EditedKeys, farValuesFor } from './editedValues.ts';
import { type Bytes, FarBytes, FLOAT_BYTES, NEAR_BYTES } from './farBytes.ts';
import { bringsToList, itemsOfRow } from './itemsOfRow.ts';
import { keyName } from './keyName.ts';
import { AnyKeyspace, NO_TTL } from './keyspace.ts';
import { makeNear } from './nearValues.ts';
import type { ShardFile } from './shardFile.ts';
import { ShortString } from './shortString.ts';
import { MOST_KEYS, StateTooLargeError, stateAllowance, UNKNOWN_BYTES, weightOf } from './stateWeight.ts';
import { isFarString, sizeOf, type Value } from './value.ts';

const NOTHING = new Uint8Array(0);
/**
 * Of a list of more items none is kept in memory: an array of its own takes seven times what a range does. Nothing
 * counts with the items of a list, as with the values of a hash, however short.
 */
const MANY_ITEMS = 1 << 16;
/** What must be left after a weighing, so that not each row weighs all of it again: a share of what is allowed. */
const SPARE = 1 / 16;

export class RangedKeyspace extends AnyKeyspace {
  readonly #mostBytes: number;
  /** What it took when it was weighed last, with how many keys; items that came in since. */
  #weighed = 0;
  #keysWeighed = 0;
  #itemsSince = 0;
  #file: ShardFile | null = null;
  #edited: EditedKeys | null = null;
  #row = 0;
  #content: Uint8Array = NOTHING;
  #isEdited = false;
  /** Its bytes stay in the file, however few they are. */
  #hasManyItems = false;
  /** Of the file's keys, as far as they were needed. */
  #names: string[] = [];

  /**
   * @param mostBytes what it may take, as `weightOf` reckons. Where it would become more, `begin` and `take` throw a
   * StateTooLargeError: an engine that is really out of memory ends the whole page or process.
   */
  constructor(mostBytes: number = stateAllowance()) {
    super();
    this.#mostBytes = mostBytes;
  }

  /** The rows that come next are of this file. @param edited keys whose values stay in memory */
  open(file: ShardFile, edited: EditedKeys | null): void {
    this.#file = file;
    this.#edited = edited;
    this.close();
  }

  /** All rows are applied: what was kept for them is let go. */
  close(): void {
    this.#content = NOTHING;
    this.#names = [];
  }

  /** Begins with what another keyspace holds, and takes that over. */
  goOnFrom(before: AnyKeyspace): void {
    for (const [name, held] of before.keys) this.keys.set(name, held);
    for (const [name, descriptor] of before.schemas) this.schemas.set(name, descriptor);
  }

  /**
   * What is applied next.
   * @param row where it stands; null where it is of no file
   * @param content what it was decoded from
   * @returns what has to be waited for before; null when it can be applied at once
   */
  begin(decoded: AnyRow, row: RowIndex | null, content: Uint8Array): Promise<void> | null {
    const items = itemsOfRow(this, decoded);
    this.#bound(items);
    const needed = farValuesFor(this, decoded);
    if (needed.length > 0) return makeNear(this, needed);
    this.#row = row ?? 0;
    this.#content = row === null ? NOTHING : content;
    this.#isEdited = row !== null && this.#edited?.has(row) === true;
    this.#hasManyItems = items > MANY_ITEMS && bringsToList(decoded);
    return null;
  }

  /** Weighs what is there as soon as it can become more than is allowed. @param items that come in next */
  #bound(items = 0): void {
    this.#itemsSince += items;
    if (this.keys.size >= MOST_KEYS) throw new StateTooLargeError(this.keys.size);
    const keysSince = this.keys.size - this.#keysWeighed;
    if (this.#weighed + (keysSince + this.#itemsSince) * UNKNOWN_BYTES <= this.#mostBytes) return;
    this.#weighed = weightOf(this);
    this.#keysWeighed = this.keys.size;
    this.#itemsSince = items;
    if (this.#weighed > this.#mostBytes * (1 - SPARE)) throw new StateTooLargeError(this.keys.size);
  }

  /**
   * Applies a row that the index tells all of but the value: a large string that stays in the file.
   * @returns false for another row, of which nothing was applied
   */
  take(row: RowIndex): boolean {
    if (this.#file === null) return false;
    const { index } = this.#file;
    const place = index.format.replay.stringIn(index, row);
    if (place === null || place.to - place.from <= NEAR_BYTES || this.#edited?.has(row) === true)
      return false;
    const { rows, keys } = index;
    const key = rows.key(row);
    const expiry = rows.expiry(row);
    this.#names[key] ??= keyName(decodeUtf8Lossy(keys.bytesOf(key)), keys.databaseOf(key));
    this.#setString(this.#names[key], row, place, expiry < 0 ? NO_TTL : BigInt(expiry));
    return true;
  }

  /** As `set`; makes nothing anew where the key has such a string already. */
  #setString(name: string, row: RowIndex, { from: at, to }: Range, ttlMs: bigint): void {
    const length = to - at;
    const file = this.#file as ShardFile;
    const held = this.keys.get(name);
    if (held === undefined || !isFarString(held.value) || held.value.bytes.file !== file) {
      this.#bound();
      this.set(name, { type: 'string', bytes: new FarBytes(file, row, at, length) }, ttlMs);
      return;
    }
    held.value.bytes.moveTo(row, at, length);
    held.ttlMs = ttlMs;
    held.expireAtMs = null;
  }

  override set(key: string, value: Value<Bytes>, ttlMs: bigint, expireAtMs: bigint | null = null): void {
    // Commands store what other collections hold.
    if (value.type !== 'string') this.#itemsSince += sizeOf(value);
    super.set(key, value, ttlMs, expireAtMs);
  }

  override keepString(bytes: Uint8Array): Value<Bytes> {
    if (!this.#isEdited && bytes.length <= NEAR_BYTES) return new ShortString(bytes);
    return super.keepString(bytes);
  }

  override keep(bytes: Uint8Array): Bytes {
    const { length } = bytes;
    if (this.#isEdited || (length <= NEAR_BYTES && !this.#hasManyItems)) return bytes.slice();
    return this.#rangeAt(this.#placeOf(bytes), length) ?? bytes.slice();
  }

  override keepVector(name: Uint8Array, vector: Uint32Array, between: number): Uint32Array | FarBytes {
    const length = vector.length * FLOAT_BYTES;
    if (length <= NEAR_BYTES) return vector;
    const at = this.#placeOf(name);
    return (at < 0 ? null : this.#rangeAt(at + name.length + between, length)) ?? vector;
  }

  /** Where bytes begin in the row's content; below 0 where they are none of it. */
  #placeOf(bytes: Uint8Array): number {
    const content = this.#content;
    return bytes.buffer === content.buffer ? bytes.byteOffset - content.byteOffset : -1;
  }

  #rangeAt(at: number, length: number): FarBytes | null {
    const isWithin = at >= 0 && at + length <= this.#content.length;
    return this.#file === null || !isWithin ? null : new FarBytes(this.#file, this.#row, at, length);
  }
}
