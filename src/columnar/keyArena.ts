/*
 * The words that a key dictionary lives in: entries and hash table. They lie in an ordinary buffer until there is much
 * to search, and then in the memory of a WebAssembly module that searches it (`internModule`). Places stay the same.
 */
import { Allowance } from '../base/index.ts';
import { compileIntern, INTERN_AREA, type InternKeys } from './internModule.ts';
import { PLACE_BITS } from './keyLayout.ts';

/** Words of an arena at most: 1 GiB. */
export const MOST_WORDS: number = 1 << PLACE_BITS;
const FIRST_WORDS = 1 << 13;
const PAGE_WORDS = (64 << 10) / 4;

export class KeyArena {
  /** All words, and the same memory as bytes. Other objects once more of them are taken. */
  words = new Int32Array(FIRST_WORDS);
  bytes = new Uint8Array(this.words.buffer);
  #memory: WebAssembly.Memory | null = null;
  /** Behind everything that was ever taken. Nothing is at 0. */
  #top = 1;
  /** Words below the top that were given back. */
  #spare = 0;
  #spareEnd = 0;
  readonly #allowance: Allowance;
  readonly #mostWords: number;

  /**
   * @param allowance for what the arena grows by
   * @param mostWords that it may have, up to {@link MOST_WORDS}
   */
  constructor(allowance = new Allowance(Number.POSITIVE_INFINITY), mostWords = MOST_WORDS) {
    this.#allowance = allowance;
    this.#mostWords = mostWords;
  }

  /** Bytes that the arena occupies. */
  get memory(): number {
    return this.bytes.length;
  }

  /** Where `count` words can be written. They count as taken once {@link take} says so. @returns 0 when there is no room */
  room(count: number): number {
    if (this.#spareEnd - this.#spare >= count) return this.#spare;
    const end = this.#top + count;
    if (end > this.#mostWords) return 0;
    if (end > this.words.length) this.#grow(end);
    return this.#top;
  }

  /** Takes the words from `at`, which {@link room} returned last, to `end`. */
  take(at: number, end: number): void {
    if (at === this.#spare && at < this.#spareEnd) this.#spare = end;
    else this.#top = end;
  }

  /** Gives back words, to be taken again. What is left of those given back before is forgotten. */
  giveBack(at: number, end: number): void {
    this.#spare = at;
    this.#spareEnd = end;
  }

  /**
   * Moves everything into the memory of a WebAssembly module.
   * @returns the module's search, and the word where its area begins; null where the platform has no WebAssembly, or no
   * memory for it
   */
  moveToWasm(): WasmSearch | null {
    const exports = instantiate(this.words.length);
    if (exports === null) return null;
    const before = this.words;
    this.#memory = exports.memory;
    this.#show(exports.memory);
    this.words.set(before);
    const size = INTERN_AREA.bytes / 4;
    const area = this.room(size);
    this.take(area, area + size);
    return { intern: exports.intern, area };
  }

  #grow(atLeast: number): void {
    const { length } = this.words;
    const more = Math.min(Math.max(atLeast - length, length >>> 3), this.#mostWords - length);
    this.#allowance.take(more * 4);
    if (this.#memory !== null) {
      this.#memory.grow(Math.ceil(more / PAGE_WORDS));
      this.#show(this.#memory);
      return;
    }
    const larger = new Int32Array(length + more);
    larger.set(this.words);
    this.words = larger;
    this.bytes = new Uint8Array(larger.buffer);
  }

  /** A memory that has grown has another buffer. */
  #show({ buffer }: WebAssembly.Memory): void {
    this.words = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
  }
}

/** The search in the module's memory. */
export interface WasmSearch {
  readonly intern: InternKeys;
  readonly area: number;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly intern: InternKeys;
}

let compiled: WebAssembly.Module | undefined;

/** A module whose memory has room for `words`. */
function instantiate(words: number): Exports | null {
  try {
    compiled ??= new WebAssembly.Module(compileIntern());
    const exports = new WebAssembly.Instance(compiled).exports as unknown as Exports;
    const missing = words - exports.memory.buffer.byteLength / 4;
    if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE_WORDS));
    return exports;
  } catch {
    return null;
  }
}
