import { readU32 } from '../../codec/index.ts';

const NOTHING = new Uint8Array(0);
const LENGTH_BYTES = 4;

/**
 * Told where a value lies in the bytes at hand, and whether it begins and ends there. True says that this is enough.
 */
export type VisitValue = (
  bytes: Uint8Array,
  from: number,
  to: number,
  begins: boolean,
  ends: boolean,
) => boolean;

/** A step of a walk: it pauses where it needs the next piece. */
export type Step<T> = Generator<void, T>;

/** A record's content that comes in pieces, or in one, and a place in it. The pieces are borrowed, one at a time. */
export class ContentPieces {
  /** The next byte, as the content counts; behind the piece at hand where that is skipped. */
  at = 0;
  /** A visit said that it was enough. */
  hit = false;
  /** Of the whole content. */
  readonly length: number;
  readonly #visit: VisitValue;
  #piece: Uint8Array = NOTHING;
  /** Where the piece at hand begins and ends in the content. */
  #base = 0;
  #end = 0;

  constructor(length: number, visit: VisitValue) {
    this.length = length;
    this.#visit = visit;
  }

  /** The piece that comes next. */
  add(piece: Uint8Array): void {
    this.#base = this.#end;
    this.#piece = piece;
    this.#end += piece.length;
  }

  /** @returns false where the content ends first */
  skip(bytes: number): boolean {
    if (this.at + bytes > this.length) return false;
    this.at += bytes;
    return true;
  }

  /** A length and its bytes, where they are at hand as a whole. @returns false, and nothing is done, for others */
  quickText(isValue: boolean): boolean {
    const from = this.at - this.#base + LENGTH_BYTES;
    if (this.at + LENGTH_BYTES > this.#end) return false;
    const length = readU32(this.#piece, from - LENGTH_BYTES);
    if (from + length > this.#piece.length) return false;
    this.at += LENGTH_BYTES + length;
    if (isValue && this.#visit(this.#piece, from, from + length, true, true)) this.hit = true;
    return true;
  }

  /** Null where the content ends first. */
  *byte(): Step<number | null> {
    if (this.at >= this.length) return null;
    while (this.at >= this.#end) yield;
    return this.#piece[this.at++ - this.#base] as number;
  }

  /** Null where the content ends first. */
  *u32(): Step<number | null> {
    if (this.at + LENGTH_BYTES > this.length) return null;
    if (this.at + LENGTH_BYTES <= this.#end) {
      this.at += LENGTH_BYTES;
      return readU32(this.#piece, this.at - LENGTH_BYTES - this.#base);
    }
    let value = 0;
    for (let factor = 1; factor < 2 ** 32; factor *= 256) value += ((yield* this.byte()) ?? 0) * factor;
    return value;
  }

  /** So many bytes; visited where they are a value. @returns false where the content ends first, or it was enough */
  *text(length: number, isValue: boolean): Step<boolean> {
    if (!isValue) return this.skip(length);
    const to = this.at + length;
    if (to > this.length) return false;
    for (let begins = true; ; begins = false) {
      while (this.at >= this.#end && this.at < to) yield;
      const from = this.at - this.#base;
      this.at = Math.min(to, this.#end);
      const ends = this.at === to;
      if (this.#visit(this.#piece, from, this.at - this.#base, begins, ends)) this.hit = true;
      if (ends || this.hit) return !this.hit;
    }
  }
}
