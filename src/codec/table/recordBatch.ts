/*
 * Takes records many at a time by the compiled walk (`batchModule`). It owns a block of memory that is copied into;
 * what it was given stays the caller's. One serves a whole thread: a block is known by the bytes that it was copied
 * from, and nothing is kept from one `take` to the next but that.
 */

import { CRC32_TABLES, crc32Update } from '../bytes/crc32.ts';
import { AOF_PROGRAM } from '../ember/programs.ts';
import { BATCH_RECORDS, BLOCK_BYTES, compileBatches, MEMORY } from './batchModule.ts';

/** Set in a result where the next record does not lie within the block. */
const SHORT = 1 << 31;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly run: (at: number, end: number) => number;
  readonly crc32: (state: number, from: number, to: number) => number;
}

export class RecordBatch {
  /** The keys' bytes, each from a word on, its last word filled up with zeros; `keysAt` point into it. */
  readonly keys: Int32Array;
  /** Columns of the records that `take` took. Add {@link offset} to `ends`. */
  readonly ends: Uint32Array;
  readonly tags: Uint8Array;
  /** −1 where a record has no key. */
  readonly keysAt: Int32Array;
  /** Bytes. */
  readonly keyLengths: Uint32Array;
  /** The `hashBytes` of each key. */
  readonly hashes: Int32Array;
  readonly expiries: Float64Array;

  readonly #exports: Exports;
  readonly #memory: Uint8Array;
  #bytes: Uint8Array | null = null;
  #from = 0;
  #to = 0;

  private constructor(exports: Exports) {
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#memory = new Uint8Array(buffer);
    this.keys = new Int32Array(buffer, MEMORY.keys, BLOCK_BYTES / 4);
    this.ends = new Uint32Array(buffer, MEMORY.ends, BATCH_RECORDS);
    this.tags = new Uint8Array(buffer, MEMORY.tags, BATCH_RECORDS);
    this.keysAt = new Int32Array(buffer, MEMORY.keysAt, BATCH_RECORDS);
    this.keyLengths = new Uint32Array(buffer, MEMORY.keyLengths, BATCH_RECORDS);
    this.hashes = new Int32Array(buffer, MEMORY.hashes, BATCH_RECORDS);
    this.expiries = new Float64Array(buffer, MEMORY.expiries, BATCH_RECORDS);
    new Int32Array(buffer, MEMORY.tables, CRC32_TABLES.length).set(CRC32_TABLES);
  }

  /** Null where the platform has no WebAssembly, or its policy forbids it: the interpreter does without. */
  static create(): RecordBatch | null {
    try {
      const module = new WebAssembly.Module(compileBatches(AOF_PROGRAM));
      return new RecordBatch(new WebAssembly.Instance(module).exports as unknown as Exports);
    } catch {
      return null;
    }
  }

  /** What has to be added to one of `ends` to make it a position in the bytes that were given. */
  get offset(): number {
    return this.#from - MEMORY.block;
  }

  /**
   * Takes whole records of a log from `at` on.
   * @returns how many, at most {@link BATCH_RECORDS}; 0 when the interpreter has to look at the one at `at`
   */
  take(bytes: Uint8Array, at: number): number {
    if (bytes !== this.#bytes || at < this.#from || at >= this.#to) this.#load(bytes, at);
    const taken = this.#run(at);
    if (taken !== SHORT || at === this.#from || this.#to === bytes.length) return taken & ~SHORT;
    this.#load(bytes, at);
    return this.#run(at) & ~SHORT;
  }

  /** Folds `bytes[from … to)` into a running checksum. */
  checksum(state: number, bytes: Uint8Array, from: number, to: number): number {
    this.#bytes = null;
    let crc = state;
    for (let at = from; at < to; at += BLOCK_BYTES) {
      const end = Math.min(to, at + BLOCK_BYTES);
      this.#memory.set(bytes.subarray(at, end), MEMORY.block);
      crc = this.#exports.crc32(crc, MEMORY.block, MEMORY.block + end - at);
    }
    return crc;
  }

  /** Lets go of the bytes that were given last. */
  release(): void {
    this.#bytes = null;
  }

  #run(at: number): number {
    const from = at - this.#from + MEMORY.block;
    return this.#exports.run(from, this.#to - this.#from + MEMORY.block);
  }

  #load(bytes: Uint8Array, at: number): void {
    this.#bytes = bytes;
    this.#from = at;
    this.#to = Math.min(bytes.length, at + BLOCK_BYTES);
    this.#memory.set(bytes.subarray(at, this.#to), MEMORY.block);
  }
}

/** Below this the copy into the module's memory isn't paid back. */
const WORTH_BYTES = 4 << 10;

/** What `crc32Update` does, three times as fast over long stretches where there is WebAssembly. */
export function crc32Long(state: number, bytes: Uint8Array, from = 0, to: number = bytes.length): number {
  const batch = to - from < WORTH_BYTES ? null : recordBatch();
  return batch === null ? crc32Update(state, bytes, from, to) : batch.checksum(state, bytes, from, to);
}

let shared: RecordBatch | null | undefined;

/** The one of this thread, compiled when it is first asked for. */
export function recordBatch(): RecordBatch | null {
  if (shared === undefined) shared = RecordBatch.create();
  return shared;
}
