/*
 * Where each field of one record lies, for the inspector and the byte pane. Unlike the walk it tolerates anything:
 * it lists what it can and stops where the bytes do, so a damaged record can be looked into.
 */
import { assertNever } from '../../base/index.ts';
import { readU32 } from '../bytes/cursor.ts';
import type { ElementField, Field } from './fields.ts';

export type FieldRole =
  | 'tag'
  | 'length'
  | 'count'
  | 'key'
  | 'value'
  | 'number'
  | 'flag'
  | 'checksum'
  | 'nonce'
  | 'header'
  | 'opaque';

/** How a span's bytes are to be read. */
export type SpanKind = 'u8' | 'u16' | 'u32' | 'i64' | 'f32' | 'f64' | 'text' | 'bytes' | 'magic' | 'checksum';

/** One field's place. `at` is relative to the record's first byte. */
export interface FieldSpan {
  /** Unique in its record: "key", "key.length", "members[3].score". */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly role: FieldRole;
  readonly kind: SpanKind;
  readonly at: number;
  readonly length: number;
  /** The table's entry, for names of values and meanings of numbers; null for lengths, tags and checksums. */
  readonly field: Field | null;
  /** The span claims more bytes than there are. */
  readonly cut: boolean;
}

/**
 * The bytes of a record as far as they are at hand: of a large one only the beginning and the end are read. */
export interface LayoutBytes {
  /** The record's size, at hand or not. */
  readonly length: number;
  /** The little-endian number at `at`; null where it isn't at hand. */
  u32(at: number): number | null;
}

/** All of a record's bytes. */
export const wholeLayout = (bytes: Uint8Array): LayoutBytes => ({
  length: bytes.length,
  u32: (at) => (at + 4 <= bytes.length ? readU32(bytes, at) : null),
});

/** Which elements of a collection to list. */
export interface ElementPage {
  /** The number of the first, and where it begins. */
  readonly first: number;
  readonly at: number;
}

/** What an element consists of: a length and so many bytes, a bulk string of a command, or a number of bytes. */
export type ElementPart = 'prefixed' | 'bulk' | number;

/** The elements of a collection that are listed. */
export interface ListedElements {
  /** Of each element. */
  readonly parts: readonly ElementPart[];
  /** Where element 0 begins. */
  readonly at: number;
  readonly first: number;
  readonly count: number;
  readonly total: number;
}

const SCORE_BYTES = 8;
const DIMENSION_BYTES = 4;

const partsOf = (field: Collection, dimension: number): readonly ElementPart[] =>
  field.kind === 'vector-set'
    ? ['prefixed', dimension * DIMENSION_BYTES]
    : field.of.map(({ kind }) => (kind === 'f64' ? SCORE_BYTES : 'prefixed'));

type Collection = Extract<Field, { kind: 'many' | 'vector-set' }>;

/** Collects spans, up to a limit of elements. */
export class LayoutBuilder {
  readonly spans: FieldSpan[] = [];
  /** Null for a record without a collection. */
  elements: ListedElements | null = null;
  /** Elements that were counted but not listed. */
  omitted = 0;
  /** The next byte. */
  at: number;
  /** False once the bytes ended inside a field. */
  whole = true;
  readonly #bytes: LayoutBytes;
  readonly #maxElements: number;
  readonly #page: ElementPage | null;

  /**
   * @param maxElements how many elements of a collection to list
   * @param page which of them; the first ones where it is null
   */
  constructor(bytes: LayoutBytes, at: number, maxElements: number, page: ElementPage | null = null) {
    this.#bytes = bytes;
    this.at = at;
    this.#maxElements = maxElements;
    this.#page = page;
  }

  /** Adds a fixed-size field. @returns whether its bytes are all there */
  fixed(
    path: string,
    name: string,
    role: FieldRole,
    kind: SpanKind,
    length: number,
    depth = 0,
    field: Field | null = null,
  ): boolean {
    const there = this.whole && this.at + length <= this.#bytes.length;
    if (!this.whole) return false;
    this.spans.push({ path, name, depth, role, kind, at: this.at, length, field, cut: !there });
    this.at += length;
    this.whole = there;
    return there;
  }

  /** Adds a length and the bytes it counts. */
  #prefixed(path: string, name: string, role: FieldRole, kind: SpanKind, depth: number, field: Field): void {
    const lengthAt = this.at;
    if (!this.fixed(`${path}.length`, `${name} length`, 'length', 'u32', 4, depth)) return;
    const length = this.#number(lengthAt);
    if (length !== null) this.fixed(path, name, role, kind, length, depth, field);
  }

  /** The number at `at`; null, and the layout ends, where it isn't at hand. */
  #number(at: number): number | null {
    const value = this.#bytes.u32(at);
    if (value === null) this.whole = false;
    return value;
  }

  fields(fields: readonly Field[]): void {
    for (const field of fields) {
      if (!this.whole) return;
      this.#field(field);
    }
  }

  #field(field: Field): void {
    const { name } = field;
    switch (field.kind) {
      case 'str':
      case 'bytes':
      case 'f64':
        this.#element(field, name, 0);
        return;
      case 'i64':
        this.fixed(name, name, 'number', 'i64', 8, 0, field);
        return;
      case 'u32':
        this.fixed(name, name, 'number', 'u32', 4, 0, field);
        return;
      case 'u8':
        this.fixed(name, name, 'number', 'u8', 1, 0, field);
        return;
      case 'flag':
        this.fixed(name, name, 'flag', 'u8', 1, 0, field);
        return;
      case 'vector':
        this.#vector(name, 0);
        return;
      case 'many':
        this.#many(field, 0, (index) => {
          const path = `${name}[${index}]`;
          if (field.of.length === 1) this.#element({ ...(field.of[0] as ElementField), name: path }, path, 1);
          else for (const element of field.of) this.#element({ ...element }, `${path}.${element.name}`, 1);
        });
        return;
      case 'vector-set': {
        const dimensionAt = this.at;
        if (!this.fixed(`${name}.dim`, 'dim', 'count', 'u32', 4)) return;
        const dimension = this.#number(dimensionAt);
        if (dimension === null) return;
        this.#many(field, dimension, (index) => {
          const path = `${name}[${index}]`;
          this.#element({ kind: 'str', name: 'name', label: 'name', role: 'text' }, `${path}.name`, 1);
          this.fixed(`${path}.vector`, `${path} vector`, 'value', 'bytes', dimension * 4, 1);
        });
        return;
      }
      default:
        assertNever(field);
    }
  }

  #element(field: ElementField, path: string, depth: number): void {
    if (!this.whole) return;
    const name = depth === 0 ? field.name : path;
    if (field.kind === 'f64') this.fixed(path, name, 'number', 'f64', 8, depth, field);
    else if (field.kind === 'str') {
      this.#prefixed(path, name, field.role === 'text' ? 'value' : 'key', 'text', depth, field);
    } else this.#prefixed(path, name, 'value', 'bytes', depth, field);
  }

  #vector(name: string, depth: number): void {
    const dimensionAt = this.at;
    if (!this.fixed(`${name}.dim`, 'dim', 'count', 'u32', 4, depth)) return;
    const dimension = this.#number(dimensionAt);
    if (dimension !== null) this.fixed(name, name, 'value', 'bytes', dimension * 4, depth);
  }

  #many(field: Collection, dimension: number, element: (index: number) => void): void {
    const { name } = field;
    const countAt = this.at;
    if (!this.fixed(`${name}.count`, `${name} count`, 'count', 'u32', 4)) return;
    const total = this.#number(countAt);
    if (total === null) return;
    const { at } = this;
    const first = Math.min(this.#page?.first ?? 0, total);
    this.at = this.#page?.at ?? at;
    const end = Math.min(total, first + this.#maxElements);
    let index = first;
    for (; index < end && this.whole; index++) {
      const spans = this.spans.length;
      element(index);
      if (this.whole || this.spans.at(-1)?.cut === true || index === first) continue;
      // Its bytes are not at hand; it begins the next page.
      this.spans.length = spans;
      index--;
    }
    this.elements = { parts: partsOf(field, dimension), at, first, count: index - first, total };
    this.omitted = total - (index - first);
    // What follows the elements can't be placed without walking them all.
    if (index < total) this.whole = false;
  }
}
