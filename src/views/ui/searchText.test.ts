import { expect, test } from 'vitest';
import { searchedText, searchText } from './searchText.ts';

test('a search says what it looks for, from where, and whether it has met anything but zeros', () => {
  expect(searchText({ from: 0, onlyZeros: true }, 'record')).toBe(
    'searching for the first record: nothing but zeros so far',
  );
  expect(searchText({ from: 0, onlyZeros: false }, 'record')).toBe('searching for the first record');
  expect(searchText({ from: 0x960, onlyZeros: false }, 'entry')).toBe(
    'searching for the next entry behind 0x00000960',
  );
});

test('a search that was stopped says what it did not find, and no more', () => {
  expect(searchedText({ from: 0, onlyZeros: true }, 'record')).toBe(
    'No record was found up to there: nothing but zeros',
  );
  expect(searchedText({ from: 0x960, onlyZeros: false }, 'entry')).toBe(
    'No entry was found behind 0x00000960 up to there',
  );
});
