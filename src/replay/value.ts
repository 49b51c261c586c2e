/* What a key holds. Text is a JavaScript string: replay only ever sees keys that are valid UTF-8. */

import { EditedString } from './editedString.ts';
import { type Bytes, FarBytes, FLOAT_BYTES } from './farBytes.ts';
import type { ItemDeque } from './itemDeque.ts';
import { ShortString } from './shortString.ts';

/** A 64-bit float as its bits, with its member. Kept in the order of insertion, as ember does. */
export interface ScoredMember {
  readonly member: string;
  score: bigint;
}

export interface VectorElement<B extends Bytes = Uint8Array> {
  readonly name: string;
  /** 32-bit floats as bits; in their file, as bytes. */
  vector: Uint32Array | Exclude<B, Uint8Array>;
}

/** `B` says where its bytes may be: all in memory, unless it is told otherwise. */
export type Value<B extends Bytes = Uint8Array> =
  | { readonly type: 'string'; bytes: B }
  | { readonly type: 'list'; readonly items: ItemDeque<B> }
  | { readonly type: 'zset'; members: Map<string, ScoredMember> }
  | { readonly type: 'hash'; fields: Map<string, B> }
  | { readonly type: 'set'; members: Set<string> }
  | { readonly type: 'proto'; typeName: Uint8Array; data: B }
  | {
      readonly type: 'vector';
      readonly metric: number;
      readonly quantization: number;
      readonly connectivity: number;
      readonly expansionAdd: number;
      elements: Map<string, VectorElement<B>>;
    };

export type ValueType = Value['type'];

/** A key's value and expiry. */
export interface Held<B extends Bytes = Uint8Array> {
  value: Value<B>;
  /** Milliseconds left, as recorded; negative for none, 0 for expired. A signed 64-bit number. */
  ttlMs: bigint;
  /** Set where the expiry is an absolute Unix time, in milliseconds; `ttlMs` then follows from the clock. */
  expireAtMs: bigint | null;
}

/**
 * A deep copy: COPY gives the destination a value of its own. Bytes are shared, they are never changed in place; the
 * range of a string is.
 */
export function cloneValue<B extends Bytes>(value: Value<B>): Value<B> {
  switch (value.type) {
    case 'string': {
      if (value instanceof ShortString) return value.copy() as Value as Value<B>;
      const { bytes } = value;
      return { type: 'string', bytes: bytes instanceof FarBytes ? (bytes.copy() as B) : bytes };
    }
    case 'proto':
      return { ...value };
    case 'list':
      return { type: 'list', items: value.items.clone() };
    case 'zset':
      return {
        type: 'zset',
        members: new Map([...value.members].map(([name, member]) => [name, { ...member }])),
      };
    case 'hash':
      return { type: 'hash', fields: new Map(value.fields) };
    case 'set':
      return { type: 'set', members: new Set(value.members) };
    case 'vector':
      return {
        ...value,
        elements: new Map([...value.elements].map(([name, element]) => [name, { ...element }])),
      };
  }
}

/** A string that makes its bytes, or would have to leave them alone, when it is asked for them. */
const makesBytes = (value: Value<Bytes>): value is EditedString | ShortString =>
  value instanceof ShortString || value instanceof EditedString;

/** Whether a string's bytes are in their file. */
export const isFarString = (value: Value<Bytes>): value is { readonly type: 'string'; bytes: FarBytes } =>
  value.type === 'string' && !makesBytes(value) && value.bytes instanceof FarBytes;

export const dimensionsOf = (vector: Uint32Array | FarBytes): number =>
  vector instanceof FarBytes ? vector.length / FLOAT_BYTES : vector.length;

/** How many items a collection has; the bytes of a string. */
export function sizeOf(value: Value<Bytes>): number {
  switch (value.type) {
    case 'string':
      return makesBytes(value) ? value.length : value.bytes.length;
    case 'proto':
      return value.data.length;
    case 'list':
      return value.items.length;
    case 'zset':
    case 'set':
      return value.members.size;
    case 'hash':
      return value.fields.size;
    case 'vector':
      return value.elements.size;
  }
}
