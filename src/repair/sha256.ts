import { sha256 } from '@noble/hashes/sha2.js';
import { type ByteSource, encodeHex, readExactly } from '../codec/index.ts';
import type { CancelSignal } from '../scan/index.ts';

/** SHA-256 as a platform offers it. The portable one runs anywhere; Node's own is several times as fast. */
export interface Sha256 {
  /** Of what comes in parts. */
  readonly create: () => Sha256Stream;
  /** Of what is in memory as a whole, in hexadecimal. */
  readonly hex: (bytes: Uint8Array) => string;
}

export interface Sha256Stream {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

export const PORTABLE_SHA256: Sha256 = {
  create: () => sha256.create(),
  hex: (bytes) => encodeHex(sha256(bytes)),
};

/** How to hash a source, whom to tell, and how to stop. */
export interface HashOptions {
  readonly sha256?: Sha256;
  readonly signal?: CancelSignal;
  /** Called after each window with the bytes hashed so far; hashing goes on when its promise does. */
  readonly onProgress?: (bytes: number) => Promise<void> | void;
}

/** Large enough that a read costs little beside hashing it, small enough that two in memory cost nothing. */
const WINDOW_BYTES = 4 << 20;

/**
 * The SHA-256 of a whole source in hexadecimal, read in windows; the next one is on its way while one is hashed.
 * WebCrypto digests only what is in memory as a whole, so it is not used.
 * @returns null when `signal` asked to stop
 */
export async function sha256OfSource(
  source: ByteSource,
  { sha256: platform = PORTABLE_SHA256, signal, onProgress }: HashOptions = {},
): Promise<string | null> {
  const size = source.size();
  const hash = platform.create();
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
    await onProgress?.(end);
    if (signal?.aborted === true) return null;
  }
  return encodeHex(hash.digest());
}
