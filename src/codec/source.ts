import { type FileOffset, fileOffset } from '../base/index.ts';

/**
 * Where bytes come from. Each platform has one small adapter; everything else reads through these two.
 *
 * A read may be shorter than asked for only at the end of the file. It rejects when the platform can't read
 * (the file vanished, changed, or permission was withdrawn).
 */
export interface ByteSource {
  /** The size in bytes when the source was opened; a file that grows later keeps this size. */
  size(): number;
  /** `length` bytes from `at`, owned by the caller. */
  read(at: FileOffset, length: number): Promise<Uint8Array>;
  /**
   * The stretch of another source that these bytes are copied from; null, or not there, where they are from no single
   * one.
   */
  readonly origin?: (at: number, length: number) => SourcePlace | null;
  /** Reads on and on from `at`; null, or not there, where the platform can't. Whoever opens one closes it. */
  readonly stream?: (at: FileOffset) => ByteStream | null;
}

/** Reads a source from front to back into memory that is used again: fresh memory costs as much as the reading. */
export interface ByteStream {
  /**
   * Reads what is there into `buffer` from `from` on, at most to its end. The buffer is given away, also when the read
   * fails; its memory comes back in the answer.
   */
  read(buffer: ArrayBuffer, from: number): Promise<StreamedBytes>;
  close(): void;
}

export interface StreamedBytes {
  readonly buffer: ArrayBuffer;
  /** How many bytes were read; 0 at the end. */
  readonly length: number;
}

/** A place in a source. */
export interface SourcePlace {
  readonly source: ByteSource;
  readonly at: number;
}

/** Where bytes come from in the end: two ranges of one length that have the same origin are the same bytes. */
export function originOf(source: ByteSource, at: number, length: number): SourcePlace {
  const from = source.origin?.(at, length) ?? null;
  return from === null ? { source, at } : originOf(from.source, from.at, length);
}

/** A source over bytes in memory, for tests, samples and small inputs. Reads are views, not copies. */
export const memorySource = (bytes: Uint8Array): ByteSource => ({
  size: () => bytes.length,
  read: (at, length) => Promise.resolve(bytes.subarray(at, at + length)),
});

/** The file is not what it was when it was opened. */
export class SourceChangedError extends Error {
  override readonly name = 'SourceChangedError';
}

/**
 * Reads `length` bytes that the source's size promises.
 * @throws SourceChangedError when there are fewer: the file shrank
 */
export async function readExactly(source: ByteSource, at: number, length: number): Promise<Uint8Array> {
  const bytes = await source.read(fileOffset(at), length);
  if (bytes.length !== length) {
    throw new SourceChangedError(`${length} bytes were to be read at ${at}, ${bytes.length} are there`);
  }
  return bytes;
}
