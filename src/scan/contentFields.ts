/* The values in one of ember's records, read in place. Stops where the bytes do, so damaged ones are fine. */
import { entrySpec, type Field, readU32, recordSpec } from '../codec/index.ts';
import type { FileIndex } from './fileIndex.ts';

/**
 * Calls `visit` with the place of each value in a row's content in turn: texts and bytes that are no key. True from it
 * ends the walk.
 * @returns whether it was ended so
 */
export type SomeValue = (
  index: FileIndex,
  tag: number,
  content: Uint8Array,
  visit: (from: number, to: number) => boolean,
) => boolean;

/** Where the fields behind a key begin; null where the content is too short. */
function fieldsOf(
  index: FileIndex,
  tag: number,
  content: Uint8Array,
): { readonly fields: readonly Field[]; readonly at: number } | null {
  const spec = index.kind === 'aof' ? recordSpec(tag) : entrySpec(tag);
  if (spec === undefined) return null;
  if (index.kind === 'aof') return { fields: spec.fields, at: 1 };
  if (content.length < 4) return null;
  const at = 4 + readU32(content, 0) + (index.layout === 1 ? 0 : 1);
  return at <= content.length ? { fields: spec.fields, at } : null;
}

export const someEmberValue: SomeValue = (index, tag, content, visit) => {
  const found = fieldsOf(index, tag, content);
  if (found === null) return false;
  const walk = new FieldWalk(content, found.at, visit);
  for (const field of found.fields) if (!walk.field(field)) break;
  return walk.hit;
};

class FieldWalk {
  at: number;
  hit = false;
  readonly #content: Uint8Array;
  readonly #visit: (from: number, to: number) => boolean;

  constructor(content: Uint8Array, at: number, visit: (from: number, to: number) => boolean) {
    this.#content = content;
    this.at = at;
    this.#visit = visit;
  }

  /** @returns whether to go on */
  field(field: Field): boolean {
    switch (field.kind) {
      case 'str':
      case 'bytes':
        return this.#prefixed(field.kind === 'bytes' || field.role === 'text');
      case 'f64':
      case 'i64':
        return this.#skip(8);
      case 'u32':
        return this.#skip(4);
      case 'u8':
      case 'flag':
        return this.#skip(1);
      case 'vector': {
        const dimension = this.#u32();
        return dimension !== null && this.#skip(dimension * 4);
      }
      case 'many':
        return this.#many(() => field.of.every((element) => this.field(element)));
      default: {
        const dimension = this.#u32();
        return dimension !== null && this.#many(() => this.#prefixed(true) && this.#skip(dimension * 4));
      }
    }
  }

  #many(element: () => boolean): boolean {
    const count = this.#u32();
    if (count === null) return false;
    for (let i = 0; i < count; i++) if (!element()) return false;
    return true;
  }

  #prefixed(isValue: boolean): boolean {
    const length = this.#u32();
    if (length === null) return false;
    const from = this.at;
    if (!this.#skip(length)) return false;
    if (isValue && this.#visit(from, this.at)) this.hit = true;
    return !this.hit;
  }

  #u32(): number | null {
    const { at } = this;
    return this.#skip(4) ? readU32(this.#content, at) : null;
  }

  #skip(bytes: number): boolean {
    if (this.at + bytes > this.#content.length) return false;
    this.at += bytes;
    return true;
  }
}
