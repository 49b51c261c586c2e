/*
 * Goes over the values of one string field of a record where they lie: only the lengths on the way are read, nothing
 * is decoded or allocated.
 */
import { assert, assertNever } from '../../base/index.ts';
import { readU32 } from '../bytes/cursor.ts';
import type { Field } from './fields.ts';

/** What a step skips beside a fixed number of bytes. */
const PREFIXED = -1;
const FLOATS = -2;
/** Behind the name of a field of several: "members[].member". */
const EACH = '[].';

/** Fields to skip: how many bytes each, or one of the above. */
type Steps = readonly number[];

function stepOver(field: Field): number {
  switch (field.kind) {
    case 'str':
    case 'bytes':
      return PREFIXED;
    case 'i64':
    case 'f64':
      return 8;
    case 'u32':
      return 4;
    case 'u8':
    case 'flag':
      return 1;
    case 'vector':
      return FLOATS;
    case 'many':
    case 'vector-set':
      throw new Error(`internal error: ${field.name} is not skipped`);
    default:
      return assertNever(field);
  }
}

/** One walk at a time: it begins anew with `start` and keeps nothing else. */
export class StringField {
  readonly #isMany: boolean;
  /** What lies before the field, or before the count of its elements. */
  readonly #before: Steps;
  /** What lies around the string in one element. */
  readonly #ahead: Steps;
  readonly #behind: Steps;

  /** The value's first byte, and where it ends. */
  from = 0;
  to = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #left = 0;
  #at = 0;

  /** @param path the field's name, or "members[].member" for one of each element */
  constructor(fields: readonly Field[], path: string) {
    const [name, part] = path.split(EACH);
    const place = fields.findIndex((field) => field.name === name);
    const field = fields[place];
    this.#before = fields.slice(0, place).map(stepOver);
    this.#isMany = field?.kind === 'many';
    const elements: readonly Field[] = field?.kind === 'many' ? field.of : field === undefined ? [] : [field];
    const own = elements.findIndex((element) => element.name === (part ?? name));
    const kind = elements[own]?.kind;
    assert(kind === 'str' || kind === 'bytes', `${path} is no string`);
    this.#ahead = elements.slice(0, own).map(stepOver);
    this.#behind = elements.slice(own + 1).map(stepOver);
  }

  /**
   * Begins with another record, which must have passed the size walk. The bytes are borrowed until the next one.
   * @param at where its fields begin
   * @returns how many values there are
   */
  start(bytes: Uint8Array, at: number): number {
    this.#bytes = bytes;
    this.#at = at;
    this.#skip(this.#before);
    this.#left = 1;
    if (this.#isMany) {
      this.#left = readU32(bytes, this.#at);
      this.#at += 4;
    }
    return this.#left;
  }

  /** Goes to the next value. @returns false when there is none */
  next(): boolean {
    if (this.#left === 0) return false;
    this.#left--;
    this.#skip(this.#ahead);
    this.from = this.#at + 4;
    this.to = this.from + readU32(this.#bytes, this.#at);
    this.#at = this.to;
    this.#skip(this.#behind);
    return true;
  }

  #skip(steps: Steps): void {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as number;
      if (step >= 0) this.#at += step;
      else this.#at += 4 + readU32(this.#bytes, this.#at) * (step === FLOATS ? 4 : 1);
    }
  }
}
