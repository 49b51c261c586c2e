import { type ByteSource, readExactly } from '../src/codec/index.ts';

const WINDOW_BYTES = 4 << 20;

/**
 * Reads ahead, for a caller that goes through a file in small steps: one read of the disk for many of its own. Reads
 * are views into a window that is never written again, so they stay good after it has moved on.
 */
export function windowedSource(source: ByteSource): ByteSource {
  const size = source.size();
  let window: Uint8Array = new Uint8Array(0);
  let base = 0;
  return {
    size: () => size,
    read: async (at, length) => {
      if (length >= WINDOW_BYTES) return source.read(at, length);
      if (at < base || at + length > base + window.length) {
        window = await readExactly(source, at, Math.max(0, Math.min(WINDOW_BYTES, size - at)));
        base = at;
      }
      return window.subarray(at - base, at - base + length);
    },
  };
}
