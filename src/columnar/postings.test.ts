import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/support/propertyRuns.ts';
import { keyId, rowIndex } from '../base/index.ts';
import { NO_KEY } from './keyDictionary.ts';
import { Postings } from './postings.ts';
import { Rows } from './rows.ts';
import { RowKind, RowStatus } from './status.ts';

const KEYS = 5;

/** Rows are appended or taken back; now and then the lists are asked for. */
const someSteps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ push: fc.oneof(fc.nat({ max: KEYS - 1 }), fc.constant(NO_KEY)) }) },
    { weight: 1, arbitrary: fc.record({ drop: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ keys: fc.integer({ min: 1, max: KEYS }) }) },
  ),
  { maxLength: 60 },
);

test('lists equal a slow filter, however the index grew and shrank in between', () => {
  fc.assert(
    fc.property(someSteps, (steps) => {
      const rows = new Rows();
      const postings = new Postings(rows);
      const check = (keys: number): void => {
        for (let key = 0; key < keys; key++) {
          const slow = Array.from({ length: rows.length }, (_, row) => row).filter(
            (row) => rows.key(rowIndex(row)) === key,
          );
          expect([...postings.of(keyId(key), keys)]).toEqual(slow);
        }
      };
      let keys = 1;
      for (const step of steps) {
        if ('push' in step) {
          const key = step.push < keys ? keyId(step.push) : NO_KEY;
          rows.push(rows.end + 1, RowKind.record, 1, RowStatus.ok, key);
        } else if ('drop' in step) rows.dropLast(Math.min(step.drop, rows.length));
        else {
          keys = Math.max(keys, step.keys);
          check(keys);
        }
      }
      check(KEYS);
    }),
    runs(1),
  );
});

test('a key that is not there has no rows', () => {
  const postings = new Postings(new Rows());
  expect(postings.of(keyId(3), 2)).toHaveLength(0);
  expect(postings.of(NO_KEY, 2)).toHaveLength(0);
});
