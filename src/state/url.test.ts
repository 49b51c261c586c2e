import { describe, expect, test } from 'vitest';
import { rowIndex } from '../base/index.ts';
import { DEFAULT_READER } from '../codec/index.ts';
import { type AddressState, formatAddress, readAddress } from './url.ts';

const PLAIN: AddressState = {
  view: 'records',
  filter: '',
  caseSensitive: false,
  findOnly: false,
  sort: null,
  row: null,
  reader: DEFAULT_READER,
};

const FULL: AddressState = {
  view: 'faults',
  filter: 'key:"a & b#=%" or type:HSET -ключ',
  caseSensitive: true,
  findOnly: true,
  sort: { by: 'size', descending: true },
  row: rowIndex(0),
  reader: { version: '0.4.2', features: [] },
};

describe('the address', () => {
  test('what is as it would be anyway is left out', () => {
    expect(formatAddress(PLAIN)).toBe('#v=1');
    expect(readAddress('#v=1')).toEqual({ outcome: 'state', state: PLAIN, newer: false });
  });

  test('reads back what it wrote', () => {
    expect(readAddress(formatAddress(FULL))).toEqual({ outcome: 'state', state: FULL, newer: false });
  });

  test('a bad value falls back for its key alone', () => {
    const hash = '#v=1&view=kitchen&filter=a&sort=weight&row=-3&reader=9.9.9&case=maybe&unknown=1';
    expect(readAddress(hash)).toEqual({ outcome: 'state', state: { ...PLAIN, filter: 'a' }, newer: false });
  });

  test.each(['', '#', '#top', '#v=x&filter=a', '#filter=a', '#%E0%A4%A'])('%j says nothing', (hash) => {
    expect(readAddress(hash)).toEqual({ outcome: 'none' });
  });

  test('a link of a newer version says so', () => {
    expect(readAddress('#v=2&filter=a')).toMatchObject({ newer: true, state: { filter: 'a' } });
  });
});
