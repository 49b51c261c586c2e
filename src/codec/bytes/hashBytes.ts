/*
 * The hash of keys in the dictionary. It takes four bytes a step, so that the compiled walk, which has them in hand
 * anyway, computes the same at hardly any cost.
 */

/** 2^32 divided by the golden ratio. */
export const HASH_FACTOR = 0x9e3779b1 | 0;
export const HASH_SHIFT = 15;

/** A hash of `bytes[from … to)`: 32 bits, signed. */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  let i = from;
  for (const last = to - 4; i <= last; i += 4) {
    hash = mixed(
      hash,
      (bytes[i] as number) |
        ((bytes[i + 1] as number) << 8) |
        ((bytes[i + 2] as number) << 16) |
        ((bytes[i + 3] as number) << 24),
    );
  }
  if (i === to) return hash;
  let rest = 0;
  for (let shift = 0; i < to; i++, shift += 8) rest |= (bytes[i] as number) << shift;
  return mixed(hash, rest);
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, HASH_FACTOR);
  return product ^ (product >>> HASH_SHIFT);
}
