/*
 * Reads a file front to back and hands out one window at a time. It begins with slices that grow, several in flight:
 * whoever jumps may jump again soon. Once they have grown it goes on with a stream, where the source has one. Where a
 * record straddles two slices, a small joint of both is the window for as long as that record lasts; slices themselves
 * are never joined.
 *
 * The window's bytes are owned here and valid until the next `advance` or `seek`.
 */
import { type ByteSource, readExactly } from '../codec/index.ts';
import { StreamWindows } from './streamWindows.ts';

export interface WindowOptions {
  /** Bytes a read, once the reads have grown to it. */
  readonly sliceBytes: number;
  /** Reads under way at once. */
  readonly inFlight: number;
  /** Bytes of the first read: small, so that the first rows come at once. */
  readonly firstBytes: number;
}

/** Three reads of 16 MiB in flight moved twice what one at a time did. */
export const DEFAULT_WINDOWS: WindowOptions = { sliceBytes: 16 << 20, inFlight: 3, firstBytes: 256 << 10 };

/** Smaller reads would hold no whole header of anything. */
const SMALLEST_SLICE = 64;
/** How much of the next slice a joint takes. A record that needs more is read by itself. */
const JOINT_BYTES = 1 << 20;
const NOTHING = new Uint8Array(0);

export class Windows {
  /** The window. Empty before the first `seek`. */
  bytes: Uint8Array = NOTHING;
  /** The file offset of the window's first byte. */
  base = 0;

  readonly #source: ByteSource;
  readonly #options: WindowOptions;
  readonly #size: number;
  #reads: Promise<Uint8Array>[] = [];
  #nextRead = 0;
  #nextBytes: number;
  /** The slice that a joint has begun on; it is the next window. */
  #pending: { readonly bytes: Uint8Array; readonly base: number } | null = null;
  /** What goes on behind the reads under way. */
  #stream: StreamWindows | null = null;

  constructor(source: ByteSource, options: WindowOptions = DEFAULT_WINDOWS) {
    this.#source = source;
    this.#options = { ...options, sliceBytes: Math.max(SMALLEST_SLICE, options.sliceBytes) };
    this.#size = source.size();
    this.#nextBytes = Math.max(SMALLEST_SLICE, options.firstBytes);
  }

  /** The file offset behind the window. */
  get end(): number {
    return this.base + this.bytes.length;
  }

  /** Makes `at` the beginning of the window. Reads already under way are forgotten. */
  async seek(at: number): Promise<void> {
    this.close();
    this.#nextRead = at;
    // Whoever jumps may jump again soon: begin small.
    this.#nextBytes = Math.max(SMALLEST_SLICE, this.#options.firstBytes);
    this.base = at;
    this.bytes = (await this.#nextSlice()) ?? NOTHING;
  }

  /**
   * Moves the window forward so that it holds the byte at `keepFrom` and more behind it than before.
   * @param keepFrom from the window's base to its end
   * @returns false when the file has no more, or when what is kept is too long for a joint
   */
  async advance(keepFrom: number): Promise<boolean> {
    const pending = this.#pending;
    if (pending !== null && keepFrom >= pending.base) {
      this.#pending = null;
      this.bytes = pending.bytes;
      this.base = pending.base;
      return true;
    }
    if (pending !== null) return false;
    const rest = this.bytes.subarray(keepFrom - this.base);
    if (this.#isStreaming) return this.#goOn(rest);
    const sliceAt = this.end;
    const slice = await this.#nextSlice();
    if (slice === null) return false;
    if (rest.length === 0) {
      this.bytes = slice;
      this.base = sliceAt;
      return true;
    }
    const head = slice.subarray(0, JOINT_BYTES);
    const joint = new Uint8Array(rest.length + head.length);
    joint.set(rest);
    joint.set(head, rest.length);
    this.bytes = joint;
    this.base = keepFrom;
    this.#pending = { bytes: slice, base: sliceAt };
    return true;
  }

  /** Makes the window hold the byte at `at`: along the reads under way where they lead there, else by a seek. */
  async reach(at: number): Promise<void> {
    while (at >= this.end && (this.#pending !== null || at < this.#nextRead)) {
      const next = this.#pending ?? { base: this.end, bytes: await this.#nextSlice() };
      this.#pending = null;
      if (next.bytes === null) break;
      this.bytes = next.bytes;
      this.base = next.base;
    }
    const mostSkipped = this.#options.sliceBytes * this.#options.inFlight;
    while (this.#isStreaming && at >= this.end && at - this.end <= mostSkipped) {
      if (!(await this.#goOn(NOTHING))) break;
    }
    if (at < this.base || at >= this.end) await this.seek(at);
  }

  /** Lets go of the file and of the window; another `seek` or `reach` begins anew. */
  close(): void {
    this.#stream?.close();
    this.#stream = null;
    this.#reads = [];
    this.#pending = null;
    this.#nextRead = 0;
    this.bytes = NOTHING;
    this.base = 0;
  }

  get #isStreaming(): boolean {
    return this.#stream !== null && this.#pending === null && this.#reads.length === 0;
  }

  /** Moves the window along the stream, keeping its last bytes. */
  async #goOn(kept: Uint8Array): Promise<boolean> {
    const { end } = this;
    if (this.#stream === null || end >= this.#size || kept.length > this.#options.sliceBytes) return false;
    const base = end - kept.length;
    this.bytes = await this.#stream.next(kept);
    this.base = base;
    return true;
  }

  async #nextSlice(): Promise<Uint8Array | null> {
    while (
      this.#stream === null &&
      this.#reads.length < this.#options.inFlight &&
      this.#nextRead < this.#size
    ) {
      if (this.#reads.length > 0 && this.#nextBytes >= this.#options.sliceBytes) {
        this.#stream = StreamWindows.open(this.#source, this.#nextRead, this.#options.sliceBytes);
        if (this.#stream !== null) break;
      }
      const length = Math.min(this.#nextBytes, this.#size - this.#nextRead);
      const read = readExactly(this.#source, this.#nextRead, length);
      // A read that nobody comes to wait for must not surface as an unhandled rejection.
      read.catch(() => undefined);
      this.#reads.push(read);
      this.#nextRead += length;
      this.#nextBytes = Math.min(this.#options.sliceBytes, this.#nextBytes * 4);
    }
    return (await this.#reads.shift()) ?? null;
  }
}
