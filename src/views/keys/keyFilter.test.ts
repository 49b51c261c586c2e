import { expect, test } from 'vitest';
import { parseKeyFilter } from './keyFilter.ts';

const INF = Number.POSITIVE_INFINITY;

test.each([
  ['', '', []],
  ['user:1', 'user:1', []],
  ['two words', 'two words', []],
  ['ops>10', '', [{ column: 'operations', min: 11, max: INF }]],
  ['OPS>=10 user', 'user', [{ column: 'operations', min: 10, max: INF }]],
  ['bytes<2k', '', [{ column: 'bytes', min: 0, max: 2047 }]],
  ['bytes>1.5m', '', [{ column: 'bytes', min: 1_572_865, max: INF }]],
  ['ttl<1h', '', [{ column: 'ttl', min: 0, max: 3_599_999 }]],
  ['ttl<=90', '', [{ column: 'ttl', min: 0, max: 90_000 }]],
  ['ttl>500ms', '', [{ column: 'ttl', min: 501, max: INF }]],
  [
    'first=7 last>100',
    '',
    [
      { column: 'first', min: 7, max: 7 },
      { column: 'last', min: 101, max: INF },
    ],
  ],
  ['db:3', '', [{ column: 'db', min: 3, max: 3 }]],
  ['db>0', '', [{ column: 'db', min: 1, max: INF }]],
  // No number, no such unit, no such column: then it is text that a key may contain.
  ['ops>many', 'ops>many', []],
  ['bytes>3h', 'bytes>3h', []],
  ['size>3', 'size>3', []],
])('%s', (input, text, ranges) => {
  expect(parseKeyFilter(input)).toEqual({ text, ranges });
});
