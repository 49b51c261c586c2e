import { describe, expect, it } from 'vitest';
import { RowKind } from '../../columnar/index.ts';
import { COLUMN_IDS, columnOrder } from './columnIds.ts';
import { rowCells } from './rowCells.ts';

/** Of a file without databases. */
const PLAIN = COLUMN_IDS.filter((id) => id !== 'database');

const shape = (cells: ReturnType<typeof rowCells>) =>
  cells.map(({ column, content, span }) => `${column} ${content} ${span}`);

describe('the cells of a row', () => {
  it('are one for each column of a record', () => {
    expect(rowCells(RowKind.record, COLUMN_IDS)).toHaveLength(COLUMN_IDS.length);
    expect(
      rowCells(RowKind.entry, ['key', 'ttl']).every(
        ({ content, span }) => content === 'column' && span === 1,
      ),
    ).toBe(true);
  });

  it('end in the summary of a gap', () => {
    expect(shape(rowCells(RowKind.gap, PLAIN))).toEqual([
      'record column 1',
      'offset column 1',
      'bytes column 1',
      'type column 1',
      'key summary 4',
    ]);
  });

  it('leave a footer its integrity', () => {
    expect(shape(rowCells(RowKind.footer, PLAIN)).slice(-2)).toEqual(['key summary 3', 'integrity column 1']);
  });

  it('tell the summary once, wherever the columns were moved', () => {
    expect(shape(rowCells(RowKind.gap, ['key', 'offset', 'arguments', 'ttl']))).toEqual([
      'key summary 1',
      'offset column 1',
      'arguments nothing 1',
      'ttl nothing 1',
    ]);
  });

  it('gives a gap its integrity where something would put it right', () => {
    expect(shape(rowCells(RowKind.gap, ['offset', 'key', 'integrity'], true))).toEqual([
      'offset column 1',
      'key summary 1',
      'integrity column 1',
    ]);
  });

  it('always take as many columns as there are', () => {
    for (const kind of Object.values(RowKind)) {
      for (const columns of [COLUMN_IDS, COLUMN_IDS.toReversed(), COLUMN_IDS.slice(2, 5)]) {
        expect(rowCells(kind, columns).reduce((sum, { span }) => sum + span, 0)).toBe(columns.length);
      }
    }
  });
});

describe('the order of columns', () => {
  it('keeps what was stored and adds what is new', () => {
    expect(columnOrder(['key', 'nonsense', 'key', 'offset'])).toEqual([
      'key',
      'offset',
      'record',
      'bytes',
      'type',
      'database',
      'arguments',
      'ttl',
      'integrity',
    ]);
    expect(columnOrder([])).toEqual(COLUMN_IDS);
  });
});
