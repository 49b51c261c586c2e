import { expect, test } from 'vitest';
import { f32FromBits, f32ToBits, f64FromBits, f64ToBits, floatForJson } from './numbers.ts';

test.each([
  [0x3ff0_0000_0000_0000n, 1],
  [0x8000_0000_0000_0000n, -0],
  [0x7ff0_0000_0000_0000n, Number.POSITIVE_INFINITY],
  [0xfff0_0000_0000_0000n, Number.NEGATIVE_INFINITY],
  [1n, Number.MIN_VALUE],
  [0x7fef_ffff_ffff_ffffn, Number.MAX_VALUE],
])('64 bits %s are %d', (bits, value) => {
  expect(Object.is(f64FromBits(bits), value)).toBe(true);
  expect(f64ToBits(value)).toBe(bits);
});

test.each([
  [0x3f80_0000, 1],
  [0x8000_0000, -0],
  [0x3dcc_cccd, Math.fround(0.1)],
  [0xff80_0000, Number.NEGATIVE_INFINITY],
  [1, 2 ** -149],
])('32 bits %i are %d', (bits, value) => {
  expect(Object.is(f32FromBits(bits), value)).toBe(true);
  expect(f32ToBits(value)).toBe(bits);
});

test('every NaN is a NaN, and becomes the canonical one', () => {
  expect(f64FromBits(0x7ff0_0000_0000_0001n)).toBeNaN();
  expect(f32FromBits(0xffff_ffff)).toBeNaN();
  expect(f64ToBits(Number.NaN)).toBe(0x7ff8_0000_0000_0000n);
  expect(f32ToBits(Number.NaN)).toBe(0x7fc0_0000);
});

test('what JSON has no number for becomes its name', () => {
  expect([1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(floatForJson)).toEqual([
    1.5,
    'NaN',
    'Infinity',
    '-Infinity',
  ]);
});
