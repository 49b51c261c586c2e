import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/index.ts';
import { NO_KEY } from './keyDictionary.ts';
import { Rows } from './rows.ts';
import { SpanTotals } from './spanTotals.ts';
import { RowKind, RowStatus } from './status.ts';

const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

describe('SpanTotals', () => {
  test('a span is spread over the buckets that it lies in', () => {
    const totals = new SpanTotals(0, 100, 10, 2);
    totals.add(5, 25, 1);
    totals.add(95, 100, 0);
    const of = (family: number): number[] =>
      Array.from({ length: 10 }, (_, i) => totals.bytes[i * 2 + family] as number);
    expect(of(1)).toEqual([5, 10, 5, 0, 0, 0, 0, 0, 0, 0]);
    expect(of(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
  });

  test('what lies before the span does not count', () => {
    const totals = new SpanTotals(50, 100, 5, 1);
    totals.add(0, 55, 0);
    expect(Array.from(totals.bytes)).toEqual([5, 0, 0, 0, 0]);
  });

  test('every byte of a file is counted once, whatever its size and however often the rows are added', () => {
    const random = seededRandom(91);
    for (const size of [1, 5, 100, 2047, 2048, 2049, 123_457]) {
      const rows = new Rows();
      const expected = [0, 0, 0];
      const totals = SpanTotals.ofFile(size, 3);
      while (rows.end < size) {
        const family = rows.length % 3;
        const length = Math.min(size - rows.end, 1 + random.below(Math.max(1, size / 20)));
        expected[family] = (expected[family] as number) + length;
        rows.push(rows.end + length, RowKind.record, 1, RowStatus.ok, NO_KEY);
        if (random.below(4) === 0) totals.advance(rows, (row) => row % 3);
      }
      totals.advance(rows, (row) => row % 3);
      totals.advance(rows, (row) => row % 3);
      const found = [0, 1, 2].map((family) => total(totals.bytes.filter((_, i) => i % 3 === family)));
      found.forEach((bytes, family) => {
        expect(bytes).toBeCloseTo(expected[family] as number, 5);
      });
    }
  });

  test('coarser keeps the sums', () => {
    const totals = new SpanTotals(0, 1000, 100, 2);
    totals.add(0, 1000, 0);
    totals.add(250, 260, 1);
    for (const buckets of [1, 3, 7, 50, 100]) {
      const coarse = totals.coarser(buckets);
      expect(coarse.length).toBe(buckets * 2);
      expect(total(coarse.filter((_, i) => i % 2 === 0))).toBeCloseTo(1000, 6);
      expect(total(coarse.filter((_, i) => i % 2 === 1))).toBeCloseTo(10, 6);
    }
    expect(Array.from(totals.coarser(4)).filter((_, i) => i % 2 === 1)).toEqual([0, 10, 0, 0]);
  });
});
