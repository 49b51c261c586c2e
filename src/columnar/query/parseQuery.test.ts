import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowStatus } from '../status.ts';
import { parseQuery } from './parseQuery.ts';
import type { Query, Term } from './query.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** The one term of a query that has no other. */
function term(text: string): Term {
  const { query, errors } = parseQuery(text);
  expect(errors).toEqual([]);
  if (query?.kind !== 'term') throw new Error(`${text} is no single term`);
  return query.term;
}

/** How a query is put together, with each term as it was written. */
function shape(text: string): unknown {
  const { query, errors } = parseQuery(text);
  expect(errors).toEqual([]);
  const of = (each: Query): unknown =>
    each.kind === 'term'
      ? text.slice(each.offset, each.offset + each.length)
      : each.kind === 'not'
        ? { not: of(each.of) }
        : { [each.kind]: each.of.map(of) };
  return query === null ? null : of(query);
}

describe('terms', () => {
  test.each([
    ['size>1k', { field: 'size', from: 1025, to: MAX }],
    ['size>=1k', { field: 'size', from: 1024, to: MAX }],
    ['size:<=1.5m', { field: 'size', from: 0, to: 1_572_864 }],
    ['bytes:100..200', { field: 'size', from: 100, to: 200 }],
    ['size:..2KiB', { field: 'size', from: 0, to: 2048 }],
    ['size:1,204', { field: 'size', from: 1204, to: 1204 }],
    ['ttl<60s', { field: 'ttl', from: 0, to: 59_999 }],
    ['ttl>=2h', { field: 'ttl', from: 7_200_000, to: MAX }],
    ['ttl:none', { field: 'ttl', is: 'none' }],
    ['ttl:any', { field: 'ttl', is: 'any' }],
    ['at:0x1000..0x2000', { field: 'at', from: 0x1000, to: 0x1fff }],
    ['at:4096', { field: 'at', from: 4096, to: 4096 }],
    ['#:100..200', { field: 'record', from: 100, to: 200 }],
    ['#>7', { field: 'record', from: 8, to: MAX }],
    ['crc:bad', { field: 'crc', statuses: [RowStatus.badChecksum, RowStatus.undecryptable], none: false }],
    ['crc:ok,none', { field: 'crc', statuses: [RowStatus.ok], none: true }],
    ['db:3', { field: 'db', from: 3, to: 3 }],
    ['db>0', { field: 'db', from: 1, to: MAX }],
    ['ttl<2027-01-01', { field: 'ttl', from: 0, to: 1_798_761_599_999, at: 'clock' }],
    ['ttl:2027-01-01', { field: 'ttl', from: 1_798_761_600_000, to: 1_798_847_999_999, at: 'clock' }],
    ['ttl:2027-01-01T00:00..', { field: 'ttl', from: 1_798_761_600_000, to: MAX, at: 'clock' }],
    ['fault:*', { field: 'fault', kinds: null }],
    ['fault:zeroed,garbage', { field: 'fault', kinds: ['zeroed', 'garbage'] }],
    ['salvaged:yes', { field: 'salvaged', wanted: true }],
    ['embedded:no', { field: 'embedded', wanted: false }],
  ])('%s', (text, expected) => {
    expect(term(text)).toEqual(expected);
  });

  test('a word that names no field is looked for in keys, colons and all', () => {
    const bytes = Uint8Array.from(Buffer.from('user:10'));
    expect(term('user:10')).toEqual({ field: 'key', text: { kind: 'contains', bytes } });
    expect(term('"user:10"')).toEqual(term('user:10'));
    expect(term('/var/log')).toMatchObject({ field: 'key', text: { kind: 'contains' } });
  });

  test('escapes stand for bytes, in quotes and out of them', () => {
    const contains = (text: string): unknown => {
      const found = term(text);
      if (found.field !== 'key') throw new Error(`${text} is not about keys`);
      const { text: pattern } = found;
      return pattern.kind === 'contains' ? [...pattern.bytes] : pattern.kind;
    };
    expect(contains(String.raw`"a\"b\\\n\xb1\u{20ac}"`)).toEqual([
      97, 34, 98, 92, 10, 0xb1, 0xe2, 0x82, 0xac,
    ]);
    expect(contains(String.raw`a\*`)).toEqual([97, 42]);
    expect(contains('a*b')).toBe('pattern');
    expect(contains('"a*b"')).toEqual([97, 42, 98]);
  });
});

describe('putting terms together', () => {
  test.each([
    ['', null],
    ['  ', null],
    ['a b', { and: ['a', 'b'] }],
    ['a or b c OR d', { or: ['a', { and: ['b', 'c'] }, 'd'] }],
    ['-a -type:SET', { and: [{ not: 'a' }, { not: 'type:SET' }] }],
    ['--a', 'a'],
    ['-(a or b) c', { and: [{ not: { or: ['a', 'b'] } }, 'c'] }],
    ['(a (b or c))', { and: ['a', { or: ['b', 'c'] }] }],
    ['user(1) order', { and: ['user(1)', 'order'] }],
    ['a - b', { and: ['a', '-', 'b'] }],
  ])('%j', (text, expected) => {
    const found = shape(text);
    if (typeof expected === 'string' || expected === null) expect(found).toEqual(expected);
    else expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  });
});

describe('what is wrong, and where', () => {
  test.each([
    ['tpye:HSET', 0, 4, 'type'],
    ['a type:HSTE b', 7, 4, 'HSET'],
    ['size>many', 5, 4, 'number of bytes'],
    ['size:5..2', 5, 4, 'ends before'],
    ['crc:worse', 4, 5, 'ok, bad'],
    ['fault:teared', 6, 6, 'fault:*'],
    ['type>SET', 0, 5, 'colon'],
    [') a', 0, 1, 'closes nothing'],
    ['(', 0, 1, 'not closed'],
    ['or a', 0, 2, 'Before'],
    ['a or', 2, 2, 'Behind'],
    ['key:/a(b/', 6, 1, 'group'],
    ['key:/(a)\\1/', 8, 1, 'not understood'],
    ['key:/a/x', 7, 1, 'only i'],
    ['key:"a', 4, 2, 'quotes'],
    ['key:"a"b', 4, 4, 'space'],
    ['key: a', 0, 4, 'key:user'],
    ['salvaged:maybe', 9, 5, 'yes or no'],
    ['type:SET,,GET', 8, 1, 'comma'],
    [`key:/${'(?:a{1000}){1000}'}/`, 5, 17, 'too long'],
  ])('%j', (text, offset, length, words) => {
    const { errors } = parseQuery(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ offset, length });
    expect(errors[0]?.message).toContain(words);
  });

  test('what is right beside it counts all the same', () => {
    const { query } = parseQuery('crc:bad size>x key:a*');
    expect(query).toMatchObject({
      kind: 'and',
      of: [{ term: { field: 'crc' } }, { term: { field: 'key' } }],
    });
  });

  test('whoever types is not done yet', () => {
    for (const text of ['key:', 'key:"ab', 'a or ', '(a', 'type:SET,', 'size>']) {
      expect(parseQuery(text).errors.map(({ unfinished }) => unfinished)).toEqual([true]);
    }
    expect(parseQuery('key: a').errors[0]?.unfinished).toBe(false);
  });
});

const PIECES = [
  'key:',
  'type:',
  'size>',
  'at:',
  'or',
  '(',
  ')',
  '-',
  '"',
  '/',
  '\\',
  '*',
  ',',
  '..',
  'a',
  '1k',
  ' ',
  '[',
  '{2}',
];

test('any text: no throw, and every place lies within it', () => {
  const noise = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string()), { maxLength: 20 });
  fc.assert(
    fc.property(noise, (pieces) => {
      const text = pieces.join('');
      const { query, errors } = parseQuery(text);
      const places = [...errors, ...(query === null ? [] : [query])];
      for (const { offset, length } of places) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThan(0);
        expect(offset + length).toBeLessThanOrEqual(Math.max(text.length, 1));
      }
    }),
    { numRuns: 500 },
  );
});
