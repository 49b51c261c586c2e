import { describe, expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { clamp, mergeRanges, type Range, subtractRanges, upperBound } from './ranges.ts';

const range = (from: number, to: number): Range => ({ from, to });

describe('upperBound', () => {
  test.each([
    [[], 5, 0],
    [[1, 3, 5], 0, 0],
    [[1, 3, 5], 1, 1],
    [[1, 3, 5], 4, 2],
    [[1, 3, 5], 5, 3],
    [[2, 2, 2], 2, 3],
    [[2, 2, 2], 1, 0],
  ])('%j, %i: %i', (values, wanted, expected) => {
    expect(upperBound(values, wanted)).toBe(expected);
  });
  test('counts only the first values where told so', () => {
    expect(upperBound([1, 2, 3, 4], 9, 2)).toBe(2);
  });
});

test('clamp', () => {
  expect([-1, 0, 5, 10, 11].map((value) => clamp(value, 0, 10))).toEqual([0, 0, 5, 10, 10]);
});

describe('mergeRanges', () => {
  test.each([
    ['nothing', [], []],
    ['an empty one', [range(3, 3)], []],
    ['apart', [range(5, 6), range(0, 2)], [range(0, 2), range(5, 6)]],
    ['touching', [range(0, 2), range(2, 4)], [range(0, 4)]],
    ['one inside another', [range(0, 9), range(2, 4), range(3, 5)], [range(0, 9)]],
    ['the same twice', [range(1, 2), range(1, 2)], [range(1, 2)]],
  ])('%s', (_, ranges, expected) => {
    expect(mergeRanges(ranges)).toEqual(expected);
  });
  test('leaves what it was given as it was', () => {
    const given = [range(5, 6), range(0, 9)];
    mergeRanges(given);
    expect(given).toEqual([range(5, 6), range(0, 9)]);
  });
});

describe('subtractRanges', () => {
  test.each([
    ['no holes', [], [range(10, 20)]],
    ['a hole in the middle', [range(12, 15)], [range(10, 12), range(15, 20)]],
    ['a hole at each end', [range(0, 11), range(19, 99)], [range(11, 19)]],
    ['a hole over everything', [range(0, 99)], []],
    ['holes outside', [range(0, 10), range(20, 30)], [range(10, 20)]],
    ['holes that overlap', [range(13, 16), range(12, 14)], [range(10, 12), range(16, 20)]],
  ])('%s', (_, holes, expected) => {
    expect(subtractRanges(range(10, 20), holes)).toEqual(expected);
  });

  test('agrees with marking each number', () => {
    const random = seededRandom(61);
    for (let round = 0; round < 300; round++) {
      const holes = Array.from({ length: random.below(5) }, () => {
        const from = random.below(30);
        return range(from, from + random.below(8));
      });
      const left = Array.from({ length: 20 }, (_, i) => i + 5).filter(
        (n) => !holes.some((hole) => n >= hole.from && n < hole.to),
      );
      const found = subtractRanges(range(5, 25), holes).flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, i) => from + i),
      );
      expect(found).toEqual(left);
    }
  });
});
