import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyName, parseKeyName } from './keyName.ts';
import { sortedKeys } from './stateJson.ts';

/** Any code points, but no half of a pair. */
const wellFormed = fc.string({ unit: 'binary' });

test('a name stands for one key of one database', () => {
  fc.assert(
    fc.property(wellFormed, fc.integer({ min: 0, max: 0xffff_ffff }), (key, database) => {
      expect(parseKeyName(keyName(key, database))).toEqual({ key, database });
    }),
  );
});

test('names sort by database, then by the bytes of the key', () => {
  const names = [
    keyName('a', 10),
    keyName('\u{1f600}', 0),
    keyName('b', 2),
    keyName('a', 2),
    keyName('z', 0),
    keyName('\uffee', 0),
  ];
  expect(sortedKeys(names).map(parseKeyName)).toEqual([
    { key: 'z', database: 0 },
    { key: '\uffee', database: 0 },
    { key: '\u{1f600}', database: 0 },
    { key: 'a', database: 2 },
    { key: 'b', database: 2 },
    { key: 'a', database: 10 },
  ]);
});
