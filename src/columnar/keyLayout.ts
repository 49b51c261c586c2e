/*
 * How a key dictionary lies in its words, in plain TypeScript and in WebAssembly alike.
 *
 * An entry is three words, the key's number, its length in bytes and its hash, and then its bytes, the last word filled
 * up with zeros: keys are compared by words. The table is open addressing with linear probing; a slot is one word, 0 when
 * it is empty, else the place of the key's entry with the hash's uppermost bits above it, so that few entries are looked
 * at in vain.
 */
export const ENTRY_WORDS = 3;
/** Words that a place can be in: what is above them in a slot is the hash's. */
export const PLACE_BITS = 28;
export const PLACE_MASK: number = (1 << PLACE_BITS) - 1;

/** Words that so many bytes take. */
export const wordsOf = (bytes: number): number => (bytes + 3) >>> 2;

/**
 * Words that keys one behind the other take together.
 * @param at the first word of each, −1 where there is no key
 * @param lengths in bytes
 */
export function wordsIn(at: Int32Array, lengths: Uint32Array, count: number): number {
  for (let i = count - 1; i >= 0; i--) {
    const from = at[i] as number;
    if (from >= 0) return from + wordsOf(lengths[i] as number);
  }
  return 0;
}
