import { expect, test } from 'vitest';
import type { SortOrder } from '../../columnar/index.ts';
import { nextSort } from './nextSort.ts';

test.each([
  ['offset', ['-offset', 'none', '-offset']],
  ['size', ['-size', 'size', 'none']],
  ['key', ['key', '-key', 'none']],
] as const)('pressing %s again and again', (by, expected) => {
  let sort: SortOrder | null = null;
  const seen = expected.map(() => {
    sort = nextSort(sort, by);
    return sort === null ? 'none' : `${sort.descending ? '-' : ''}${sort.by}`;
  });
  expect(seen).toEqual(expected);
});

test('another column begins anew', () => {
  expect(nextSort({ by: 'size', descending: true }, 'type')).toEqual({ by: 'type', descending: false });
  expect(nextSort({ by: 'key', descending: true }, 'offset')).toBeNull();
});
