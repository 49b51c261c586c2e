import { expect, test } from 'vitest';
import { lessOf, percentOf, sumOf } from './shares.ts';

test('shares, sums and what is left are those of each round', () => {
  expect(percentOf([30, 50], [60, 200])).toEqual([50, 25]);
  expect(
    sumOf([
      [1, 2],
      [10, 20],
      [100, 200],
    ]),
  ).toEqual([111, 222]);
  expect(lessOf([10, 20], [3, 4])).toEqual([7, 16]);
});

test('of no lists there is no sum', () => {
  expect(sumOf([])).toEqual([]);
});
