/*
 * Bytes as the grid wants them: by position, now or later. Reads go out in aligned windows, a few are kept, and
 * whoever shows them is told when one arrives. One store serves one space of one scan, so nothing in it goes stale.
 */

/** What one request fetches. */
export const WINDOW_SIZE = 0x10000;

/** Kept windows: enough for the pane, a page each way, and a copy or a converter elsewhere. */
const KEPT = 12;

export type ReadBytes = (at: number, length: number) => Promise<Uint8Array>;

export class ByteWindows {
  readonly size: number;
  readonly #read: ReadBytes;
  /** In order of use, the oldest first. */
  readonly #windows = new Map<number, Uint8Array>();
  readonly #asked = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #failure: unknown = null;

  constructor(size: number, read: ReadBytes) {
    this.size = size;
    this.#read = read;
  }

  /** Changes whenever an answer would. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Why the last read failed, null when it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The byte at `at`, or null while it is not here (outside the space: never). Asks for nothing. */
  byteAt(at: number): number | null {
    const window = this.#windows.get(Math.floor(at / WINDOW_SIZE));
    return window?.[at % WINDOW_SIZE] ?? null;
  }

  /** The bytes of `[from, to)` when all of them are here. */
  slice(from: number, to: number): Uint8Array | null {
    const bytes = new Uint8Array(Math.max(0, to - from));
    for (let i = 0; i < bytes.length; i++) {
      const byte = this.byteAt(from + i);
      if (byte === null) return null;
      bytes[i] = byte;
    }
    return bytes;
  }

  /** Sends for the windows of `[from, to)` that are neither here nor under way. */
  want(from: number, to: number): void {
    const first = Math.floor(Math.max(0, from) / WINDOW_SIZE);
    const last = Math.floor((Math.min(this.size, to) - 1) / WINDOW_SIZE);
    for (let index = first; index <= last; index++) {
      const window = this.#windows.get(index);
      if (window !== undefined) {
        this.#windows.delete(index);
        this.#windows.set(index, window);
      } else if (!this.#asked.has(index)) void this.#fetch(index);
    }
  }

  /** Forgets a failure and asks again. */
  retry(from: number, to: number): void {
    this.#failure = null;
    this.#announce();
    this.want(from, to);
  }

  async #fetch(index: number): Promise<void> {
    this.#asked.add(index);
    try {
      const at = index * WINDOW_SIZE;
      const length = Math.min(WINDOW_SIZE, this.size - at);
      const bytes = await this.#read(at, length);
      // A worker that can't read answers with fewer bytes.
      if (bytes.length < length) throw new Error(`only ${bytes.length} of ${length} bytes could be read`);
      this.#windows.set(index, bytes);
      for (const oldest of this.#windows.keys()) {
        if (this.#windows.size <= KEPT) break;
        this.#windows.delete(oldest);
      }
      this.#failure = null;
    } catch (error) {
      this.#failure = error;
    }
    this.#asked.delete(index);
    this.#announce();
  }

  #announce(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
