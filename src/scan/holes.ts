import { type ByteSource, readExactly, skipZeros } from '../codec/index.ts';

/** From this many zeros on a snapshot has a hole: thousands of entries of the same empty key are none. */
const HOLE_BYTES = 64 << 10;
/** An entry of nothing but zeros: key length, type byte, value length, expiry. */
const ZERO_ENTRY_BYTES = 17;

/**
 * Tells holes in a snapshot from what they read as: zeros are entries without key, value and expiry. A few of them are
 * taken for what they say; millions would be rows of nothing.
 */
export class Holes {
  /** Up to this file offset zeros are known to be too few. */
  #knownTo = 0;

  /** Whether the entry in `bytes[at … end]`, a window that begins at `base`, may be the beginning of one. */
  mayBeAt(bytes: Uint8Array, base: number, at: number, end: number): boolean {
    return base + at >= this.#knownTo && end - at <= ZERO_ENTRY_BYTES && skipZeros(bytes, at, end) === end;
  }

  async isAt(source: ByteSource, at: number): Promise<boolean> {
    if (at < this.#knownTo) return false;
    const block = await readExactly(source, at, Math.min(HOLE_BYTES, source.size() - at));
    const zeros = skipZeros(block, 0, block.length);
    this.#knownTo = at + Math.max(1, zeros);
    return zeros === HOLE_BYTES;
  }
}
