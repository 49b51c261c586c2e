/*
 * How keys of a file begin: `user:` of `user:1042:profile`. Where there is no checksum, an entry whose key begins like
 * others speaks for itself.
 */
import { keyId } from '../base/index.ts';
import type { KeyDictionary } from '../columnar/index.ts';

/** Keys that are looked at, and different beginnings that are kept. */
const MOST_KEYS = 1 << 16;
const MOST_STEMS = 1 << 12;
/** A shorter beginning is met by accident. */
const SHORTEST = 4;
const LONGEST = 64;
/** What separates the parts of a key. */
const SEPARATORS: ReadonlySet<number> = new Set(Array.from(':/._-|#{', (each) => each.charCodeAt(0)));

export class KeyStems {
  readonly #keys: KeyDictionary;
  readonly #stems = new Set<string>();
  /** Keys that were looked at. */
  #seen = 0;

  /** @param keys may still grow */
  constructor(keys: KeyDictionary) {
    this.#keys = keys;
  }

  /** Whether a key known so far begins like this one. */
  has(key: Uint8Array): boolean {
    const stem = stemOf(key);
    if (stem === null) return false;
    const end = Math.min(this.#keys.size, MOST_KEYS);
    for (; this.#seen < end && this.#stems.size < MOST_STEMS; this.#seen++) {
      const known = stemOf(this.#keys.bytesOf(keyId(this.#seen)));
      if (known !== null) this.#stems.add(known);
    }
    return this.#stems.has(stem);
  }
}

/** A key's beginning up to its first separator; null where it has none, or too short a one. */
function stemOf(key: Uint8Array): string | null {
  const end = key.subarray(0, LONGEST).findIndex((byte) => SEPARATORS.has(byte));
  return end + 1 < SHORTEST ? null : String.fromCharCode(...key.subarray(0, end + 1));
}
