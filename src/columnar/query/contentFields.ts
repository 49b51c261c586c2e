/* The values in ember's records and entries. */
import { entrySpec, type Field, recordSpec } from '../../codec/index.ts';
import type { ContentPieces, Step } from './contentPieces.ts';

export function* recordValues(content: ContentPieces, tag: number): Step<void> {
  content.skip(1);
  yield* fieldValues(content, recordSpec(tag)?.fields ?? []);
}

/** @param layout of the snapshot: 1 has no type byte */
export function* entryValues(content: ContentPieces, type: number, layout: number): Step<void> {
  const keyLength = yield* content.u32();
  if (keyLength === null || !content.skip(keyLength + (layout === 1 ? 0 : 1))) return;
  yield* fieldValues(content, entrySpec(type)?.fields ?? []);
}

function* fieldValues(content: ContentPieces, fields: readonly Field[]): Step<void> {
  for (const field of fields) {
    if (!quick(content, field) && !(yield* slow(content, field))) return;
    if (content.hit) return;
  }
}

const isValue = (field: Field): boolean =>
  field.kind === 'bytes' || (field.kind === 'str' && field.role === 'text');

/** Walks a field that is at hand as a whole, or that needn't be. @returns false, and nothing is done, for others */
function quick(content: ContentPieces, field: Field): boolean {
  switch (field.kind) {
    case 'str':
    case 'bytes':
      return content.quickText(isValue(field));
    case 'f64':
    case 'i64':
      return content.skip(8);
    case 'u32':
      return content.skip(4);
    case 'u8':
    case 'flag':
      return content.skip(1);
    default:
      return false;
  }
}

/** @returns whether to go on */
function* slow(content: ContentPieces, field: Field): Step<boolean> {
  switch (field.kind) {
    case 'str':
    case 'bytes':
      return yield* prefixed(content, isValue(field));
    case 'vector': {
      const dimension = yield* content.u32();
      return dimension !== null && content.skip(dimension * 4);
    }
    case 'many': {
      const count = yield* content.u32();
      for (let i = 0; i < (count ?? 0); i++) {
        for (const element of field.of) {
          if (!quick(content, element) && !(yield* slow(content, element))) return false;
          if (content.hit) return false;
        }
      }
      return count !== null;
    }
    case 'vector-set': {
      const dimension = yield* content.u32();
      const count = dimension === null ? null : yield* content.u32();
      for (let i = 0; i < (count ?? 0); i++) {
        if (!content.quickText(true) && !(yield* prefixed(content, true))) return false;
        if (content.hit || !content.skip((dimension ?? 0) * 4)) return false;
      }
      return count !== null;
    }
    default:
      // Of a fixed size, and the content ends in it.
      return false;
  }
}

function* prefixed(content: ContentPieces, visited: boolean): Step<boolean> {
  const length = yield* content.u32();
  return length !== null && (yield* content.text(length, visited));
}
