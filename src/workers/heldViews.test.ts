import { describe, expect, test } from 'vitest';
import { encodeUtf8, f64ToBits } from '../codec/index.ts';
import { ItemDeque, type Value } from '../replay/index.ts';
import { changesBetween, heldView } from './heldViews.ts';

const list = (items: string): Value => ({ type: 'list', items: new ItemDeque([...items].map(encodeUtf8)) });
const hash = (fields: Record<string, string>): Value => ({
  type: 'hash',
  fields: new Map(Object.entries(fields).map(([field, value]) => [field, encodeUtf8(value)])),
});
const zset = (members: Record<string, number>): Value => ({
  type: 'zset',
  members: new Map(
    Object.entries(members).map(([member, score]) => [member, { member, score: f64ToBits(score) }]),
  ),
});

describe('what a key holds, in one line', () => {
  test('values are cut, and say how much is missing', () => {
    const held = (value: Value) => heldView({ value, ttlMs: -1n, expireAtMs: null });
    expect(held(list('abc'))).toMatchObject({ size: 3, preview: 'a, b, c', ttlMs: null });
    expect(held(list('abcdefghijklmno')).preview).toBe('a, b, c, d, e, f, g, h, i, j, k, l, … 3 more');
    expect(held(hash({ f: '1' })).preview).toBe('f: 1');
  });

  test('an expiry at a fixed time that has passed is none any more', () => {
    const value = list('a');
    expect(heldView({ value, ttlMs: 5n, expireAtMs: 7n })).toMatchObject({ ttlMs: '5', expireAtMs: '7' });
    expect(heldView({ value, ttlMs: 0n, expireAtMs: 7n }).expireAtMs).toBeNull();
  });
});

describe('what is different', () => {
  test.each([
    ['a list, in its middle', list('abxyz'), list('abqz'), ['− [2] x', '− [3] y', '+ [2] q']],
    ['a list, at its end', list('ab'), list('abc'), ['+ [2] c']],
    ['a list of equal items', list('aaa'), list('aa'), ['− [2] a']],
    ['a hash', hash({ f: '1', g: '2' }), hash({ f: '3', h: '4' }), ['~ f: 1 → 3', '− g: 2', '+ h: 4']],
    ['a sorted set', zset({ m: 1 }), zset({ m: 2 }), ['~ m: 1 → 2']],
    ['another type', list('a'), zset({}), ['becomes a zset']],
  ])('%s', (_, now, after, lines) => {
    expect(changesBetween(now, after)).toEqual({ lines, omitted: 0 });
  });

  test('of many differences the first are told, the others counted', () => {
    const { lines, omitted } = changesBetween(list(''), list('abcdefghij'));
    expect([lines.length, omitted]).toEqual([6, 4]);
  });
});
