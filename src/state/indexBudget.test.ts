import { expect, test } from 'vitest';
import { type HeldIndex, indexAllowance, indexBudget, indexesToRelease } from './indexBudget.ts';

const held = (id: string, bytes: number, usedAt: number, busy = false): HeldIndex<string> => ({
  id,
  bytes,
  usedAt,
  busy,
});

test('nothing is released while all of it fits', () => {
  expect(indexesToRelease([held('a', 60, 1), held('b', 40, 2)], 100)).toEqual([]);
});

test('what was used longest ago is released first, and no more than is needed', () => {
  const files = [held('new', 40, 9), held('old', 40, 1), held('middle', 40, 5), held('other', 40, 7)];
  expect(indexesToRelease(files, 100)).toEqual(['old', 'middle']);
  expect(indexesToRelease(files, 120)).toEqual(['old']);
});

test('what is looked at or at work stays, even where it alone is too much', () => {
  expect(indexesToRelease([held('front', 500, 2, true), held('old', 10, 1)], 100)).toEqual(['old']);
  expect(indexesToRelease([held('front', 500, 2), held('saving', 10, 1, true)], 100)).toEqual(['front']);
});

test('what holds nothing gains nothing by being released', () => {
  expect(
    indexesToRelease([held('unread', 0, 1), held('read', 200, 2), held('front', 50, 3, true)], 100),
  ).toEqual(['read']);
});

test('a computer with little memory has a smaller budget, one with much the usual one', () => {
  expect(indexBudget(2)).toBe(2 ** 28);
  expect(indexBudget()).toBe(2 ** 30);
  expect(indexBudget(32)).toBe(2 ** 30);
});

test('one index may hold half of the computer’s memory, and never more than 4 GiB', () => {
  expect([indexAllowance(0.25), indexAllowance(2), indexAllowance(), indexAllowance(32)]).toEqual([
    2 ** 27,
    2 ** 30,
    2 ** 32,
    2 ** 32,
  ]);
});
