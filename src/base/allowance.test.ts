import { describe, expect, it } from 'vitest';
import { Allowance, isOutOfMemory, OutOfMemoryError } from './allowance.ts';

/** What `make` throws. */
function thrownBy(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('isOutOfMemory', () => {
  it.each([
    ['a typed array that is too long', () => new Uint8Array(2 ** 52)],
    ['a buffer that is too large', () => new ArrayBuffer(2 ** 52)],
    ['a memory that may not grow', () => new WebAssembly.Memory({ initial: 1, maximum: 2 }).grow(9)],
    ['an allowance that is used up', () => new Allowance(3).take(4)],
  ])('is true of what the platform throws for %s', (_what, make) => {
    expect(isOutOfMemory(thrownBy(make))).toBe(true);
  });

  it.each([
    'Uncaught RangeError: Array buffer allocation failed',
    'Uncaught RangeError: Map maximum size exceeded',
    'out of memory',
    'InternalError: allocation size overflow',
  ])('is true of a worker that ended with “%s”', (message) => {
    expect(isOutOfMemory(message)).toBe(true);
  });

  it('knows an error that came from a worker as a plain one', () => {
    const sent = Object.assign(new Error('Array buffer allocation failed'), { name: 'RangeError' });
    expect(isOutOfMemory(sent)).toBe(true);
  });

  it.each([
    new RangeError('Invalid array length'),
    new TypeError('memory is undefined'),
    new Error('internal error: rows out of order'),
    'thrown as text',
  ])('is false of %s', (error) => {
    expect(isOutOfMemory(error)).toBe(false);
  });
});

describe('Allowance', () => {
  it('refuses what goes past it, takes nothing then, and takes again what was given back', () => {
    const allowance = new Allowance(10);
    allowance.take(6);
    expect(() => allowance.take(5)).toThrow(OutOfMemoryError);
    allowance.take(4);
    expect(() => allowance.take(1)).toThrow(OutOfMemoryError);
    allowance.giveBack(1);
    allowance.take(1);
  });
});
