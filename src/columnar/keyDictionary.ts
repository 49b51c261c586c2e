import { Allowance, type KeyId, keyId } from '../base/index.ts';
import { hashBytes } from '../codec/index.ts';
import { INTERN_AREA, MOST_KEY_WORDS, MOST_TOGETHER } from './internModule.ts';
import { KeyArena, MOST_WORDS, type WasmSearch } from './keyArena.ts';
import { ENTRY_WORDS, PLACE_BITS, PLACE_MASK, wordsIn, wordsOf } from './keyLayout.ts';

/** Stands for "this row has no key, or its key can't be read". */
export const NO_KEY: KeyId = keyId(0xffff_ffff);

/** Shorter keys are copied byte by byte: a view of them would cost more. */
const LONG_KEY = 128;
const FIRST_SLOTS = 1 << 10;
/** So many keys must have come in batches before the search is moved into WebAssembly. */
const WORTH_WASM = 1 << 14;

/** The hash of a key outside database 0. */
const withDatabase = (hash: number, database: number): number =>
  Math.imul(hash ^ Math.imul(database, 0x9e37_79b1), 0x85eb_ca6b) ^ (hash >>> 13);

/** Keys to take in together, all of database 0. */
export interface KeyBatch {
  /** The keys' bytes, one key behind the other, each from a word on, its last word filled up with zeros. */
  readonly words: Int32Array;
  /** The first word of each; −1 where there is no key. */
  readonly at: Int32Array;
  /** Bytes. */
  readonly lengths: Uint32Array;
  /** The {@link hashBytes} of each. */
  readonly hashes: Int32Array;
}

/**
 * The distinct keys of a file: bytes in one arena, a hash table over it, no string until one is shown. Adding a key
 * allocates nothing but the arena's growth. A key costs its bytes plus about 30. Past 1 GiB no more are taken in, and
 * `isFull` says so; their rows then have {@link NO_KEY}. The same bytes in another database are another key.
 */
export class KeyDictionary {
  readonly #allowance: Allowance;
  readonly #arena: KeyArena;
  /** The database of each key; null while all are in database 0. */
  #databases: Uint32Array | null = null;
  /** The place of each key's entry, by number. */
  #places = new Int32Array(1 << 8);
  #count = 0;
  /** Where the table begins. There is a power of two of slots, at most three quarters of them full. */
  #table: number;
  #mask = FIRST_SLOTS - 1;
  /** Keys that came in batches, counted until they are enough. */
  #asked = 0;
  #wasm: WasmSearch | null = null;
  #isFull = false;

  /**
   * @param allowance for what it grows by. Where memory runs out, the keys before it stay as they are.
   * @param mostWords words of 4 bytes that it may have
   */
  constructor(allowance = new Allowance(Number.POSITIVE_INFINITY), mostWords = MOST_WORDS) {
    this.#allowance = allowance;
    this.#arena = new KeyArena(allowance, mostWords);
    this.#table = this.#newTable(FIRST_SLOTS);
  }

  /** How many distinct keys there are. */
  get size(): number {
    return this.#count;
  }

  /** A key came that there was no room for: rows behind it have none where theirs are new as well. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** The key's number: its old one, or a new one when it was not seen before. @param hash its {@link hashBytes} */
  intern(
    bytes: Uint8Array,
    from: number,
    to: number,
    hash: number = hashBytes(bytes, from, to),
    database = 0,
  ): KeyId {
    const mixed = database === 0 ? hash : withDatabase(hash, database);
    const slot = this.#slotOf(bytes, from, to, mixed, database);
    const id = this.#idIn(slot);
    if (id !== null) return id;
    if (!this.#hasSlots(1)) return this.#refuse();
    this.#reserveNumbers(1);
    if (database !== 0) this.#reserveDatabases();
    const added = this.#add(bytes, from, to, mixed);
    if (database !== 0 && added !== NO_KEY && this.#databases !== null) this.#databases[added] = database;
    return added;
  }

  /** The number of a key; null when there is no such key. */
  find(bytes: Uint8Array, database = 0): KeyId | null {
    const hash = hashBytes(bytes, 0, bytes.length);
    const mixed = database === 0 ? hash : withDatabase(hash, database);
    return this.#idIn(this.#slotOf(bytes, 0, bytes.length, mixed, database));
  }

  /** The database that the key is in. */
  databaseOf(id: number): number {
    return this.#databases?.[id] ?? 0;
  }

  /**
   * Numbers many keys as {@link intern} would one after the other.
   * @param ids gets their numbers, {@link NO_KEY} where there is no key
   */
  internAll(batch: KeyBatch, count: number, ids: Uint32Array): void {
    if (this.#asked <= WORTH_WASM) {
      this.#asked += count;
      if (this.#asked > WORTH_WASM) this.#wasm = this.#arena.moveToWasm();
    }
    if (this.#wasm === null || !this.#internByWasm(this.#wasm, batch, count, ids))
      this.#internEach(batch, count, ids);
  }

  /** The key's bytes, borrowed until another key is taken in. */
  bytesOf(id: KeyId): Uint8Array {
    const { words, bytes } = this.#arena;
    const place = this.#places[id] as number;
    const start = 4 * (place + ENTRY_WORDS);
    return bytes.subarray(start, start + (words[place + 1] as number));
  }

  /** How many bytes the key has. */
  lengthOf(id: KeyId): number {
    return this.#arena.words[(this.#places[id] as number) + 1] as number;
  }

  /** Below 0 where key `a` comes before `b` by its bytes. */
  compare(a: KeyId, b: KeyId): number {
    const { words, bytes } = this.#arena;
    const placeA = this.#places[a] as number;
    const placeB = this.#places[b] as number;
    const startA = 4 * (placeA + ENTRY_WORDS);
    const startB = 4 * (placeB + ENTRY_WORDS);
    const lengthA = words[placeA + 1] as number;
    const lengthB = words[placeB + 1] as number;
    const shorter = Math.min(lengthA, lengthB);
    for (let i = 0; i < shorter; i++) {
      const difference = (bytes[startA + i] as number) - (bytes[startB + i] as number);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** Bytes that the dictionary occupies. */
  get memory(): number {
    return this.#arena.memory + this.#places.byteLength + (this.#databases?.byteLength ?? 0);
  }

  /** @returns false when it could not be made sure that there is room for all of them */
  #internByWasm({ intern, area }: WasmSearch, batch: KeyBatch, count: number, ids: Uint32Array): boolean {
    const size = wordsIn(batch.at, batch.lengths, count);
    if (count > MOST_TOGETHER || size > MOST_KEY_WORDS || !this.#hasSlots(count)) return false;
    const from = this.#arena.room(size + count * ENTRY_WORDS);
    if (from === 0) return false;
    this.#reserveNumbers(count);
    const { words, bytes } = this.#arena;
    const inArea = (column: number): number => area + column / 4;
    words.set(batch.hashes.subarray(0, count), inArea(INTERN_AREA.hashes));
    words.set(batch.at.subarray(0, count), inArea(INTERN_AREA.at));
    words.set(batch.lengths.subarray(0, count), inArea(INTERN_AREA.lengths));
    words.set(batch.words.subarray(0, size), inArea(INTERN_AREA.words));
    const end = intern(area * 4, count, this.#table * 4, this.#mask, this.#count, from * 4) / 4;
    this.#arena.take(from, end);
    for (let place = from; place < end; place += ENTRY_WORDS + wordsOf(words[place + 1] as number))
      this.#number(place);
    ids.set(new Uint32Array(bytes.buffer, area * 4 + INTERN_AREA.ids, count));
    return true;
  }

  #internEach({ words, at, lengths, hashes }: KeyBatch, count: number, ids: Uint32Array): void {
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    for (let i = 0; i < count; i++) {
      const from = at[i] as number;
      const to = from * 4 + (lengths[i] as number);
      ids[i] = from < 0 ? NO_KEY : this.intern(bytes, from * 4, to, hashes[i]);
    }
  }

  /** The word of the slot that holds the key, or of the empty one where it belongs. */
  #slotOf(bytes: Uint8Array, from: number, to: number, hash: number, database: number): number {
    const { words } = this.#arena;
    const table = this.#table;
    const mask = this.#mask;
    let slot = hash & mask;
    for (;;) {
      const found = words[table + slot] as number;
      if (found === 0) return table + slot;
      const place = found & PLACE_MASK;
      const isAlike = (found ^ hash) >>> PLACE_BITS === 0 && this.#equals(place, bytes, from, to, hash);
      if (isAlike && this.databaseOf(words[place] as number) === database) return table + slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(place: number, bytes: Uint8Array, from: number, to: number, hash: number): boolean {
    const { words, bytes: held } = this.#arena;
    const length = to - from;
    if (words[place + 2] !== hash || words[place + 1] !== length) return false;
    const start = 4 * (place + ENTRY_WORDS);
    for (let i = 0; i < length; i++) if (held[start + i] !== bytes[from + i]) return false;
    return true;
  }

  /** The number of the key that the slot holds; null when it is empty. */
  #idIn(slot: number): KeyId | null {
    const { words } = this.#arena;
    const found = words[slot] as number;
    return found === 0 ? null : keyId(words[found & PLACE_MASK] as number);
  }

  #refuse(): KeyId {
    this.#isFull = true;
    return NO_KEY;
  }

  /** Appends a key that is new. */
  #add(bytes: Uint8Array, from: number, to: number, hash: number): KeyId {
    const length = to - from;
    const arena = this.#arena;
    const size = ENTRY_WORDS + wordsOf(length);
    const place = arena.room(size);
    if (place === 0) return this.#refuse();
    arena.take(place, place + size);
    const { words } = arena;
    words[place] = this.#count;
    words[place + 1] = length;
    words[place + 2] = hash;
    // The words may have been used before, and what fills up the last one counts.
    if (length > 0) words[place + size - 1] = 0;
    const start = 4 * (place + ENTRY_WORDS);
    if (length > LONG_KEY) arena.bytes.set(bytes.subarray(from, to), start);
    else for (let i = 0; i < length; i++) arena.bytes[start + i] = bytes[from + i] as number;
    this.#enter(this.#table, this.#mask, place);
    return this.#number(place);
  }

  /** Makes room for the database of the key that comes next. */
  #reserveDatabases(): void {
    const { length } = this.#places;
    if (this.#databases !== null && this.#databases.length === length) return;
    this.#allowance.take((length - (this.#databases?.length ?? 0)) * 4);
    const longer = new Uint32Array(length);
    longer.set(this.#databases ?? []);
    this.#databases = longer;
  }

  /** Makes room for so many more numbers. */
  #reserveNumbers(more: number): void {
    const { length } = this.#places;
    const wanted = this.#count + more;
    if (wanted <= length) return;
    const grown = Math.max(wanted, length * 2);
    this.#allowance.take((grown - length) * 4);
    const longer = new Int32Array(grown);
    longer.set(this.#places);
    this.#places = longer;
  }

  /** Puts the entry at `place` into the next empty slot of a table. */
  #enter(table: number, mask: number, place: number): void {
    const { words } = this.#arena;
    const hash = words[place + 2] as number;
    let slot = hash & mask;
    while (words[table + slot] !== 0) slot = (slot + 1) & mask;
    words[table + slot] = (hash & ~PLACE_MASK) | place;
  }

  /** Gives the next number, for which there is room, to the entry at `place`. */
  #number(place: number): KeyId {
    const id = this.#count;
    this.#places[id] = place;
    this.#count++;
    return keyId(id);
  }

  /** Makes the table large enough for `more` keys. @returns false when there is no room for that */
  #hasSlots(more: number): boolean {
    const wanted = this.#count + more;
    let slots = this.#mask + 1;
    if (wanted * 4 <= slots * 3) return true;
    while (wanted * 4 > slots * 3) slots *= 2;
    const table = this.#newTable(slots);
    if (table === 0) return false;
    for (let id = 0; id < this.#count; id++) this.#enter(table, slots - 1, this.#places[id] as number);
    this.#arena.giveBack(this.#table, this.#table + this.#mask + 1);
    this.#table = table;
    this.#mask = slots - 1;
    return true;
  }

  /** Takes the words of an empty table. @returns where it begins, 0 when there is no room */
  #newTable(slots: number): number {
    const table = this.#arena.room(slots);
    if (table === 0) return 0;
    this.#arena.take(table, table + slots);
    this.#arena.words.fill(0, table, table + slots);
    return table;
  }
}
