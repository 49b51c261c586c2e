import { sha256 } from '@noble/hashes/sha2.js';
import { type ByteSource, encodeHex, readExactly } from '../codec/index.ts';
import type { CancelSignal } from '../scan/index.ts';

/** Large enough that a read costs little beside hashing it, small enough that two in memory cost nothing. */
const WINDOW_BYTES = 4 << 20;

/**
 * The SHA-256 of a whole source in hexadecimal, read in windows; the next one is on its way while one is hashed.
 * WebCrypto digests only what is in memory as a whole, so it is not used.
 * @param onProgress called after each window with the bytes hashed so far; hashing goes on when its promise does
 * @returns null when `signal` asked to stop
 */
export async function sha256OfSource(
  source: ByteSource,
  signal: CancelSignal = { aborted: false },
  onProgress: (bytes: number) => Promise<void> | void = () => undefined,
): Promise<string | null> {
  const size = source.size();
  const hash = sha256.create();
  const readAt = (at: number): Promise<Uint8Array> =>
    readExactly(source, at, Math.min(WINDOW_BYTES, size - at));
  let next = readAt(0);
  for (let at = 0; at < size; at += WINDOW_BYTES) {
    const window = await next;
    const end = at + window.length;
    next = end < size ? readAt(end) : Promise.resolve(new Uint8Array(0));
    // Whoever stops early leaves this read behind, and nobody is to hear of its failure.
    next.catch(() => undefined);
    hash.update(window);
    await onProgress(end);
    if (signal.aborted) return null;
  }
  return encodeHex(hash.digest());
}
