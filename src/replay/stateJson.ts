/* What a shard holds, as JSON: sorted by the bytes of the key, in the shape of `shardscope recover`. */
import { encodeBase64, f32FromBits, f64FromBits, floatForJson, type Json } from '../codec/index.ts';
import type { Bytes } from './farBytes.ts';
import { parseKeyName } from './keyName.ts';
import type { AnyKeyspace } from './keyspace.ts';
import { eachHeld } from './nearValues.ts';
import type { Held, Value } from './value.ts';

/**
 * Compares text by its UTF-8 bytes, which is by code point. JavaScript's own order is by UTF-16 unit: there a surrogate,
 * which stands for a code point above all others, comes before U+E000 and what follows.
 */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    if (isSurrogate(left) === isSurrogate(right)) return left - right;
    return isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** The fields of a hash in the order of their names' bytes. */
export const sortedFields = <T>(fields: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...fields].sort(([a], [b]) => compareText(a, b));

/** Keys by their bytes. JavaScript's own order differs from that only where there are surrogates. */
export const sortedKeys = (names: Iterable<string>): string[] => {
  const keys = [...names];
  return keys.some((key) => /[\ud800-\udfff]/.test(key)) ? keys.sort(compareText) : keys.sort();
};

const vectorBits = (bits: Uint32Array): string =>
  Array.from(bits, (each) => each.toString(16).padStart(8, '0')).join(' ');

function valueJson(value: Value): Json {
  switch (value.type) {
    case 'string':
      return encodeBase64(value.bytes);
    case 'list':
      return value.items.all().map((item) => encodeBase64(item));
    case 'zset':
      return [...value.members.values()].map(({ member, score }) => ({
        member,
        score: floatForJson(f64FromBits(score)),
        score_bits: score.toString(16).padStart(16, '0'),
      }));
    case 'hash':
      return sortedFields(value.fields).map(([field, bytes]) => ({ field, value: encodeBase64(bytes) }));
    case 'set':
      return [...value.members].sort(compareText);
    case 'proto':
      return { type_name: new TextDecoder().decode(value.typeName), data: encodeBase64(value.data) };
    case 'vector':
      return {
        metric: value.metric,
        quantization: value.quantization,
        connectivity: value.connectivity,
        expansion_add: value.expansionAdd,
        elements: [...value.elements.values()].map(({ name, vector }) => ({
          name,
          vector: Array.from(vector, (bits) => floatForJson(f32FromBits(bits))),
          vector_bits: vectorBits(vector),
        })),
      };
  }
}

/** What is said of a key beside what it holds. */
export interface KeyNotes {
  /** The format has databases: the key's is told. */
  readonly databases: boolean;
  /** A command that is not replayed decides what it holds. */
  readonly unclear: boolean;
}

export const NO_NOTES: KeyNotes = { databases: false, unclear: false };

const notesJson = (name: string, { databases, unclear }: KeyNotes): { readonly [name: string]: Json } => ({
  ...(databases ? { db: parseKeyName(name).database } : {}),
  ...(unclear ? { uncertain: true } : {}),
});

/** A key of which nothing is known but that it may be there. */
export const unclearToJson = (name: string, databases: boolean): { readonly [name: string]: Json } => ({
  key: parseKeyName(name).key,
  type: null,
  value: null,
  ttl_ms: null,
  ...notesJson(name, { databases, unclear: true }),
});

/** One key as JSON. An absolute expiry that lies ahead is given as itself. */
export function heldToJson(
  name: string,
  held: Held,
  notes: KeyNotes = NO_NOTES,
): { readonly [name: string]: Json } {
  const absolute = held.expireAtMs !== null && held.ttlMs > 0n;
  const ttl = held.ttlMs < 0n || absolute ? null : held.ttlMs.toString();
  return {
    key: parseKeyName(name).key,
    type: held.value.type,
    value: valueJson(held.value),
    ttl_ms: ttl,
    ...(absolute ? { expire_at_ms: String(held.expireAtMs) } : {}),
    ...notesJson(name, notes),
  };
}

/** Whether the key is still there once recovery ends: a TTL of exactly 0 has expired. */
export const isAlive = (held: Held<Bytes>): boolean => held.ttlMs !== 0n;

/** The keys that are there once recovery ends. */
export function aliveKeys(keyspace: AnyKeyspace): string[] {
  const alive: string[] = [];
  for (const [key, held] of keyspace.keys) if (isAlive(held)) alive.push(key);
  return alive;
}

/** Every key that is there after recovery, sorted. */
export async function* stateToJson(keyspace: AnyKeyspace): AsyncGenerator<{ readonly [name: string]: Json }> {
  for await (const [key, held] of eachHeld(keyspace, sortedKeys(keyspace.keys.keys()))) {
    if (held !== undefined && isAlive(held)) yield heldToJson(key, held);
  }
}
