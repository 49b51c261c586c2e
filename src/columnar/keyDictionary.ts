import { type KeyId, keyId } from '../base/index.ts';

/** Stands for "this row has no key, or its key can't be read". */
export const NO_KEY: KeyId = keyId(0xffff_ffff);

/** Past this many bytes of distinct keys no more are taken in; their rows then have {@link NO_KEY}. */
const MAX_ARENA_BYTES = 1 << 30;

/**
 * The distinct keys of a file: bytes in one arena, a hash table over it, no string until one is shown. Adding a key
 * allocates nothing but the arena's growth. A key costs its bytes plus about 16.
 */
export class KeyDictionary {
  #arena = new Uint8Array(1 << 16);
  #used = 0;
  /** Where each key begins in the arena; the next entry is where it ends. */
  #starts = new Uint32Array(1 << 10);
  #hashes = new Int32Array(1 << 10);
  #count = 0;
  /** Open addressing: 0 is empty, else id + 1. Its length is a power of two, at most three quarters full. */
  #slots = new Uint32Array(1 << 11);
  #mask = (1 << 11) - 1;

  /** How many distinct keys there are. */
  get size(): number {
    return this.#count;
  }

  /** The key's number: its old one, or a new one when it was not seen before. */
  intern(bytes: Uint8Array, from: number, to: number): KeyId {
    const hash = hashOf(bytes, from, to);
    const slot = this.#slotOf(bytes, from, to, hash);
    const held = this.#slots[slot] as number;
    return held !== 0 ? keyId(held - 1) : this.#add(bytes, from, to, hash, slot);
  }

  /** The number of a key; null when there is no such key. */
  find(bytes: Uint8Array): KeyId | null {
    const slot = this.#slotOf(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
    const held = this.#slots[slot] as number;
    return held === 0 ? null : keyId(held - 1);
  }

  /** The key's bytes, borrowed. */
  bytesOf(id: KeyId): Uint8Array {
    return this.#arena.subarray(this.#starts[id], this.#starts[id + 1]);
  }

  /** Bytes that the dictionary occupies. */
  get memory(): number {
    return this.#arena.length + this.#starts.byteLength + this.#hashes.byteLength + this.#slots.byteLength;
  }

  /** The slot that holds the key, or the empty one where it belongs. */
  #slotOf(bytes: Uint8Array, from: number, to: number, hash: number): number {
    let slot = hash & this.#mask;
    for (;;) {
      const held = this.#slots[slot] as number;
      if (held === 0) return slot;
      if (this.#hashes[held - 1] === hash && this.#equals(held - 1, bytes, from, to)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #equals(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[id] as number;
    const length = to - from;
    if ((this.#starts[id + 1] as number) - start !== length) return false;
    const arena = this.#arena;
    for (let i = 0; i < length; i++) if (arena[start + i] !== bytes[from + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number): KeyId {
    const length = to - from;
    const id = this.#count;
    if (this.#used + length > MAX_ARENA_BYTES) return NO_KEY;
    if (this.#used + length > this.#arena.length) {
      const larger = new Uint8Array(Math.max(this.#arena.length * 2, this.#used + length));
      larger.set(this.#arena.subarray(0, this.#used));
      this.#arena = larger;
    }
    if (id + 2 > this.#starts.length) {
      this.#starts = grown(this.#starts, new Uint32Array(this.#starts.length * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(this.#hashes.length * 2));
    }
    this.#arena.set(bytes.subarray(from, to), this.#used);
    this.#starts[id] = this.#used;
    this.#used += length;
    this.#starts[id + 1] = this.#used;
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    this.#count++;
    if (this.#count * 4 > this.#slots.length * 3) this.#rehash();
    return keyId(id);
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let slot = (this.#hashes[id] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

function grown<T extends Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
