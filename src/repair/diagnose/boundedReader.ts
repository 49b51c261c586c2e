/*
 * Reads for a diagnosis: from blocks read before where possible, and never more in all than a few times the file.
 * Past that bound every read answers null, as does one for more than is held at once, and whoever asked says nothing
 * rather than guess.
 */
import { type ByteSource, readExactly } from '../../codec/index.ts';
import type { CancelSignal } from '../../scan/index.ts';

const BLOCK_BYTES = 64 << 10;
/** 4 MiB: the neighbourhood of several faults. */
const MOST_BLOCKS = 64;
/** Larger reads go straight through. */
const LARGEST_CACHED = 8 * BLOCK_BYTES;
/** More is never in memory at once, however large the gap or the value that is asked about. */
export const LARGEST_READ = 32 << 20;
/** Times the file's size. */
const MOST_READS = 3;
const LEAST_BYTES = 1 << 20;

/** How reads give way to others. */
export interface ReaderOptions {
  readonly signal?: CancelSignal;
  /** Called with each read of the file; reading goes on when the promise does. */
  readonly onProgress?: () => Promise<void> | void;
}

export class BoundedReader {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #options: ReaderOptions;
  /** The most recently used comes last. */
  readonly #blocks = new Map<number, Uint8Array>();
  #left: number;

  constructor(source: ByteSource, options: ReaderOptions = {}) {
    this.#source = source;
    this.#options = options;
    this.size = source.size();
    this.#left = Math.max(LEAST_BYTES, this.size * MOST_READS);
  }

  /** The bytes `from … to`, as far as the file has them, borrowed; null when that is too much, or was read already, or when it is to stop. */
  async read(from: number, to: number): Promise<Uint8Array | null> {
    const at = Math.max(0, from);
    const end = Math.min(to, this.size);
    if (end <= at) return new Uint8Array(0);
    if (end - at > LARGEST_CACHED) return this.#spend(at, end);
    const first = Math.floor(at / BLOCK_BYTES);
    const last = Math.floor((end - 1) / BLOCK_BYTES);
    if (first === last) {
      const block = await this.#block(first);
      return block?.subarray(at - first * BLOCK_BYTES, end - first * BLOCK_BYTES) ?? null;
    }
    const bytes = new Uint8Array(end - at);
    for (let number = first; number <= last; number++) {
      const block = await this.#block(number);
      if (block === null) return null;
      const base = number * BLOCK_BYTES;
      const skip = Math.max(0, at - base);
      bytes.set(block.subarray(skip, Math.min(block.length, end - base)), base + skip - at);
    }
    return bytes;
  }

  async #block(number: number): Promise<Uint8Array | null> {
    const base = number * BLOCK_BYTES;
    const block =
      this.#blocks.get(number) ?? (await this.#spend(base, Math.min(base + BLOCK_BYTES, this.size)));
    if (block === null) return null;
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    const oldest = this.#blocks.keys().next();
    if (this.#blocks.size > MOST_BLOCKS && oldest.done !== true) this.#blocks.delete(oldest.value);
    return block;
  }

  async #spend(from: number, to: number): Promise<Uint8Array | null> {
    if (to - from > Math.min(this.#left, LARGEST_READ) || this.#options.signal?.aborted === true) return null;
    this.#left -= to - from;
    await this.#options.onProgress?.();
    return readExactly(this.#source, from, to - from);
  }
}
