/* A source in memory that streams, in pieces as a browser's: of any length, into memory that is taken away meanwhile. */
import { seededRandom } from '../../src/base/index.ts';
import type { ByteSource, ByteStream } from '../../src/codec/index.ts';

export interface Streamed {
  readonly source: ByteSource;
  /** Where streams were opened. */
  readonly opened: number[];
  /** How many of them were let go of. */
  closed(): number;
}

/**
 * @param bytes that `source` reads, too
 * @param mostBytes of a piece
 */
export function streamedSource(
  source: ByteSource,
  bytes: Uint8Array,
  { mostBytes = 100, seed = 1 }: { readonly mostBytes?: number; readonly seed?: number } = {},
): Streamed {
  const random = seededRandom(seed);
  const opened: number[] = [];
  let closed = 0;
  const stream = (from: number): ByteStream => {
    let at = from;
    opened.push(from);
    return {
      read: async (buffer, into) => {
        const taken = structuredClone(buffer, { transfer: [buffer] });
        const room = Math.min(taken.byteLength - into, bytes.length - at);
        const length = Math.min(room, 1 + random.below(mostBytes));
        new Uint8Array(taken).set(bytes.subarray(at, at + length), into);
        at += length;
        if (random.below(2) === 0) await new Promise((resolve) => setImmediate(resolve));
        return { buffer: taken, length };
      },
      close: () => {
        closed++;
      },
    };
  };
  return { source: { ...source, stream }, opened, closed: () => closed };
}
