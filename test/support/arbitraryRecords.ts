/*
 * Arbitraries for every record of a log and every entry of a snapshot, derived from the tables: a type that is added
 * there is tested without a word here. Each field draws from the values that codecs get wrong, then from anything.
 */
import fc from 'fast-check';
import {
  type AofRecord,
  ENTRIES,
  encodeUtf8,
  type Field,
  RECORDS,
  type RecordType,
  type SnapshotEntry,
  writeRecord,
} from '../../src/codec/index.ts';

/** Whether values may break the rules that a reader checks (UTF-8, no negative time, a known code). */
export type Rules = 'kept' | 'any';

const I64_MIN = -(2n ** 63n);
const I64_MAX = 2n ** 63n - 1n;

const EDGE_TEXTS = [
  '',
  'k',
  'user:1',
  '\0',
  '\n',
  '\ufeff',
  '\ufeffkey',
  'ключ',
  '鍵',
  '🔑',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  '\u{10ffff}',
  '__proto__',
  'x'.repeat(300),
];

/** What is no UTF-8: a lone continuation, an overlong form, a surrogate, past U+10FFFF, a cut character. */
const BROKEN_TEXTS = [
  [0x80],
  [0x61, 0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0x6b, 0xe2, 0x82],
  [0xff],
];

const F64_EDGES = [
  0n,
  0x8000_0000_0000_0000n,
  0x7ff0_0000_0000_0000n,
  0xfff0_0000_0000_0000n,
  // NaNs: canonical, with a payload, signalling, negative signalling.
  0x7ff8_0000_0000_0000n,
  0x7ff8_dead_beef_0001n,
  0x7ff0_0000_0000_0001n,
  0xfff4_0000_0000_0000n,
  // The smallest and the largest finite, 1 and a third.
  1n,
  0x7fef_ffff_ffff_ffffn,
  0x3ff0_0000_0000_0000n,
  0x3fd5_5555_5555_5555n,
];
const F32_EDGES = [
  0, 0x8000_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x7f80_0001, 0xffa0_1234, 1, 0x3f80_0000,
];
const U32_EDGES = [0, 1, 0xff, 0x100, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

const text = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...EDGE_TEXTS) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  )
  .map(encodeUtf8);
const brokenText = fc.constantFrom(...BROKEN_TEXTS).map((bytes) => Uint8Array.from(bytes));

/** Repeats a short pattern: cheap to make and to shrink, long enough to cross blocks and windows. */
const longBytes = fc
  .record({
    pattern: fc.uint8Array({ minLength: 1, maxLength: 7 }),
    length: fc.integer({ min: 200, max: 3000 }),
  })
  .map(({ pattern, length }) => Uint8Array.from({ length }, (_, i) => pattern[i % pattern.length] as number));

const EDGE_VALUES = [
  new Uint8Array(0),
  new Uint8Array(40),
  new Uint8Array(20).fill(0xff),
  encodeUtf8('{"name":"Ada","n":[1,2]}'),
  encodeUtf8('EAOF\u0002'),
  // A whole record inside a value: a resync that is off by a little would find it.
  writeRecord({ type: 'DEL', key: encodeUtf8('decoy') }),
];
const value = fc.oneof(
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 24 }) },
  { weight: 2, arbitrary: fc.constantFrom(...EDGE_VALUES) },
  { weight: 1, arbitrary: longBytes },
);

const i64 = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, -2n, 60_000n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, I64_MIN, I64_MAX),
  fc.bigInt({ min: I64_MIN, max: I64_MAX }),
);
const notNegative = i64.map((number) => (number < 0n ? -(number + 1n) : number));
const f64Bits = fc.oneof(fc.constantFrom(...F64_EDGES), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const u32 = fc.oneof(fc.constantFrom(...U32_EDGES), fc.nat({ max: 0xffff_ffff }));
const f32Bits = fc.oneof(fc.constantFrom(...F32_EDGES), fc.nat({ max: 0xffff_ffff }));
const vectorOf = (dimension: number): fc.Arbitrary<Uint32Array> =>
  fc.array(f32Bits, { minLength: dimension, maxLength: dimension }).map((bits) => Uint32Array.from(bits));

const collection = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.array(element, { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(element, { minLength: 20, maxLength: 40 }) },
  );

/** Any value of `field`. */
function fieldValue(field: Field, rules: Rules): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'str':
      return rules === 'any'
        ? fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: brokenText })
        : text;
    case 'bytes':
      return value;
    case 'i64':
      return field.nonNegative === null || rules === 'any' ? i64 : notNegative;
    case 'f64':
      return f64Bits;
    case 'u32':
      return u32;
    case 'flag':
      return fc.nat({ max: 255 });
    case 'u8':
      return fc.nat({ max: rules === 'any' ? 255 : (field.max ?? 255) });
    case 'vector':
      return fc.integer({ min: 0, max: 6 }).chain(vectorOf);
    case 'many': {
      const [first, ...others] = field.of.map((each) => [each.name, fieldValue(each, rules)] as const);
      if (first === undefined) throw new Error(`${field.name} has no elements`);
      return collection(others.length === 0 ? first[1] : fc.record(Object.fromEntries([first, ...others])));
    }
    case 'vector-set':
      return fc.integer({ min: 0, max: 4 }).chain((dim) =>
        fc.record({
          dim: fc.constant(dim),
          elements: fc.array(fc.record({ name: text, vector: vectorOf(dim) }), { maxLength: 4 }),
        }),
      );
  }
}

const fieldValues = (fields: readonly Field[], rules: Rules): { [name: string]: fc.Arbitrary<unknown> } =>
  Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, rules)]));

/** The log's record types. */
export const RECORD_TYPES: readonly RecordType[] = RECORDS.map((spec) => spec.type);

/** Any record of `type`. */
export function recordOfType(type: RecordType, rules: Rules = 'kept'): fc.Arbitrary<AofRecord> {
  const spec = RECORDS.find((each) => each.type === type);
  if (spec === undefined) throw new Error(`no record ${type}`);
  return fc.record({
    type: fc.constant(type),
    ...fieldValues(spec.fields, rules),
  }) as fc.Arbitrary<AofRecord>;
}

/** Any record among `types`. */
export const anyRecord = (
  rules: Rules = 'kept',
  types: readonly RecordType[] = RECORD_TYPES,
): fc.Arbitrary<AofRecord> => fc.oneof(...types.map((type) => recordOfType(type, rules)));

/** The types that ember 0.4.9 reads back from a plaintext log. */
export const READABLE_TYPES: readonly RecordType[] = RECORDS.filter((spec) => spec.tag <= 27).map(
  (spec) => spec.type,
);

/** The types of a snapshot's entries. */
export const ENTRY_TYPES: readonly SnapshotEntry['type'][] = ENTRIES.map((spec) => spec.type);

/** Any entry of `type`. */
export function entryOfType(type: SnapshotEntry['type'], rules: Rules = 'kept'): fc.Arbitrary<SnapshotEntry> {
  const spec = ENTRIES.find((each) => each.type === type);
  if (spec === undefined) throw new Error(`no entry ${type}`);
  const key =
    rules === 'any' ? fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: brokenText }) : text;
  return fc.record({
    type: fc.constant(type),
    key,
    expire_ms: i64,
    ...fieldValues(spec.fields, rules),
  }) as fc.Arbitrary<SnapshotEntry>;
}

/** Any entry among `types`. */
export const anyEntry = (
  rules: Rules = 'kept',
  types: readonly SnapshotEntry['type'][] = ENTRY_TYPES,
): fc.Arbitrary<SnapshotEntry> => fc.oneof(...types.map((type) => entryOfType(type, rules)));
