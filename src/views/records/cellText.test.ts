import { describe, expect, it } from 'vitest';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { RowView } from '../../workers/index.ts';
import { cellText, rowText } from './cellText.ts';
import { COLUMN_IDS } from './columnIds.ts';

const row = {
  kind: RowKind.record,
  status: RowStatus.ok,
  salvaged: false,
  embedded: false,
  record: 1_204_119,
  offset: 0x10a3f2c1,
  size: 1_480,
  type: 'SET',
  family: 'string',
  database: null,
  key: 'user:1042',
  summary: 'a\tb',
  ttlMs: '3600000',
  ttlAbsolute: false,
  finding: null,
  fix: null,
} as unknown as RowView;

describe('a row as text', () => {
  it('has bare numbers, and no tab or new line of its own', () => {
    expect(rowText(row, COLUMN_IDS)).toBe('1204119\t0x10A3F2C1\t1480\tSET\t\tuser:1042\ta b\t1 h\tholds');
  });

  it('follows the columns in view', () => {
    expect(rowText(row, ['key', 'bytes'])).toBe('user:1042\t1480');
  });

  it('leaves empty what a row has not', () => {
    const gap = { ...row, kind: RowKind.gap, status: RowStatus.gap, record: null, key: null, ttlMs: null };
    expect(cellText(gap as RowView, 'record')).toBe('');
    expect(cellText(gap as RowView, 'key')).toBe('');
    expect(cellText(gap as RowView, 'ttl')).toBe('');
    expect(cellText(gap as RowView, 'integrity')).toBe('');
    expect(cellText({ ...gap, fix: 'bit' } as RowView, 'integrity')).toBe('1-bit fix');
  });
});
