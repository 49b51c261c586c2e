/* What a key holds. Text is a JavaScript string: replay only ever sees keys that are valid UTF-8. */

import { EditedString } from './editedString.ts';
import type { ItemDeque } from './itemDeque.ts';

/** A 64-bit float as its bits, with its member. Kept in the order of insertion, as ember does. */
export interface ScoredMember {
  readonly member: string;
  score: bigint;
}

export interface VectorElement {
  readonly name: string;
  /** 32-bit floats as bits. */
  vector: Uint32Array;
}

export type Value =
  | { readonly type: 'string'; bytes: Uint8Array }
  | { readonly type: 'list'; readonly items: ItemDeque<Uint8Array> }
  | { readonly type: 'zset'; members: Map<string, ScoredMember> }
  | { readonly type: 'hash'; fields: Map<string, Uint8Array> }
  | { readonly type: 'set'; members: Set<string> }
  | { readonly type: 'proto'; typeName: Uint8Array; data: Uint8Array }
  | {
      readonly type: 'vector';
      readonly metric: number;
      readonly quantization: number;
      readonly connectivity: number;
      readonly expansionAdd: number;
      elements: Map<string, VectorElement>;
    };

export type ValueType = Value['type'];

/** A key's value and expiry. */
export interface Held {
  value: Value;
  /** Milliseconds left, as recorded; negative for none, 0 for expired. A signed 64-bit number. */
  ttlMs: bigint;
  /** Set where the expiry is an absolute Unix time, in milliseconds; `ttlMs` then follows from the clock. */
  expireAtMs: bigint | null;
}

/** A deep copy: COPY gives the destination a value of its own. Bytes are shared, they are never changed in place. */
export function cloneValue(value: Value): Value {
  switch (value.type) {
    case 'string':
      return { type: 'string', bytes: value.bytes };
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

/** How many items a collection has; the bytes of a string. */
export function sizeOf(value: Value): number {
  switch (value.type) {
    case 'string':
      // Without asking for bytes that it would then have to leave alone.
      return value instanceof EditedString ? value.length : value.bytes.length;
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
