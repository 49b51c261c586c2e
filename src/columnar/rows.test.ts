import { describe, expect, test } from 'vitest';
import { keyId, rowIndex, seededRandom } from '../base/index.ts';
import { NO_KEY } from './keyDictionary.ts';
import { Rows } from './rows.ts';
import { EMBEDDED, RowKind, RowStatus, SALVAGED } from './status.ts';

const CHUNK = 65_536;

/** A plain row, as a slow index would hold it. */
interface PlainRow {
  readonly offset: number;
  readonly end: number;
  readonly kind: number;
  readonly tag: number;
  readonly status: RowStatus;
  readonly key: number;
}

function push(
  rows: Rows,
  plain: PlainRow[],
  size: number,
  kind: number,
  tag = 1,
  status: RowStatus = RowStatus.ok,
  key = 0,
): void {
  const offset = rows.end;
  rows.push(offset + size, kind, tag, status, keyId(key));
  plain.push({ offset, end: offset + size, kind, tag, status, key });
}

function expectSame(rows: Rows, plain: readonly PlainRow[], at: readonly number[]): void {
  expect(rows.length).toBe(plain.length);
  expect(rows.end).toBe(plain.at(-1)?.end ?? 0);
  for (const i of at) {
    const row = rowIndex(i);
    const expected = plain[i] as PlainRow;
    expect({
      offset: rows.offset(row),
      end: rows.offset(row) + rows.size(row),
      kind: rows.kind(row),
      tag: rows.tag(row),
      status: rows.status(row),
      key: rows.key(row),
    }).toEqual(expected);
  }
}

const isRecord = ({ kind }: PlainRow): boolean => kind === RowKind.record || kind === RowKind.entry;

describe('Rows', () => {
  test('empty', () => {
    const rows = new Rows();
    expect([rows.length, rows.end, rows.records, rows.rowAt(0), rows.rowAt(99)]).toEqual([0, 0, 0, 0, 0]);
    expect(rows.rowOfRecord(0)).toBeNull();
    expect(rows.offset(rowIndex(0))).toBe(0);
  });

  test('every column across the borders of three chunks', () => {
    const rows = new Rows();
    const plain: PlainRow[] = [];
    const random = seededRandom(41);
    push(rows, plain, 5, RowKind.header);
    while (plain.length < 2 * CHUNK + 10) {
      push(
        rows,
        plain,
        1 + random.below(300),
        RowKind.record,
        random.below(256),
        RowStatus.badChecksum,
        random.u32(),
      );
    }
    const borders = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 9];
    expectSame(rows, plain, [...borders, ...Array.from({ length: 500 }, () => random.below(plain.length))]);
  });

  test('offsets past 4 GiB stay exact', () => {
    const rows = new Rows();
    rows.push(2 ** 40 + 1, RowKind.gap, 0, RowStatus.gap, NO_KEY);
    rows.push(2 ** 53 - 1, RowKind.record, 1, RowStatus.ok, NO_KEY);
    expect([rows.offset(rowIndex(1)), rows.size(rowIndex(1))]).toEqual([2 ** 40 + 1, 2 ** 53 - 2 - 2 ** 40]);
    expect([rows.rowAt(2 ** 40), rows.rowAt(2 ** 40 + 1)]).toEqual([0, 1]);
    expect(rows.key(rowIndex(0))).toBe(NO_KEY);
  });

  test('flags stand beside the kind and can be set later', () => {
    const rows = new Rows();
    rows.push(1, RowKind.record | SALVAGED, 1, RowStatus.ok, NO_KEY);
    rows.push(2, RowKind.gap, 0, RowStatus.gap, NO_KEY);
    expect([
      rows.kind(rowIndex(0)),
      rows.hasFlag(rowIndex(0), SALVAGED),
      rows.hasFlag(rowIndex(0), EMBEDDED),
    ]).toEqual([RowKind.record, true, false]);
    rows.setFlag(rowIndex(1), EMBEDDED);
    expect([rows.kind(rowIndex(1)), rows.hasFlag(rowIndex(1), EMBEDDED)]).toEqual([RowKind.gap, true]);
    expect(rows.records).toBe(1);
  });

  test('rowAt finds the row of every byte', () => {
    const rows = new Rows();
    const plain: PlainRow[] = [];
    for (const size of [5, 1, 9, 2, 30, 1, 1]) push(rows, plain, size, RowKind.record);
    for (let offset = 0; offset < rows.end; offset++) {
      expect(rows.rowAt(offset)).toBe(plain.findIndex((row) => offset >= row.offset && offset < row.end));
    }
    expect(rows.rowAt(rows.end)).toBe(plain.length - 1);
    expect(rows.rowAt(rows.end + 1000)).toBe(plain.length - 1);
  });

  test('rowAt across the borders of chunks', () => {
    const rows = new Rows();
    for (let i = 0; i < 2 * CHUNK + 3; i++) rows.push((i + 1) * 3, RowKind.record, 1, RowStatus.ok, NO_KEY);
    for (const row of [0, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 2]) {
      expect([0, 1, 2].map((within) => rows.rowAt(row * 3 + within))).toEqual([row, row, row]);
    }
  });
});

describe('expiry', () => {
  const SEVEN_WEEKS = 2 ** 32;
  const values = [0, -1, 1, SEVEN_WEEKS - 3, Number.NaN, SEVEN_WEEKS - 2, SEVEN_WEEKS, -2, 2 ** 53, 2 ** 63];

  test('is exact, whichever value widens its chunk', () => {
    for (let wide = 0; wide <= values.length; wide++) {
      const rows = new Rows();
      const pushed = [...values.slice(0, wide), Number.NaN, ...values.slice(0, wide)];
      for (const [i, value] of pushed.entries())
        rows.push(i + 1, RowKind.record, 1, RowStatus.ok, NO_KEY, value);
      expect(pushed.map((_, i) => rows.expiry(rowIndex(i)))).toEqual(pushed);
    }
  });

  test('costs nothing in a chunk without one', () => {
    const rows = new Rows();
    for (let i = 0; i < CHUNK; i++) rows.push(i + 1, RowKind.record, 2, RowStatus.ok, NO_KEY);
    const without = rows.memory;
    rows.push(CHUNK + 1, RowKind.record, 1, RowStatus.ok, NO_KEY, 5);
    expect(rows.memory).toBe(2 * without + 4 * CHUNK);
    expect([rows.expiry(rowIndex(CHUNK - 1)), rows.expiry(rowIndex(CHUNK))]).toEqual([Number.NaN, 5]);
  });

  test('of a row that was taken back is forgotten', () => {
    const rows = new Rows();
    rows.push(1, RowKind.record, 1, RowStatus.ok, NO_KEY, 5);
    rows.push(2, RowKind.record, 1, RowStatus.ok, NO_KEY, 6);
    rows.dropLast(1);
    rows.push(2, RowKind.record, 2, RowStatus.ok, NO_KEY);
    expect([0, 1].map((row) => rows.expiry(rowIndex(row)))).toEqual([5, Number.NaN]);
  });
});

describe('record numbers', () => {
  test('count records and entries only, there and back, also across the border of a chunk', () => {
    const rows = new Rows();
    const plain: PlainRow[] = [];
    const random = seededRandom(42);
    push(rows, plain, 5, RowKind.header);
    while (plain.length < CHUNK + 2000) {
      const kind =
        random.below(50) === 0 ? RowKind.gap : random.below(2) === 0 ? RowKind.record : RowKind.entry;
      push(rows, plain, 1, kind | (random.below(2) * SALVAGED));
    }
    push(rows, plain, 4, RowKind.footer);
    const kindOf = ({ kind, ...row }: PlainRow): PlainRow => ({ ...row, kind: kind & 0x0f });
    let number = 0;
    const wrong: number[] = [];
    for (const [i, row] of plain.entries()) {
      if (isRecord(kindOf(row))) {
        if (rows.recordNumber(rowIndex(i)) !== number || rows.rowOfRecord(number) !== i) wrong.push(i);
        number++;
      } else if (rows.recordNumber(rowIndex(i)) !== null) wrong.push(i);
    }
    expect(wrong).toEqual([]);
    expect(rows.records).toBe(number);
    expect([rows.rowOfRecord(number), rows.rowOfRecord(-1)]).toEqual([null, null]);
  });

  test('nothing but records, and nothing but gaps', () => {
    const records = new Rows();
    const gaps = new Rows();
    for (let i = 1; i <= 3; i++) {
      records.push(i, RowKind.record, 1, RowStatus.ok, NO_KEY);
      gaps.push(i, RowKind.gap, 0, RowStatus.gap, NO_KEY);
    }
    expect([0, 1, 2, 3].map((number) => records.rowOfRecord(number))).toEqual([0, 1, 2, null]);
    expect([gaps.records, gaps.rowOfRecord(0), gaps.recordNumber(rowIndex(2))]).toEqual([0, null, null]);
  });
});

describe('dropLast', () => {
  test.each([
    ['nothing', 0],
    ['one', 1],
    ['to the middle of a chunk', 10],
    ['exactly to the border of a chunk', 100],
    ['over the border of a chunk', 101],
    ['over two borders', CHUNK + 150],
    ['everything', 2 * CHUNK + 100],
  ])('%s, and the index goes on as if the rows had never been', (_, count) => {
    const rows = new Rows();
    const plain: PlainRow[] = [];
    for (let i = 0; i < 2 * CHUNK + 100; i++)
      push(rows, plain, 2, i % 7 === 0 ? RowKind.gap : RowKind.record, i & 0xff);
    rows.dropLast(count);
    plain.length -= count;
    const sample = [0, 1, plain.length - 2, plain.length - 1].filter((i) => i >= 0 && i < plain.length);
    expectSame(rows, plain, sample);
    expect(rows.records).toBe(plain.filter(isRecord).length);
    for (let i = 0; i < 3; i++) push(rows, plain, 3, RowKind.record, 200 + i, RowStatus.badBody, i);
    push(rows, plain, 1, RowKind.gap);
    expectSame(rows, plain, [
      ...sample,
      plain.length - 4,
      plain.length - 3,
      plain.length - 2,
      plain.length - 1,
    ]);
    expect(rows.records).toBe(plain.filter(isRecord).length);
    expect(rows.rowOfRecord(rows.records - 1)).toBe(plain.length - 2);
  });

  test('memory follows', () => {
    const rows = new Rows();
    const empty = rows.memory;
    for (let i = 0; i < CHUNK + 1; i++) rows.push(i + 1, RowKind.record, 1, RowStatus.ok, NO_KEY);
    expect(rows.memory).toBe(2 * empty);
    rows.dropLast(1);
    expect(rows.memory).toBe(empty);
  });
});
