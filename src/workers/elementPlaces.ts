/*
 * Where the elements of one large collection begin. Each has its length before it, so the way to one leads over all
 * before it; what was passed on the way is remembered, so that the way is gone once.
 */
import {
  argumentSpans,
  type ByteSource,
  type ElementPart,
  type ListedElements,
  readExactly,
  readU32,
} from '../codec/index.ts';

/** A place is remembered for each so many elements. */
const STEP = 1024;
const WINDOW_BYTES = 1 << 20;
const LENGTH_BYTES = 4;
/** The line of a bulk string's length, or what is left of the one behind its bytes. */
const LINE_BYTES = 64;
const LINE_END = 0x0a;

export class ElementPlaces {
  readonly #source: ByteSource;
  /** Where the content begins in the source, and how long it is. */
  readonly #base: number;
  readonly #length: number;
  readonly #parts: readonly ElementPart[];
  /** Of every {@link STEP}th element, relative to the content. */
  readonly #places: number[];
  /** What was read last, and where in the content. */
  #window: Uint8Array = new Uint8Array(0);
  #windowAt = 0;

  constructor(source: ByteSource, base: number, length: number, { parts, at }: ListedElements) {
    this.#source = source;
    this.#base = base;
    this.#length = length;
    this.#places = [at];
    this.#parts = parts;
  }

  /** Where element `number` begins in the content; null where the content ends before. */
  async of(number: number): Promise<number | null> {
    const known = Math.min(this.#places.length - 1, Math.floor(number / STEP));
    let at = this.#places[known] as number;
    for (let element = known * STEP; element < number; element++) {
      if (element % STEP === 0) this.#places[element / STEP] = at;
      for (const part of this.#parts) {
        const end = typeof part === 'number' ? at + part : await this.#endOf(part, at);
        if (end === null || end > this.#length) return null;
        at = end;
      }
    }
    return at;
  }

  /** Where a part that begins with its length ends; null where the content does before. */
  async #endOf(part: Exclude<ElementPart, number>, at: number): Promise<number | null> {
    if (part === 'prefixed') {
      if (at + LENGTH_BYTES > this.#length) return null;
      const from = await this.#reach(at, LENGTH_BYTES);
      return at + LENGTH_BYTES + readU32(this.#window, from);
    }
    const from = await this.#reach(at, LINE_BYTES);
    const [bulk] = argumentSpans(this.#window.subarray(from, from + LINE_BYTES), 1, 0);
    if (bulk === undefined) return null;
    const bytesEnd = at + bulk.at + bulk.length;
    if (bytesEnd >= this.#length) return null;
    const rest = await this.#reach(bytesEnd, LINE_BYTES);
    const lineEnd = this.#window.indexOf(LINE_END, rest);
    return lineEnd < 0 ? null : bytesEnd + lineEnd + 1 - rest;
  }

  /** Makes the window hold so many bytes from `at` on, or all that there are. @returns where in it */
  async #reach(at: number, bytes: number): Promise<number> {
    const end = Math.min(at + bytes, this.#length);
    if (at < this.#windowAt || end > this.#windowAt + this.#window.length) {
      this.#window = await this.#read(at);
      this.#windowAt = at;
    }
    return at - this.#windowAt;
  }

  #read(at: number): Promise<Uint8Array> {
    return readExactly(this.#source, this.#base + at, Math.min(WINDOW_BYTES, this.#length - at));
  }
}
