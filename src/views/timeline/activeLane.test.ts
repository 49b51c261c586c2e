import { expect, test } from 'vitest';
import { keyId } from '../../base/index.ts';
import { activeLane } from './activeLane.ts';

const lane = (key: number, ...rows: readonly number[]) => ({
  lane: { key: keyId(key), rows: Uint32Array.from(rows) },
});
const LANES = [lane(7, 1, 4), lane(8, 2, 4), lane(9, 3)];
const asked = (key: number, row: number | null) => ({ key: keyId(key), row });

test('a lane that is asked for is in hand, whatever record is selected', () => {
  expect(activeLane(LANES, asked(9, 1), 1)).toBe(2);
  expect(activeLane(LANES, asked(9, null), null)).toBe(2);
});

test('a record that is selected afterwards brings its lane', () => {
  expect(activeLane(LANES, asked(9, 1), 2)).toBe(1);
  expect(activeLane(LANES, asked(8, 1), 4)).toBe(1);
  expect(activeLane(LANES, asked(9, 1), 4)).toBe(0);
  expect(activeLane(LANES, asked(8, null), 1)).toBe(0);
});

test('a record of no lane leaves the lane that was asked for', () => {
  expect(activeLane(LANES, asked(8, 1), 99)).toBe(1);
  expect(activeLane(LANES, null, 99)).toBe(0);
  expect(activeLane([], asked(8, 1), 1)).toBeNull();
});
