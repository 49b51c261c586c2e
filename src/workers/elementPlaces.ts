/*
 * Where the elements of one large collection begin. Each has its length before it, so the way to one leads over all
 * before it; what was passed on the way is remembered, so that the way is gone once.
 */
import { type ByteSource, type ListedElements, readExactly, readU32 } from '../codec/index.ts';

/** A place is remembered for each so many elements. */
const STEP = 1024;
const WINDOW_BYTES = 1 << 20;
const LENGTH_BYTES = 4;
const SCORE_BYTES = 8;

/** The parts of an element: a length and its bytes, or so many bytes. */
type Part = 'prefixed' | number;

export class ElementPlaces {
  readonly #source: ByteSource;
  /** Where the content begins in the source, and how long it is. */
  readonly #base: number;
  readonly #length: number;
  readonly #parts: readonly Part[];
  /** Of every {@link STEP}th element, relative to the content. */
  readonly #places: number[];

  constructor(source: ByteSource, base: number, length: number, { field, at, dimension }: ListedElements) {
    this.#source = source;
    this.#base = base;
    this.#length = length;
    this.#places = [at];
    this.#parts =
      field.kind === 'vector-set'
        ? ['prefixed', dimension * 4]
        : field.of.map(({ kind }) => (kind === 'f64' ? SCORE_BYTES : 'prefixed'));
  }

  /** Where element `number` begins in the content; null where the content ends before. */
  async of(number: number): Promise<number | null> {
    const known = Math.min(this.#places.length - 1, Math.floor(number / STEP));
    let at = this.#places[known] as number;
    let window: Uint8Array = new Uint8Array(0);
    let windowAt = at;
    for (let element = known * STEP; element < number; element++) {
      if (element % STEP === 0) this.#places[element / STEP] = at;
      for (const part of this.#parts) {
        if (part !== 'prefixed') at += part;
        else {
          if (at + LENGTH_BYTES > this.#length) return null;
          if (at + LENGTH_BYTES > windowAt + window.length) {
            window = await this.#read(at);
            windowAt = at;
          }
          at += LENGTH_BYTES + readU32(window, at - windowAt);
        }
      }
      if (at > this.#length) return null;
    }
    return at;
  }

  #read(at: number): Promise<Uint8Array> {
    return readExactly(this.#source, this.#base + at, Math.min(WINDOW_BYTES, this.#length - at));
  }
}
