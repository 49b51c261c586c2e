import { assertNever } from '../../base/index.ts';
import { entryValues, recordValues } from './contentFields.ts';
import { ContentPieces, type Step, type VisitValue } from './contentPieces.ts';
import { commandValues, stringValues } from './redisFields.ts';

/** How to read a row's content. */
export interface ContentForm {
  /** Ember's records or entries; commands of a RESP log; strings of an RDB. */
  readonly kind: 'records' | 'entries' | 'commands' | 'strings';
  /** A snapshot's layout: 1 without type byte. */
  readonly layout: number;
}

/**
 * One walk over the values of a row: texts and bytes that are no key. Its content may come in pieces, so that a large
 * one need never be whole in memory. Stops where the bytes do, so damaged ones are fine.
 */
export class ValueWalk {
  readonly #content: ContentPieces;
  readonly #steps: Step<void>;

  /** @param length of the whole content */
  constructor(form: ContentForm, tag: number, length: number, visit: VisitValue) {
    this.#content = new ContentPieces(length, visit);
    this.#steps = stepsOf(form, tag, this.#content);
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

function stepsOf(form: ContentForm, tag: number, content: ContentPieces): Step<void> {
  switch (form.kind) {
    case 'records':
      return recordValues(content, tag);
    case 'entries':
      return entryValues(content, tag, form.layout);
    case 'commands':
      return commandValues(content, tag);
    case 'strings':
      return stringValues(content);
    default:
      return assertNever(form.kind);
  }
}
