/* A source made of stretches of others, read as if it were written down already. */
import { fileOffset } from '../base/index.ts';
import { type ByteSource, memorySource, readExactly } from '../codec/index.ts';
import type { OutputPiece } from './applyPlan.ts';

/** Bytes `from … to` of a source. */
export interface SourcePart {
  readonly source: ByteSource;
  readonly from: number;
  readonly to: number;
}

/** The parts one after the other. Nothing is read before it is asked for. */
export function joinedSource(parts: readonly SourcePart[]): ByteSource {
  const filled = parts.filter((part) => part.to > part.from);
  // Where each part begins, and at last the size.
  const starts = [0];
  for (const { from, to } of filled) starts.push((starts.at(-1) as number) + to - from);
  const size = starts.at(-1) as number;
  return {
    size: () => size,
    origin: (at, length) => {
      const part = partAt(starts, at);
      const { source, from } = filled[part] ?? { source: null, from: 0 };
      const isWithin = at + length <= (starts[part + 1] ?? 0);
      return source === null || !isWithin ? null : { source, at: from + at - (starts[part] as number) };
    },
    read: async (at, length) => {
      const end = Math.min(size, at + length);
      if (at >= end) return new Uint8Array(0);
      let part = partAt(starts, at);
      const first = await readPart(filled, starts, part, at, end);
      if (first.length === end - at) return first;
      const bytes = new Uint8Array(end - at);
      bytes.set(first);
      for (let filledTo = first.length; filledTo < bytes.length; ) {
        part++;
        const next = await readPart(filled, starts, part, at + filledTo, end);
        bytes.set(next, filledTo);
        filledTo += next.length;
      }
      return bytes;
    },
  };
}

/** What a plan would write. */
export const piecesSource = (source: ByteSource, pieces: readonly OutputPiece[]): ByteSource =>
  joinedSource(
    pieces.map((piece) =>
      piece.kind === 'copy'
        ? { source, from: piece.from, to: piece.to }
        : { source: memorySource(piece.bytes), from: 0, to: piece.bytes.length },
    ),
  );

/** The last part that begins at or before `at`. */
function partAt(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The bytes `at … end` of the whole, as far as one part has them. */
function readPart(
  parts: readonly SourcePart[],
  starts: readonly number[],
  part: number,
  at: number,
  end: number,
): Promise<Uint8Array> {
  const { source, from } = parts[part] as SourcePart;
  const begins = starts[part] as number;
  const ends = Math.min(end, starts[part + 1] as number);
  return readExactly(source, fileOffset(from + at - begins), ends - at);
}
