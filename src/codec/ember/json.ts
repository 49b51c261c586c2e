/*
 * Records and entries as JSON: bytes as base64, 64-bit integers as decimal strings, floats as numbers (or "NaN",
 * "Infinity", "-Infinity") beside their bits in hexadecimal. Text that is not valid UTF-8 becomes `…_base64`.
 */
import { assertNever } from '../../base/index.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import type { ElementField, Field, VectorSet } from '../table/fields.ts';
import { f32FromBits, f64FromBits, floatForJson } from '../table/numbers.ts';
import { ENTRIES, type SnapshotEntry } from './entries.ts';
import { type AofRecord, RECORDS } from './records.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Properties = { [name: string]: Json };

const recordFields = new Map<string, readonly Field[]>(RECORDS.map((spec) => [spec.type, spec.fields]));
const recordTags = new Map<string, number>(RECORDS.map((spec) => [spec.type, spec.tag]));
const entrySpecs = new Map<string, { readonly tag: number; readonly fields: readonly Field[] }>(
  ENTRIES.map((spec) => [spec.type, spec]),
);

const vectorText = (bits: Uint32Array): Json => Array.from(bits, (each) => floatForJson(f32FromBits(each)));
const vectorBits = (bits: Uint32Array): string =>
  Array.from(bits, (each) => each.toString(16).padStart(8, '0')).join(' ');

function putText(to: Properties, name: string, bytes: Uint8Array): void {
  const text = decodeUtf8(bytes);
  if (text === null) to[`${name}_base64`] = encodeBase64(bytes);
  else put(to, name, text);
}

/** Sets an own property, also where the name is `__proto__`. */
function put(to: Properties, name: string, value: Json): void {
  Object.defineProperty(to, name, { value, enumerable: true, configurable: true, writable: true });
}

function elementJson(of: readonly ElementField[], element: unknown): Json {
  if (of.length === 1) {
    const only = of[0] as ElementField;
    if (only.kind !== 'str') return encodeBase64(element as Uint8Array);
    const text = decodeUtf8(element as Uint8Array);
    return text ?? { base64: encodeBase64(element as Uint8Array) };
  }
  const values = element as Record<string, unknown>;
  const json: Properties = {};
  // The name comes before the score, as people read it, although the file has the score first.
  const named = [...of].sort((a, b) => Number(a.kind === 'f64') - Number(b.kind === 'f64'));
  for (const field of named) {
    const value = values[field.name];
    if (field.kind === 'str') putText(json, field.name, value as Uint8Array);
    else if (field.kind === 'bytes') json[field.name] = encodeBase64(value as Uint8Array);
    else {
      json[field.name] = floatForJson(f64FromBits(value as bigint));
      json[`${field.name}_bits`] = (value as bigint).toString(16).padStart(16, '0');
    }
  }
  return json;
}

function putField(to: Properties, field: Field, value: unknown): void {
  switch (field.kind) {
    case 'str':
      putText(to, field.name, value as Uint8Array);
      return;
    case 'bytes':
      to[field.name] = encodeBase64(value as Uint8Array);
      return;
    case 'i64':
      // Offsets are unsigned in ember, whatever the 64 bits look like.
      to[field.name] = (
        field.meaning === 'offset' ? BigInt.asUintN(64, value as bigint) : (value as bigint)
      ).toString();
      return;
    case 'f64':
      to[field.name] = floatForJson(f64FromBits(value as bigint));
      return;
    case 'u8':
    case 'u32':
      to[field.name] = value as number;
      return;
    case 'flag':
      to[field.name] = value !== 0;
      return;
    case 'vector':
      to[field.name] = vectorText(value as Uint32Array);
      to[`${field.name}_bits`] = vectorBits(value as Uint32Array);
      return;
    case 'many':
      to[field.name] = (value as readonly unknown[]).map((element) => elementJson(field.of, element));
      return;
    case 'vector-set': {
      const set = value as VectorSet;
      to.dim = set.dim;
      to.elements = set.elements.map((element) => {
        const json: Properties = {};
        putText(json, 'name', element.name);
        json.vector = vectorText(element.vector);
        json.vector_bits = vectorBits(element.vector);
        return json;
      });
      return;
    }
    default:
      assertNever(field);
  }
}

/** A log record as JSON, with `tag` and `type` first. */
export function recordToJson(record: AofRecord): { [name: string]: Json } {
  const json: Properties = { tag: recordTags.get(record.type) ?? null, type: record.type };
  const values = record as unknown as Record<string, unknown>;
  for (const field of recordFields.get(record.type) ?? []) putField(json, field, values[field.name]);
  return json;
}

const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

/**
 * A snapshot entry as JSON. A hash's fields and a set's members come sorted by their bytes, a repeated one once (the
 * last wins): they have no order, and this is what a reader ends up with.
 */
export function entryToJson(entry: SnapshotEntry): { [name: string]: Json } {
  const spec = entrySpecs.get(entry.type);
  const json: Properties = { type_tag: spec?.tag ?? null, type: entry.type };
  putText(json, 'key', entry.key);
  if (entry.type === 'proto' || entry.type === 'vector') {
    const value: Properties = {};
    const values = entry as unknown as Record<string, unknown>;
    for (const field of spec?.fields ?? []) putField(value, field, values[field.name]);
    json.value = value;
  } else if (entry.type === 'hash') {
    const last = new Map(entry.value.map((pair) => [encodeBase64(pair.field), pair]));
    const pairs = [...last.values()].sort((a, b) => compareBytes(a.field, b.field));
    json.value = pairs.map((pair) => elementJson(ENTRIES[3].fields[0].of, pair));
  } else if (entry.type === 'set') {
    const members = new Map(entry.value.map((member) => [encodeBase64(member), member]));
    json.value = [...members.values()]
      .sort(compareBytes)
      .map((member) => elementJson(ENTRIES[4].fields[0].of, member));
  } else {
    for (const field of spec?.fields ?? [])
      putField(json, field, (entry as { readonly value: unknown }).value);
  }
  json.expire_ms = entry.expire_ms.toString();
  return json;
}
