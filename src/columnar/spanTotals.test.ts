import { describe, expect, test } from 'vitest';
import { rowIndex, seededRandom } from '../base/index.ts';
import { NO_KEY } from './keyDictionary.ts';
import { Rows } from './rows.ts';
import { type FamilyOfRow, SpanTotals } from './spanTotals.ts';
import { RowKind, RowStatus } from './status.ts';

const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

const tagOf: FamilyOfRow = ({ tags }, i) => tags[i] as number;

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
        rows.push(rows.end + length, RowKind.record, family, RowStatus.ok, NO_KEY);
        if (random.below(4) === 0) totals.advance(rows, tagOf);
      }
      totals.advance(rows, tagOf);
      totals.advance(rows, tagOf);
      const found = [0, 1, 2].map((family) => total(totals.bytes.filter((_, i) => i % 3 === family)));
      found.forEach((bytes, family) => {
        expect(bytes).toBeCloseTo(expected[family] as number, 5);
      });
    }
  });

  test('rows of a part count as their spans do, also where chunks of rows meet', () => {
    const random = seededRandom(92);
    const rows = new Rows();
    while (rows.length < 140_000)
      rows.push(rows.end + 1 + random.below(40), RowKind.record, random.below(3), RowStatus.ok, NO_KEY);
    for (const [from, to] of [
      [0, rows.end],
      [1000.5, rows.end - 777],
      [rows.offset(rowIndex(65_530)), rows.offset(rowIndex(65_540)) + 1],
      [50, 51],
    ] as const) {
      const byRow = new SpanTotals(from, to, 500, 3);
      byRow.addRows(rows, rows.rowAt(from), rows.rowAt(to - 1) + 1, tagOf);
      const bySpan = new SpanTotals(from, to, 500, 3);
      for (let row = 0; row < rows.length; row++)
        bySpan.add(rows.offset(rowIndex(row)), rows.offset(rowIndex(row + 1)), rows.tag(rowIndex(row)));
      bySpan.bytes.forEach((bytes, slot) => {
        expect(byRow.bytes[slot]).toBeCloseTo(bytes, 6);
      });
      expect(total(byRow.bytes)).toBeCloseTo(to - from, 5);
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
