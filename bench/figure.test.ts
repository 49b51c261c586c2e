import { expect, test } from 'vitest';
import { atLeast, atMost, figure, isMoreBetter, median, rateRatios } from './figure.ts';
import { meetsTarget, valueText } from './figureText.ts';

test('the median is the middle value, or the mean of the middle two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('half of the time for the same bytes is twice the rate', () => {
  expect(rateRatios([50, 200], [100, 100])).toEqual([2, 0.5]);
});

test('a target is met by the median, from its own side', () => {
  expect(meetsTarget(figure('a', '', 'ratio', [0.8, 0.9, 0.95], atLeast(0.85)))).toBe(true);
  expect(meetsTarget(figure('a', '', 'ms', [90, 110, 120], atMost(100)))).toBe(false);
  expect(meetsTarget(figure('a', '', 'ms', [90]))).toBeNull();
});

test('the target says which way is better; without one, the unit', () => {
  expect(isMoreBetter({ unit: 'ms', target: atMost(1) })).toBe(false);
  expect(isMoreBetter({ unit: 'ratio', target: atLeast(1) })).toBe(true);
  expect(isMoreBetter({ unit: 'MB', target: null })).toBe(false);
});

test.each([
  [0.0512, 'ratio', '0.051'],
  [0.913, 'ratio', '0.91'],
  [5.49, 'ms', '5.5 ms'],
  [1436.2, 'MB/s', '1,436 MB/s'],
] as const)('%d in %s reads %s', (value, unit, text) => {
  expect(valueText(value, unit)).toBe(text);
});
