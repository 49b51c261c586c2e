/* A source in memory that writes down what is read from it, and refuses to go on for ever. */
import type { ByteSource } from '../../src/codec/index.ts';

export interface Counted {
  readonly source: ByteSource;
  readonly reads: { readonly at: number; readonly length: number }[];
  /** Bytes handed out in all. */
  bytesRead(): number;
  /** The most reads that were under way at once. */
  mostInFlight(): number;
}

/**
 * @param maxReads a scan that asks for more is taken to hang: the read fails, and so does the test
 * @param ticks turns of the event loop that a read takes
 */
export function countedSource(bytes: Uint8Array, maxReads = 1_000_000, ticks = 0): Counted {
  const reads: { at: number; length: number }[] = [];
  let total = 0;
  let inFlight = 0;
  let most = 0;
  const source: ByteSource = {
    size: () => bytes.length,
    read: async (at, length) => {
      if (reads.length >= maxReads) throw new Error(`more than ${maxReads} reads of ${bytes.length} bytes`);
      const part = bytes.subarray(at, at + length);
      reads.push({ at, length: part.length });
      total += part.length;
      inFlight++;
      most = Math.max(most, inFlight);
      for (let tick = 0; tick < ticks; tick++) await new Promise((resolve) => setImmediate(resolve));
      inFlight--;
      return part;
    },
  };
  return { source, reads, bytesRead: () => total, mostInFlight: () => most };
}
