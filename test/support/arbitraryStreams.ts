/* Streams of records over few keys and few values, so that they meet: types clash, collections run empty. */
import fc from 'fast-check';
import { type AofRecord, encodeUtf8, f64ToBits, type SnapshotEntry } from '../../src/codec/index.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e'];
const key = fc.constantFrom(...KEYS).map(encodeUtf8);
const item = fc.constantFrom('x', 'y', '7').map(encodeUtf8);
const items = fc.array(item, { maxLength: 3 });
const some = fc.array(item, { minLength: 1, maxLength: 2 });
const ttl = fc.constantFrom(-1n, -1n, 0n, 1n, 60_000n);
const small = fc.bigInt({ min: -3n, max: 3n });
const score = fc.constantFrom(0, 1.5, -2).map(f64ToBits);
const type = <T extends AofRecord['type']>(name: T): fc.Arbitrary<T> => fc.constant(name);

/** The keys that streams are about. */
export const STREAM_KEYS: readonly string[] = KEYS;

const record: fc.Arbitrary<AofRecord> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: type('SET'), key, value: item, expire_ms: ttl }) },
  { weight: 2, arbitrary: fc.record({ type: type('DEL'), key }) },
  fc.record({ type: type('EXPIRE'), key, seconds: fc.constantFrom(0n, 5n) }),
  fc.record({ type: type('PEXPIRE'), key, milliseconds: fc.constantFrom(0n, 2n ** 63n - 1n) }),
  fc.record({ type: type('PEXPIREAT'), key, timestamp_ms: fc.constantFrom(1n, 9_000_000_000_000n) }),
  fc.record({ type: type('PERSIST'), key }),
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('LPUSH', 'RPUSH'), key, values: items }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('LPOP', 'RPOP'), key }) },
  fc.record({ type: type('LSET'), key, index: small, value: item }),
  fc.record({ type: type('LTRIM'), key, start: small, stop: small }),
  fc.record({ type: type('LINSERT'), key, before: fc.nat({ max: 1 }), pivot: item, value: item }),
  fc.record({ type: type('LREM'), key, count: small, value: item }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: type('ZADD'),
      key,
      members: fc.array(fc.record({ score, member: item }), { maxLength: 2 }),
    }),
  },
  fc.record({ type: type('ZREM'), key, members: some }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: type('HSET'),
      key,
      fields: fc.array(fc.record({ field: item, value: item }), { maxLength: 2 }),
    }),
  },
  fc.record({ type: type('HDEL'), key, fields: some }),
  fc.record({ type: type('HINCRBY'), key, field: item, delta: small }),
  { weight: 2, arbitrary: fc.record({ type: type('SADD'), key, members: items }) },
  fc.record({ type: type('SREM'), key, members: some }),
  fc.record({ type: fc.constantFrom('INCR', 'DECR'), key }),
  fc.record({ type: fc.constantFrom('INCRBY', 'DECRBY'), key, delta: small }),
  fc.record({ type: type('APPEND'), key, value: item }),
  fc.record({ type: type('SETRANGE'), key, offset: fc.constantFrom(0n, 2n, -1n), value: item }),
  fc.record({ type: type('SETBIT'), key, offset: fc.constantFrom(0n, 9n, -1n), value: fc.nat({ max: 1 }) }),
  { weight: 3, arbitrary: fc.record({ type: type('RENAME'), key, newkey: key }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: type('COPY'), source: key, destination: key, replace: fc.nat({ max: 1 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: type('BITOP'),
      op: fc.nat({ max: 3 }),
      dest: key,
      keys: fc.array(key, { maxLength: 3 }),
    }),
  },
  fc.record({ type: type('PROTO.SET'), key, type_name: item, data: item, expire_ms: ttl }),
  fc.record({ type: type('PROTO.REGISTER'), name: item, descriptor: item }),
  fc.record({
    type: type('VADD'),
    key,
    element: item,
    vector: fc.constant(Uint32Array.of(1, 2)),
    metric: fc.constant(0),
    quantization: fc.constant(0),
    connectivity: fc.constant(16),
    expansion_add: fc.constant(64),
  }),
  fc.record({ type: type('VREM'), key, element: item }),
);

/** @param maxLength in records */
export const anyStream = (maxLength = 40): fc.Arbitrary<AofRecord[]> =>
  fc.array(record, { minLength: 1, maxLength });

/** Lengths around that from which on a replay leaves values in their file. */
const LENGTHS = [1, 64, 65, 65, 200];

/** The same streams with values of these lengths: few different ones, so that they are still found in lists. */
export const anyWideStream = (maxLength = 40): fc.Arbitrary<AofRecord[]> =>
  fc.array(
    fc.tuple(record, fc.constantFrom(...LENGTHS)).map(([each, length]) => widened(each, length)),
    { minLength: 1, maxLength },
  );

const wide = (bytes: Uint8Array, length: number): Uint8Array =>
  new Uint8Array(Math.max(length, bytes.length)).fill(bytes[0] ?? 0);

function widened(each: AofRecord, length: number): AofRecord {
  switch (each.type) {
    case 'SET':
    case 'LSET':
    case 'LREM':
    case 'APPEND':
    case 'SETRANGE':
      return { ...each, value: wide(each.value, length) };
    case 'LINSERT':
      return { ...each, pivot: wide(each.pivot, length), value: wide(each.value, length) };
    case 'LPUSH':
    case 'RPUSH':
      return { ...each, values: each.values.map((value) => wide(value, length)) };
    case 'HSET':
      return {
        ...each,
        fields: each.fields.map(({ field, value }) => ({ field, value: wide(value, length) })),
      };
    case 'VADD':
      return { ...each, vector: Uint32Array.from({ length: length >> 2 }, (_, i) => i * 0x0101_0101) };
    case 'PROTO.SET':
      return { ...each, data: wide(each.data, length) };
    default:
      return each;
  }
}

/** Entries with the streams' keys, each at most once. */
export const streamEntries: fc.Arbitrary<SnapshotEntry[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({ type: fc.constant('string' as const), key, value: item, expire_ms: ttl }),
    fc.record({ type: fc.constant('list' as const), key, value: items, expire_ms: ttl }),
    fc.record({
      type: fc.constant('set' as const),
      key,
      value: fc.uniqueArray(item, { maxLength: 3 }),
      expire_ms: ttl,
    }),
    fc.record({
      type: fc.constant('hash' as const),
      key,
      value: fc.array(fc.record({ field: item, value: item }), { maxLength: 2 }),
      expire_ms: ttl,
    }),
  ),
  { maxLength: 4, selector: ({ key: bytes }) => bytes.join() },
);

/** The same entries with values of lengths as in {@link anyWideStream}. */
export const wideEntries: fc.Arbitrary<SnapshotEntry[]> = fc
  .tuple(streamEntries, fc.constantFrom(...LENGTHS))
  .map(([entries, length]) =>
    entries.map((entry): SnapshotEntry => {
      if (entry.type === 'string') return { ...entry, value: wide(entry.value, length) };
      if (entry.type === 'list') return { ...entry, value: entry.value.map((item) => wide(item, length)) };
      if (entry.type !== 'hash') return entry;
      const fields = entry.value.map(({ field, value }) => ({ field, value: wide(value, length) }));
      return { ...entry, value: fields };
    }),
  );
