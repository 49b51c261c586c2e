import { textInPieces } from './textInPieces.ts';
import type { TextMatcher } from './textMatcher.ts';
import type { TextInPieces, TextPattern } from './textPattern.ts';
import { type ContentValues, ValueWalk } from './valueWalk.ts';

/** A value that a query asks for. */
export interface WantedValue {
  readonly text: TextPattern;
  readonly ignoreCase: boolean;
  /** For values that are at hand as a whole. */
  readonly matcher: TextMatcher;
}

/** Looks for several values at once in one row's content, which comes in pieces. */
export class ValueSearch {
  /** By the number of the wanted value. */
  readonly found: boolean[];
  readonly #wanted: readonly WantedValue[];
  /** Made for the first value that is not at hand as a whole. */
  readonly #inPieces: TextInPieces[] = [];
  readonly #walk: ValueWalk;

  constructor(values: ContentValues, tag: number, length: number, wanted: readonly WantedValue[]) {
    this.#wanted = wanted;
    this.found = wanted.map(() => false);
    this.#walk = new ValueWalk(values, tag, length, (bytes, from, to, begins, ends) => {
      for (const [i, value] of wanted.entries()) {
        if (this.found[i] === true) continue;
        this.found[i] =
          begins && ends ? value.matcher(bytes, from, to) : this.#piece(i, bytes, from, to, begins, ends);
      }
      return this.found.every(Boolean);
    });
  }

  /** @returns whether another piece may tell more */
  feed(piece: Uint8Array): boolean {
    return this.#walk.feed(piece);
  }

  #piece(i: number, bytes: Uint8Array, from: number, to: number, begins: boolean, ends: boolean): boolean {
    const { text, ignoreCase } = this.#wanted[i] as WantedValue;
    this.#inPieces[i] ??= textInPieces(text, ignoreCase);
    const value = this.#inPieces[i];
    if (begins) value.begin();
    return value.feed(bytes, from, to) || (ends && value.end());
  }
}
