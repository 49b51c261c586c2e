import { describe, expect, it } from 'vitest';
import { OutOfMemoryError } from '../base/index.ts';
import { SourceChangedError } from '../codec/index.ts';
import { StateTooLargeError } from '../replay/index.ts';
import { readProblem, writeProblem } from './problem.ts';

const platform = (name: string): DOMException => new DOMException('the platform says so', name);

describe('a read that failed', () => {
  it.each([
    [platform('NotReadableError'), 'file-changed'],
    [platform('NotFoundError'), 'file-changed'],
    [new SourceChangedError('10 bytes were to be read'), 'file-changed'],
    [platform('NotAllowedError'), 'permission'],
    [platform('EncodingError'), 'read-failed'],
    [new RangeError('Array buffer allocation failed'), 'memory'],
    [new RangeError('Map maximum size exceeded'), 'memory'],
    [new OutOfMemoryError('1 more byte is not allowed'), 'memory'],
    [new StateTooLargeError(12_000_000), 'state-too-large'],
    [new RangeError('Invalid array length'), 'unexpected'],
    [new TypeError('x is undefined'), 'unexpected'],
    [new Error('internal error: rows out of order'), 'unexpected'],
    ['thrown as text', 'unexpected'],
  ])('%s is told as %s', (error, code) => {
    expect(readProblem(error, 0).code).toBe(code);
  });

  it('does not blame the disk for a fault of ours, and offers to reload', () => {
    const { what, meaning, next } = readProblem(new TypeError('x is undefined'), 12);
    expect(`${what} ${next}`).not.toMatch(/disk|could not be read/);
    expect(meaning).toContain('TypeError: x is undefined');
    expect(meaning).toContain('12 rows');
    expect(next).toContain('Reload');
  });
});

describe('a write that failed', () => {
  it.each([
    [platform('QuotaExceededError'), 'disk-full'],
    [platform('InvalidStateError'), 'write-failed'],
    [platform('NotReadableError'), 'file-changed'],
    [new RangeError('Array buffer allocation failed'), 'memory'],
    [new TypeError('x is undefined'), 'unexpected'],
  ])('%s is told as %s, and that nothing remains', (error, code) => {
    const problem = writeProblem(error);
    expect(problem.code).toBe(code);
    expect(problem.meaning).toContain('Nothing half-written remains');
  });
});
