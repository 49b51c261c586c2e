import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../codec/index.ts';
import { KeyDictionary, sharedKeys, sketchKeys } from './index.ts';

function sketch(from: number, to: number): Float64Array {
  const keys = new KeyDictionary();
  for (let i = from; i < to; i++) {
    const bytes = encodeUtf8(`key:${i}`);
    keys.intern(bytes, 0, bytes.length);
  }
  return sketchKeys(keys);
}

describe('sketches of key sets', () => {
  test('small sets are compared exactly', () => {
    expect(sharedKeys(sketch(0, 10), sketch(0, 10))).toBe(1);
    expect(sharedKeys(sketch(0, 10), sketch(10, 20))).toBe(0);
    expect(sharedKeys(sketch(0, 10), sketch(5, 100))).toBe(0.5);
    expect(sharedKeys(sketch(0, 0), sketch(0, 10))).toBe(0);
  });

  test('of large sets the share is near the truth, and none stays none', () => {
    expect(sharedKeys(sketch(0, 20_000), sketch(10_000, 30_000))).toBeCloseTo(0.5, 0.6);
    expect(sharedKeys(sketch(0, 20_000), sketch(20_000, 40_000))).toBe(0);
    // A small set within a large one.
    expect(sharedKeys(sketch(0, 200), sketch(0, 20_000))).toBe(1);
    expect(sketch(0, 20_000)).toHaveLength(256);
  });
});
