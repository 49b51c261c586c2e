/*
 * Windows over a stream: what is kept of one window stands before what is read for the next. Two buffers are used in
 * turn, so that their memory stays in the processor's cache; one read is under way while a window is worked on.
 */
import { fileOffset } from '../base/index.ts';
import { type ByteSource, type ByteStream, SourceChangedError, type StreamedBytes } from '../codec/index.ts';

/** Room for what is kept of the window before. What needs more gets memory of its own. */
const KEPT_BYTES = 64 << 10;
/** Room for what is read. */
const READ_BYTES = 1 << 20;
/** Shorter windows, where the file has more, cost more than they bring. */
const WORTH_BYTES = 256 << 10;

export class StreamWindows {
  readonly #stream: ByteStream;
  readonly #size: number;
  readonly #kept: number;
  readonly #worth: number;
  /** The file offset behind the window. */
  #end: number;
  /** What comes next, behind the room for what is kept. */
  #ahead: Promise<StreamedBytes>;
  /** The other buffer: the window's, or nobody's. */
  #other: ArrayBuffer;

  /**
   * @param mostBytes that are read at once
   * @returns null where the source has no stream
   */
  static open(source: ByteSource, at: number, mostBytes: number): StreamWindows | null {
    const stream = source.stream?.(fileOffset(at)) ?? null;
    return stream === null
      ? null
      : new StreamWindows(stream, at, source.size(), Math.min(READ_BYTES, mostBytes));
  }

  private constructor(stream: ByteStream, at: number, size: number, room: number) {
    this.#stream = stream;
    this.#end = at;
    this.#size = size;
    this.#kept = Math.min(KEPT_BYTES, room);
    this.#worth = Math.min(WORTH_BYTES, room);
    this.#other = new ArrayBuffer(this.#kept + room);
    this.#ahead = this.#read(new ArrayBuffer(this.#kept + room), this.#kept);
  }

  /**
   * The next window: what is kept of the one before, and what follows it in the file, at least as much again. It is
   * valid until the next call. There must be something that follows.
   */
  async next(kept: Uint8Array): Promise<Uint8Array> {
    // Of the array itself nothing is left once its memory is given away.
    const keptBytes = kept.length;
    const least = Math.min(Math.max(this.#worth, keptBytes), this.#size - this.#end);
    const { buffer, length } = await this.#ahead;
    this.#expect(length);
    const isLong = keptBytes > this.#kept;
    const at = isLong ? keptBytes : this.#kept;
    let target = isLong ? new ArrayBuffer(at + Math.max(least, length)) : buffer;
    if (isLong) new Uint8Array(target, at).set(new Uint8Array(buffer, this.#kept, length));
    new Uint8Array(target).set(kept, at - keptBytes);
    let filled = length;
    while (filled < least) {
      const more = await this.#read(target, at + filled);
      this.#expect(more.length);
      target = more.buffer;
      filled += more.length;
    }
    this.#end += filled;
    const spare = isLong ? buffer : this.#other;
    if (!isLong) this.#other = target;
    if (this.#end < this.#size) this.#ahead = this.#read(spare, this.#kept);
    return new Uint8Array(target, at - keptBytes, keptBytes + filled);
  }

  /** Lets go of the file. */
  close(): void {
    this.#stream.close();
  }

  #read(buffer: ArrayBuffer, from: number): Promise<StreamedBytes> {
    const read = this.#stream.read(buffer, from);
    // A read that nobody comes to wait for must not surface as an unhandled rejection.
    read.catch(() => undefined);
    return read;
  }

  #expect(length: number): void {
    if (length === 0)
      throw new SourceChangedError(`${this.#size} bytes were to be read, ${this.#end} are there`);
  }
}
