import { describe, expect, test } from 'vitest';
import { fuzzyScore } from './fuzzy.ts';

const best = (typed: string, labels: readonly string[]): string | undefined =>
  labels.toSorted((a, b) => fuzzyScore(typed, b) - fuzzyScore(typed, a))[0];

describe('fuzzy filter', () => {
  test('a letter that is missing, or out of order, is no match', () => {
    expect(fuzzyScore('xyz', 'Next fault')).toBe(0);
    expect(fuzzyScore('tf', 'Next fault')).toBeGreaterThan(0);
    expect(fuzzyScore('ltf', 'fault')).toBe(0);
  });

  test('nothing typed matches everything', () => {
    expect(fuzzyScore('', 'Next fault')).toBeGreaterThan(0);
    expect(fuzzyScore('  ', 'Next fault')).toBeGreaterThan(0);
  });

  test('words as typed come before letters picked from all over', () => {
    expect(best('fault', ['Find a useful thing', 'Next fault'])).toBe('Next fault');
    expect(best('next', ['An extra entry', 'Next file'])).toBe('Next file');
  });

  test('the beginnings of words count more', () => {
    expect(best('nf', ['Confirm it', 'Next fault'])).toBe('Next fault');
  });
});
