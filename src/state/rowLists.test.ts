import { describe, expect, test } from 'vitest';
import { RowList } from './rowLists.ts';

describe('a list that grows', () => {
  const list = new RowList();
  for (const piece of [[1, 4], [], [5], Array.from({ length: 1000 }, (_, i) => 10 + 3 * i)]) {
    list.append(Uint32Array.from(piece));
  }

  test('has all that was added, in order', () => {
    expect(list.length).toBe(1003);
    expect([...list.rows.subarray(0, 5)]).toEqual([1, 4, 5, 10, 13]);
    expect(list.rowAt(1002)).toBe(3007);
  });

  test('has no row before its first place and behind its last', () => {
    expect([list.rowAt(-1), list.rowAt(1003)]).toEqual([null, null]);
  });

  test('tells the place of a row, and the next place for one that it does not have', () => {
    expect([1, 5, 13, 3007].map((row) => list.positionOf(row))).toEqual([0, 2, 4, 1002]);
    // Behind its end lies room that once held nothing.
    expect([0, 2, 3008].map((row) => list.positionOf(row))).toEqual([null, null, null]);
    expect([0, 1, 2, 6, 3007, 3008].map((row) => list.positionFrom(row))).toEqual([0, 0, 1, 3, 1002, 1003]);
  });
});

test('a list in another order finds its rows as well', () => {
  const list = new RowList(Uint32Array.of(9, 2, 7, 0), false);
  expect([9, 2, 7, 0, 3].map((row) => list.positionOf(row))).toEqual([0, 1, 2, 3, null]);
});

test('an empty list has nothing', () => {
  const list = new RowList();
  expect([list.length, list.positionOf(0), list.positionFrom(0), list.rowAt(0)]).toEqual([0, null, 0, null]);
});
