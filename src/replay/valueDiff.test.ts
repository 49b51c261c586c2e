import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../test/support/propertyRuns.ts';
import { encodeUtf8, f64ToBits } from '../codec/index.ts';
import { ItemDeque } from './itemDeque.ts';
import { sequenceDiff } from './sequenceDiff.ts';
import type { Held, Value } from './value.ts';
import { type DiffRow, diffHeld } from './valueDiff.ts';

const held = (value: Value): Held => ({ value, ttlMs: -1n, expireAtMs: null });
const string = (text: string): Held => held({ type: 'string', bytes: encodeUtf8(text) });
const list = (...items: readonly string[]): Held =>
  held({ type: 'list', items: new ItemDeque(items.map((item) => encodeUtf8(item))) });
const hash = (fields: Readonly<Record<string, string>>): Held =>
  held({
    type: 'hash',
    fields: new Map(Object.entries(fields).map(([name, value]) => [name, encodeUtf8(value)])),
  });

/** `-` and `+` lines with what changed in brackets; equal rows as they are. */
function drawn(rows: readonly DiffRow[]): readonly string[] {
  return rows.flatMap((row) => {
    if (row.kind === 'omitted') return [`… ${row.count}`];
    const side = (sign: string, pieces: typeof row.before): readonly string[] =>
      pieces === null
        ? []
        : [
            `${sign}${row.label === null ? '' : `${row.label}: `}${pieces
              .map(({ text, changed }) => (changed ? `[${text}]` : text))
              .join('')}`,
          ];
    return row.kind === 'same' ? side(' ', row.after) : [...side('-', row.before), ...side('+', row.after)];
  });
}

test('runs of a difference cover both sequences, and what is the same is the same', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      let [a, b] = [0, 0];
      for (const run of sequenceDiff(before, after)) {
        expect([run.beforeFrom, run.afterFrom]).toEqual([a, b]);
        [a, b] = [run.beforeTo, run.afterTo];
        if (run.same)
          expect(before.slice(run.beforeFrom, run.beforeTo)).toEqual(after.slice(run.afterFrom, run.afterTo));
      }
      expect([a, b]).toEqual([before.length, after.length]);
    }),
    runs(2),
  );
});

describe('text and JSON', () => {
  test('the words that differ are marked', () => {
    const { form, rows } = diffHeld(string('the plan is free'), string('the plan is pro'));
    expect(form).toBe('text');
    expect(drawn(rows)).toEqual(['-the plan is [free]', '+the plan is [pro]']);
  });

  test('JSON is laid out first, so that one field is one line', () => {
    const before = string('{"name":"Ada","plan":"free","seats":3}');
    const { form, rows } = diffHeld(before, string('{"name":"Ada","plan":"pro","seats":3}'));
    expect(form).toBe('json');
    expect(drawn(rows)).toEqual([
      ' {',
      '   "name": "Ada",',
      '-  "plan": "[free]",',
      '+  "plan": "[pro]",',
      '   "seats": 3',
      ' }',
    ]);
  });

  test('long numbers of JSON stay as they were written', () => {
    const { rows } = diffHeld(null, string('{"id":12345678901234567890}'));
    expect(drawn(rows)).toContain('+[  "id": 12345678901234567890]');
  });

  test('bytes that are no text are shown in hexadecimal', () => {
    const bytes = (last: number): Held =>
      held({ type: 'string', bytes: Uint8Array.from({ length: 17 }, (_, i) => (i === 16 ? last : i)) });
    const { form, rows } = diffHeld(bytes(0x80), bytes(0x81));
    expect(form).toBe('bytes');
    expect(drawn(rows)).toEqual([' 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f', '-[80]', '+[81]']);
  });
});

describe('collections', () => {
  test('fields of a hash, sorted', () => {
    const { rows } = diffHeld(hash({ b: '1', a: 'x', gone: '9' }), hash({ a: 'x', b: '2', c: 'new' }));
    expect(drawn(rows)).toEqual([' a: x', '-b: [1]', '+b: [2]', '+c: [new]', '-gone: [9]']);
  });

  test('an item taken from the front of a list is one change', () => {
    const { rows } = diffHeld(list('a', 'b', 'c'), list('b', 'c'));
    expect(drawn(rows)).toEqual(['-0: [a]', ' 0: b', ' 1: c']);
  });

  test('members by score', () => {
    const zset = (scores: Readonly<Record<string, number>>): Held =>
      held({
        type: 'zset',
        members: new Map(
          Object.entries(scores).map(([member, score]) => [member, { member, score: f64ToBits(score) }]),
        ),
      });
    const { rows } = diffHeld(zset({ low: 1, high: 5 }), zset({ low: 9, high: 5 }));
    expect(drawn(rows)).toEqual([' high: 5', '-low: [1]', '+low: [9]']);
  });

  test('of 100,000 fields only what differs is shown', () => {
    const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, 'v']));
    const { rows } = diffHeld(hash(fields), hash({ ...fields, f77: 'w' }));
    expect(drawn(rows)).toEqual(['-f77: [v]', '+f77: [w]', '… 99999']);
  });

  test('of a million items only what differs, and its neighbours', () => {
    const item = encodeUtf8('x');
    const items = Array.from({ length: 1_000_000 }, () => item);
    const before = held({ type: 'list', items: new ItemDeque([...items]) });
    const after = held({ type: 'list', items: new ItemDeque([...items, encodeUtf8('last')]) });
    const { rows } = diffHeld(before, after);
    expect(drawn(rows)).toEqual(['… 999997', ' 999997: x', ' 999998: x', ' 999999: x', '+1000000: [last]']);
  });
});

test('a key that comes, goes or changes its type', () => {
  expect(diffHeld(null, null)).toMatchObject({ form: 'nothing', rows: [] });
  expect(drawn(diffHeld(null, list('a')).rows)).toEqual(['+0: [a]']);
  expect(drawn(diffHeld(hash({ a: '1' }), null).rows)).toEqual(['-a: [1]']);
  const swapped = diffHeld(string('x'), list('a'));
  expect(swapped).toMatchObject({ before: 'string', after: 'list' });
  expect(drawn(swapped.rows)).toEqual(['-[x]', '+0: [a]']);
});
