import { ContentPieces, type Step, type VisitValue } from './contentPieces.ts';

/** Goes over the values of one row's content. @param tag of its record, or the entry's type */
export type ContentValues = (content: ContentPieces, tag: number) => Step<void>;

/**
 * One walk over the values of a row: texts and bytes that are no key. Its content may come in pieces, so that a large
 * one need never be whole in memory. Stops where the bytes do, so damaged ones are fine.
 */
export class ValueWalk {
  readonly #content: ContentPieces;
  readonly #steps: Step<void>;

  /** @param length of the whole content */
  constructor(values: ContentValues, tag: number, length: number, visit: VisitValue) {
    this.#content = new ContentPieces(length, visit);
    this.#steps = values(this.#content, tag);
  }

  /** A visit said that it was enough. */
  get hit(): boolean {
    return this.#content.hit;
  }

  /** Goes on with the piece that comes next. @returns whether another may tell more */
  feed(piece: Uint8Array): boolean {
    this.#content.add(piece);
    return this.#steps.next().done !== true;
  }
}
