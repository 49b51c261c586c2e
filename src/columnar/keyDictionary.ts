import { type KeyId, keyId } from '../base/index.ts';
import { hashBytes } from '../codec/index.ts';

/** Stands for "this row has no key, or its key can't be read". */
export const NO_KEY: KeyId = keyId(0xffff_ffff);

/** Past this many bytes of distinct keys no more are taken in; their rows then have {@link NO_KEY}. */
const MAX_ARENA_BYTES = 1 << 30;
/** Shorter keys are copied byte by byte: a view of them would cost more. */
const LONG_KEY = 128;

/** The hash of a key outside database 0. */
const withDatabase = (hash: number, database: number): number =>
  Math.imul(hash ^ Math.imul(database, 0x9e37_79b1), 0x85eb_ca6b) ^ (hash >>> 13);

/** Keys to intern together. */
export interface KeyBatch {
  readonly bytes: Uint8Array;
  /** Where each begins in `bytes`; negative where there is none. */
  readonly at: Int32Array;
  readonly lengths: Uint32Array;
  /** The {@link hashBytes} of each. */
  readonly hashes: Int32Array;
}

/**
 * The distinct keys of a file: bytes in one arena, a hash table over it, no string until one is shown. Adding a key
 * allocates nothing but the arena's growth. A key costs its bytes plus about 16. The same bytes in another database are
 * another key.
 */
export class KeyDictionary {
  /** The database of each key; null while all are in database 0. */
  #databases: Uint32Array | null = null;
  #arena = new Uint8Array(1 << 16);
  #used = 0;
  /** Where each key begins in the arena; the next entry is where it ends. */
  #starts = new Uint32Array(1 << 10);
  #count = 0;
  /**
   * Open addressing. A slot is two numbers, side by side because both are looked at: the id + 1, 0 in an empty one, and
   * the hash. There is a power of two of slots, at most three quarters of them full.
   */
  #slots = new Int32Array(2 << 11);
  #mask = (1 << 11) - 1;

  /** How many distinct keys there are. */
  get size(): number {
    return this.#count;
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
    const held = this.#slots[2 * slot] as number;
    return held === 0 ? this.#add(bytes, from, to, mixed, slot, database) : keyId(held - 1);
  }

  /** The number of a key; null when there is no such key. */
  find(bytes: Uint8Array, database = 0): KeyId | null {
    const hash = hashBytes(bytes, 0, bytes.length);
    const mixed = database === 0 ? hash : withDatabase(hash, database);
    const slot = this.#slotOf(bytes, 0, bytes.length, mixed, database);
    const held = this.#slots[2 * slot] as number;
    return held === 0 ? null : keyId(held - 1);
  }

  /** The database that the key is in. */
  databaseOf(id: KeyId): number {
    return this.#databases?.[id] ?? 0;
  }

  /** Interns many keys. @param ids gets their numbers, {@link NO_KEY} where there is no key */
  internAll({ bytes, at, lengths, hashes }: KeyBatch, count: number, ids: Uint32Array): void {
    for (let i = 0; i < count; i++) {
      const from = at[i] as number;
      ids[i] =
        from < 0 ? NO_KEY : this.intern(bytes, from, from + (lengths[i] as number), hashes[i] as number);
    }
  }

  /** The key's bytes, borrowed. */
  bytesOf(id: KeyId): Uint8Array {
    return this.#arena.subarray(this.#starts[id], this.#starts[id + 1]);
  }

  /** Below 0 where key `a` comes before `b` by its bytes. */
  compare(a: KeyId, b: KeyId): number {
    const arena = this.#arena;
    const startA = this.#starts[a] as number;
    const startB = this.#starts[b] as number;
    const lengthA = (this.#starts[a + 1] as number) - startA;
    const lengthB = (this.#starts[b + 1] as number) - startB;
    const shorter = Math.min(lengthA, lengthB);
    for (let i = 0; i < shorter; i++) {
      const difference = (arena[startA + i] as number) - (arena[startB + i] as number);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** Bytes that the dictionary occupies. */
  get memory(): number {
    const databases = this.#databases?.byteLength ?? 0;
    return this.#arena.length + this.#starts.byteLength + this.#slots.byteLength + databases;
  }

  /** The slot that holds the key, or the empty one where it belongs. */
  #slotOf(bytes: Uint8Array, from: number, to: number, hash: number, database: number): number {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (;;) {
      const held = slots[2 * slot] as number;
      if (held === 0) return slot;
      if (slots[2 * slot + 1] === hash && this.#equals(held - 1, bytes, from, to, database)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #equals(id: number, bytes: Uint8Array, from: number, to: number, database: number): boolean {
    if (this.#databases !== null && (this.#databases[id] ?? 0) !== database) return false;
    if (this.#databases === null && database !== 0) return false;
    const start = this.#starts[id] as number;
    const length = to - from;
    if ((this.#starts[id + 1] as number) - start !== length) return false;
    const arena = this.#arena;
    for (let i = 0; i < length; i++) if (arena[start + i] !== bytes[from + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number, database: number): KeyId {
    const length = to - from;
    const id = this.#count;
    if (this.#used + length > MAX_ARENA_BYTES) return NO_KEY;
    if (this.#used + length > this.#arena.length) {
      const larger = new Uint8Array(Math.max(this.#arena.length * 2, this.#used + length));
      larger.set(this.#arena.subarray(0, this.#used));
      this.#arena = larger;
    }
    if (id + 2 > this.#starts.length) {
      const longer = new Uint32Array(this.#starts.length * 2);
      longer.set(this.#starts);
      this.#starts = longer;
    }
    if (length > LONG_KEY) this.#arena.set(bytes.subarray(from, to), this.#used);
    else for (let i = 0; i < length; i++) this.#arena[this.#used + i] = bytes[from + i] as number;
    this.#starts[id] = this.#used;
    this.#used += length;
    this.#starts[id + 1] = this.#used;
    this.#slots[2 * slot] = id + 1;
    this.#slots[2 * slot + 1] = hash;
    if (database !== 0) this.#note(id, database);
    this.#count++;
    if (this.#count * 4 > (this.#mask + 1) * 3) this.#rehash();
    return keyId(id);
  }

  #note(id: number, database: number): void {
    if (this.#databases === null || id >= this.#databases.length) {
      const longer = new Uint32Array(this.#starts.length);
      longer.set(this.#databases ?? []);
      this.#databases = longer;
    }
    this.#databases[id] = database;
  }

  #rehash(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length / 2 - 1;
    for (let from = 0; from < before.length; from += 2) {
      if (before[from] === 0) continue;
      const hash = before[from + 1] as number;
      let slot = hash & mask;
      while (slots[2 * slot] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = before[from] as number;
      slots[2 * slot + 1] = hash;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}
