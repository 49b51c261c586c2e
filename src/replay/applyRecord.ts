/*
 * Applies one log record to a keyspace, by the rules of ember 0.4.9's recovery. Operations on a value of another
 * type, or on a key that is missing where one is needed, change nothing.
 */
import type { AofRecord } from '../codec/index.ts';
import { bitwise, setBit, setRange } from './bits.ts';
import { EditedString } from './editedString.ts';
import { type Bytes, NEAR_BYTES, nearBytes } from './farBytes.ts';
import { digitsOf, I64_MAX, inI64, parseI64, saturate } from './integers.ts';
import { ItemDeque } from './itemDeque.ts';
import { type AnyKeyspace, NO_TTL } from './keyspace.ts';
import { changeItems, type ItemContent } from './lists.ts';
import { textOf } from './text.ts';
import { cloneValue, type Held, sizeOf, type Value, type ValueType } from './value.ts';

/** What applying a record can do to the server itself. */
export type Applied =
  | { readonly outcome: 'applied' }
  /** The server would go down here. */
  | { readonly outcome: 'aborts'; readonly reason: string };

const APPLIED: Applied = { outcome: 'applied' };
/** Before the numbers of a vector. */
const COUNT_BYTES = 4;
/** Items are the bytes that the keyspace keeps. */
const itemsOf = (keyspace: AnyKeyspace): ItemContent<Bytes> => ({
  of: (bytes) => keyspace.keep(bytes),
  is: (item, bytes) => item.length === bytes.length && nearBytes(item).every((byte, i) => byte === bytes[i]),
});

type Of<T extends ValueType> = Extract<Value<Bytes>, { type: T }>;

/** The value of `key` if it has this type; created empty when the key is missing. */
function make<T extends ValueType>(
  keyspace: AnyKeyspace,
  key: string,
  type: T,
  empty: () => Of<T>,
): Of<T> | null {
  const held = keyspace.get(key);
  if (held !== undefined) return held.value.type === type ? (held.value as Of<T>) : null;
  const value = empty();
  keyspace.set(key, value, NO_TTL);
  return value;
}

/** The value of `key` if it is there and has this type. */
function find<T extends ValueType>(keyspace: AnyKeyspace, key: string, type: T): Of<T> | null {
  const held = keyspace.get(key);
  return held?.value.type === type ? (held.value as Of<T>) : null;
}

function dropIfEmpty(keyspace: AnyKeyspace, key: string, value: Value<Bytes>): void {
  if (sizeOf(value) === 0) keyspace.delete(key);
}

const emptyString = (): Of<'string'> => ({ type: 'string', bytes: new Uint8Array(0) });
const emptyList = (): Of<'list'> => ({ type: 'list', items: new ItemDeque() });

/**
 * Applies `record`. Its bytes may be borrowed: the keyspace keeps what stays. What the record looks into byte by byte
 * must be in memory: see `farValuesFor`.
 * @param nowMs the clock, Unix milliseconds, that absolute expiries are measured against
 */
export function applyRecord(keyspace: AnyKeyspace, record: AofRecord, nowMs: bigint): Applied {
  switch (record.type) {
    case 'SET':
      keyspace.set(textOf(record.key), keyspace.keepString(record.value), record.expire_ms);
      return APPLIED;
    case 'PROTO.SET': {
      const typeName = record.type_name.slice();
      const data = keyspace.keep(record.data);
      keyspace.set(textOf(record.key), { type: 'proto', typeName, data }, record.expire_ms);
      return APPLIED;
    }
    case 'PROTO.REGISTER':
      keyspace.schemas.set(textOf(record.name), record.descriptor.slice());
      return APPLIED;
    case 'DEL':
      keyspace.delete(textOf(record.key));
      return APPLIED;
    case 'EXPIRE':
      return setTtl(keyspace, record.key, unsigned(record.seconds) * 1000n);
    case 'PEXPIRE':
      return setTtl(keyspace, record.key, unsigned(record.milliseconds));
    case 'PERSIST':
      return setTtl(keyspace, record.key, NO_TTL);
    case 'PEXPIREAT': {
      const at = unsigned(record.timestamp_ms);
      return setTtl(keyspace, record.key, at > nowMs ? at - nowMs : 0n, at);
    }
    case 'RENAME': {
      const key = textOf(record.key);
      const held = keyspace.get(key);
      if (held === undefined) return APPLIED;
      keyspace.delete(key);
      keyspace.keys.set(textOf(record.newkey), held);
      return APPLIED;
    }
    case 'COPY': {
      const held = keyspace.get(textOf(record.source));
      const destination = textOf(record.destination);
      if (held === undefined || (record.replace === 0 && keyspace.get(destination) !== undefined))
        return APPLIED;
      keyspace.keys.set(destination, { ...held, value: cloneValue(held.value) });
      return APPLIED;
    }
    case 'INCR':
      return increment(keyspace, record.key, 1n);
    case 'DECR':
      return increment(keyspace, record.key, -1n);
    case 'INCRBY':
      return increment(keyspace, record.key, record.delta);
    case 'DECRBY':
      return increment(keyspace, record.key, saturate(-record.delta));
    case 'APPEND':
      return onString(keyspace, record.key, (string) => string.append(record.value));
    case 'SETRANGE':
      return onString(keyspace, record.key, (string) =>
        setRange(string, BigInt.asUintN(64, record.offset), record.value),
      );
    case 'SETBIT':
      return onString(keyspace, record.key, (string) =>
        setBit(string, BigInt.asUintN(64, record.offset), record.value),
      );
    case 'BITOP': {
      const sources = record.keys.map((key) => {
        const string = find(keyspace, textOf(key), 'string');
        return string === null ? new Uint8Array(0) : nearBytes(string.bytes);
      });
      keyspace.set(textOf(record.dest), { type: 'string', bytes: bitwise(record.op, sources) }, NO_TTL);
      return APPLIED;
    }
    case 'LPUSH':
    case 'RPUSH': {
      const list = make(keyspace, textOf(record.key), 'list', emptyList);
      if (list !== null) changeItems(list.items, record, itemsOf(keyspace));
      return APPLIED;
    }
    case 'LPOP':
    case 'RPOP':
    case 'LREM':
    case 'LTRIM':
    case 'LSET':
    case 'LINSERT': {
      const key = textOf(record.key);
      const list = find(keyspace, key, 'list');
      if (list === null) return APPLIED;
      const reason = changeItems(list.items, record, itemsOf(keyspace));
      if (reason !== null) return { outcome: 'aborts', reason };
      // LSET and LINSERT leave an empty list, as a push of nothing makes it, alone.
      if (record.type !== 'LSET' && record.type !== 'LINSERT') dropIfEmpty(keyspace, key, list);
      return APPLIED;
    }
    case 'ZADD': {
      const zset = make(keyspace, textOf(record.key), 'zset', () => ({ type: 'zset', members: new Map() }));
      for (const { score, member: name } of zset === null ? [] : record.members) {
        const member = textOf(name);
        const known = zset?.members.get(member);
        if (known === undefined) zset?.members.set(member, { member, score });
        else known.score = score;
      }
      return APPLIED;
    }
    case 'ZREM':
      return remove(keyspace, record.key, 'zset', (value) => value.members, record.members);
    case 'HSET': {
      const hash = make(keyspace, textOf(record.key), 'hash', () => ({ type: 'hash', fields: new Map() }));
      for (const { field, value } of hash === null ? [] : record.fields)
        hash?.fields.set(textOf(field), keyspace.keep(value));
      return APPLIED;
    }
    case 'HDEL':
      return remove(keyspace, record.key, 'hash', (value) => value.fields, record.fields);
    case 'HINCRBY': {
      const hash = make(keyspace, textOf(record.key), 'hash', () => ({ type: 'hash', fields: new Map() }));
      const field = textOf(record.field);
      const now = parseI64(hash?.fields.get(field) ?? new Uint8Array(0)) ?? 0n;
      hash?.fields.set(field, digitsOf(saturate(now + record.delta)));
      return APPLIED;
    }
    case 'SADD': {
      const set = make(keyspace, textOf(record.key), 'set', () => ({ type: 'set', members: new Set() }));
      for (const member of set === null ? [] : record.members) set?.members.add(textOf(member));
      return APPLIED;
    }
    case 'SREM':
      return remove(keyspace, record.key, 'set', (value) => value.members, record.members);
    case 'VADD': {
      const set = make(keyspace, textOf(record.key), 'vector', () => ({
        type: 'vector',
        metric: record.metric,
        quantization: record.quantization,
        connectivity: record.connectivity,
        expansionAdd: record.expansion_add,
        elements: new Map(),
      }));
      const name = textOf(record.element);
      const vector = keyspace.keepVector(record.element, record.vector, COUNT_BYTES);
      const known = set?.elements.get(name);
      if (known === undefined) set?.elements.set(name, { name, vector });
      else known.vector = vector;
      return APPLIED;
    }
    case 'VREM':
      return remove(keyspace, record.key, 'vector', (value) => value.elements, [record.element]);
  }
}

/** Earlier versions wrote times over the signed range as negative numbers; readers that accept them see them unsigned. */
const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);

function setTtl(
  keyspace: AnyKeyspace,
  key: Uint8Array,
  ttlMs: bigint,
  expireAtMs: bigint | null = null,
): Applied {
  const held = keyspace.get(textOf(key));
  if (held !== undefined) {
    held.ttlMs = ttlMs > I64_MAX ? I64_MAX : ttlMs;
    held.expireAtMs = expireAtMs;
  }
  return APPLIED;
}

function increment(keyspace: AnyKeyspace, keyBytes: Uint8Array, delta: bigint): Applied {
  const key = textOf(keyBytes);
  const value = make(keyspace, key, 'string', () => ({ type: 'string', bytes: digitsOf(0n) }));
  if (value === null) return APPLIED;
  // A long string is no number, and an edited one is not asked for its bytes.
  const now = sizeOf(value) > NEAR_BYTES ? null : parseI64(value.bytes);
  if (now === null) {
    keyspace.logs.push(
      `ERROR skipping INCR replay: stored value is not an integer — AOF may be corrupt key=${key}`,
    );
    return APPLIED;
  }
  const sum = now + delta;
  if (inI64(sum)) value.bytes = digitsOf(sum);
  else {
    keyspace.logs.push(
      `ERROR INCR overflow during AOF replay: value unchanged — AOF may be corrupt key=${key} value=${now} delta=${delta}`,
    );
  }
  return APPLIED;
}

function onString(
  keyspace: AnyKeyspace,
  keyBytes: Uint8Array,
  change: (string: EditedString) => string | null,
): Applied {
  const key = textOf(keyBytes);
  const value = make(keyspace, key, 'string', emptyString);
  if (value === null) return APPLIED;
  const string = value instanceof EditedString ? value : new EditedString(nearBytes(value.bytes));
  const reason = change(string);
  if (reason !== null) return { outcome: 'aborts', reason };
  (keyspace.get(key) as Held<Bytes>).value = string;
  return APPLIED;
}

function remove<T extends ValueType>(
  keyspace: AnyKeyspace,
  keyBytes: Uint8Array,
  type: T,
  from: (value: Of<T>) => { delete(name: string): boolean },
  names: readonly Uint8Array[],
): Applied {
  const key = textOf(keyBytes);
  const value = find(keyspace, key, type);
  if (value === null) return APPLIED;
  for (const name of names) from(value).delete(textOf(name));
  dropIfEmpty(keyspace, key, value);
  return APPLIED;
}
