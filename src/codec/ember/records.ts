/*
 * THE table of the log's records. Adding a record is adding an entry here; everything else derives from it. The
 * format facts (tags, layouts, labels in messages) are those of ember 0.4.9's own reader and writer.
 */
import {
  bytes,
  type Field,
  f64,
  flag,
  i64,
  key,
  many,
  otherKey,
  str,
  u8,
  u32,
  type ValuesOf,
  vector,
} from '../table/fields.ts';

/** What kind of value a record works on; decides its colour. */
export type Family = 'string' | 'list' | 'zset' | 'hash' | 'set' | 'key' | 'bits' | 'proto' | 'vector';

export interface RecordSpec<T extends string = string, F extends readonly Field[] = readonly Field[]> {
  /** The byte on disk. Stable, never reused. */
  readonly tag: number;
  /** The name, as in the command that caused it. */
  readonly type: T;
  /** The first version that writes it. */
  readonly since: string;
  readonly family: Family;
  readonly fields: F;
  readonly doc: string;
}

const record = <const T extends string, const F extends readonly Field[]>(
  tag: number,
  type: T,
  since: string,
  family: Family,
  fields: F,
  doc: string,
): RecordSpec<T, F> => ({ tag, type, since, family, fields, doc });

const METRICS = ['cosine', 'l2', 'inner product'];
const QUANTIZATIONS = ['f32', 'f16', 'i8'];
const BITOPS = ['AND', 'OR', 'XOR', 'NOT'];

const ttl = i64('expire_ms', 'ttl-ms');

export const RECORDS = [
  record(
    1,
    'SET',
    '0.1.2',
    'string',
    [key('key'), bytes('value'), ttl],
    'Replaces the value and its TTL; −1 is none.',
  ),
  record(2, 'DEL', '0.1.2', 'key', [key('key')], 'Removes the key.'),
  record(
    3,
    'EXPIRE',
    '0.1.2',
    'key',
    [key('key'), i64('seconds', 'ttl-s', 'EXPIRE seconds')],
    'Sets the TTL in seconds; ignored when the key is missing.',
  ),
  record(
    4,
    'LPUSH',
    '0.1.2',
    'list',
    [key('key'), many('values', [bytes('value')], 'list')],
    'Pushes each value to the front in turn.',
  ),
  record(
    5,
    'RPUSH',
    '0.1.2',
    'list',
    [key('key'), many('values', [bytes('value')], 'list')],
    'Appends the values.',
  ),
  record(6, 'LPOP', '0.1.2', 'list', [key('key')], 'Removes the first item; an emptied list goes.'),
  record(7, 'RPOP', '0.1.2', 'list', [key('key')], 'Removes the last item; an emptied list goes.'),
  record(
    8,
    'ZADD',
    '0.1.2',
    'zset',
    [key('key'), many('members', [f64('score'), str('member')], 'sorted set')],
    'Adds members or changes their scores.',
  ),
  record(
    9,
    'ZREM',
    '0.1.2',
    'zset',
    [key('key'), many('members', [str('member')], 'sorted set', 'member')],
    'Removes members; an emptied sorted set goes.',
  ),
  record(10, 'PERSIST', '0.1.3', 'key', [key('key')], 'Clears the TTL.'),
  record(
    11,
    'PEXPIRE',
    '0.1.3',
    'key',
    [key('key'), i64('milliseconds', 'ttl-ms', 'PEXPIRE milliseconds')],
    'Sets the TTL in milliseconds; ignored when the key is missing.',
  ),
  record(12, 'INCR', '0.1.3', 'string', [key('key')], 'Adds 1; a missing key starts at 0.'),
  record(13, 'DECR', '0.1.3', 'string', [key('key')], 'Subtracts 1; a missing key starts at 0.'),
  record(
    14,
    'HSET',
    '0.1.4',
    'hash',
    [key('key'), many('fields', [str('field'), bytes('value')], 'hash')],
    'Sets fields of a hash.',
  ),
  record(
    15,
    'HDEL',
    '0.1.4',
    'hash',
    [key('key'), many('fields', [str('field')], 'set', 'field')],
    'Removes fields; an emptied hash goes.',
  ),
  record(
    16,
    'HINCRBY',
    '0.1.4',
    'hash',
    [key('key'), str('field'), i64('delta')],
    'Adds to a field; what is no number counts as 0.',
  ),
  record(
    17,
    'SADD',
    '0.1.4',
    'set',
    [key('key'), many('members', [str('member')], 'set', 'member')],
    'Adds members to a set.',
  ),
  record(
    18,
    'SREM',
    '0.1.4',
    'set',
    [key('key'), many('members', [str('member')], 'set', 'member')],
    'Removes members; an emptied set goes.',
  ),
  record(
    19,
    'INCRBY',
    '0.3.1',
    'string',
    [key('key'), i64('delta')],
    'Adds delta; a missing key starts at 0.',
  ),
  record(
    20,
    'DECRBY',
    '0.3.1',
    'string',
    [key('key'), i64('delta')],
    'Subtracts delta; a missing key starts at 0.',
  ),
  record(21, 'APPEND', '0.3.1', 'string', [key('key'), bytes('value')], 'Appends to a string.'),
  record(
    22,
    'RENAME',
    '0.3.1',
    'key',
    [key('key'), otherKey('newkey')],
    'Moves value and TTL to newkey; ignored when the key is missing.',
  ),
  record(
    23,
    'PROTO.SET',
    '0.4.3',
    'proto',
    [key('key'), str('type_name'), bytes('data'), ttl],
    'Stores a protobuf message. Build feature protobuf.',
  ),
  record(
    24,
    'PROTO.REGISTER',
    '0.4.3',
    'proto',
    [str('name'), bytes('descriptor')],
    'Registers a protobuf schema; the last one of a name wins. Build feature protobuf.',
  ),
  record(
    25,
    'VADD',
    '0.4.4',
    'vector',
    [
      key('key'),
      str('element'),
      vector('vector'),
      u8('metric', METRICS),
      u8('quantization', QUANTIZATIONS),
      u32('connectivity'),
      u32('expansion_add'),
    ],
    'Adds or replaces an element of a vector set. Build feature vector.',
  ),
  record(
    26,
    'VREM',
    '0.4.4',
    'vector',
    [key('key'), str('element')],
    'Removes an element; an emptied vector set goes. Build feature vector.',
  ),
  record(
    27,
    'COPY',
    '0.4.8',
    'key',
    [key('source'), otherKey('destination'), flag('replace')],
    'Clones value and TTL; without replace an existing destination stays.',
  ),
  record(
    28,
    'LSET',
    '0.4.8',
    'list',
    [key('key'), i64('index'), bytes('value')],
    'Replaces the item at index; negative counts from the end. Written in plaintext logs, not read back.',
  ),
  record(
    29,
    'LTRIM',
    '0.4.8',
    'list',
    [key('key'), i64('start'), i64('stop')],
    'Keeps the items start … stop. Written in plaintext logs, not read back.',
  ),
  record(
    30,
    'LINSERT',
    '0.4.8',
    'list',
    [key('key'), flag('before'), bytes('pivot'), bytes('value')],
    'Inserts before or after the first pivot. Written in plaintext logs, not read back.',
  ),
  record(
    31,
    'LREM',
    '0.4.8',
    'list',
    [key('key'), i64('count'), bytes('value')],
    'Removes equal items: count > 0 from the head, < 0 from the tail, 0 all. Written in plaintext logs, not read back.',
  ),
  record(
    32,
    'SETRANGE',
    '0.4.8',
    'string',
    [key('key'), i64('offset', 'offset'), bytes('value')],
    'Overwrites from offset, padding with zeros. Written in plaintext logs, not read back.',
  ),
  record(
    33,
    'SETBIT',
    '0.4.9',
    'bits',
    [key('key'), i64('offset', 'offset'), u8('value')],
    'Sets one bit. Written in plaintext logs, not read back.',
  ),
  record(
    34,
    'BITOP',
    '0.4.9',
    'bits',
    [
      u8('op', BITOPS, 'BITOP: unknown op byte {n} in AOF record'),
      key('dest'),
      many('keys', [otherKey('key')], null, 'key'),
    ],
    'Stores the bitwise result of the keys in dest, without TTL. Written in plaintext logs, not read back.',
  ),
  record(
    35,
    'PEXPIREAT',
    '0.4.9',
    'key',
    [key('key'), i64('timestamp_ms', 'unix-ms', 'PEXPIREAT timestamp_ms')],
    'Sets an absolute expiry, Unix milliseconds. Written in plaintext logs, not read back.',
  ),
] as const;

type Specs = (typeof RECORDS)[number];

/** The name of a record type. */
export type RecordType = Specs['type'];

/** A decoded record: its type and its fields. */
export type AofRecord = {
  [S in Specs as S['type']]: { readonly type: S['type'] } & ValuesOf<S['fields']>;
}[RecordType];

/** The highest tag that ember 0.4.9 writes. */
export const MAX_TAG = 35;

const byTag: readonly (RecordSpec | undefined)[] = RECORDS.reduce<(RecordSpec | undefined)[]>(
  (table, spec) => {
    table[spec.tag] = spec;
    return table;
  },
  [],
);

/** The record type that `tag` stands for; undefined for a tag that no known version writes. */
export const recordSpec = (tag: number): RecordSpec | undefined => byTag[tag];
