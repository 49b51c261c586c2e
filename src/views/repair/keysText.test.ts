import { expect, it } from 'vitest';
import { keysText } from './keysText.ts';

it('names a few keys and counts the rest', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(keysText({ count: 1, names: ['user:1042'] })).toBe('Key user:1042');
  expect(keysText({ count: 2, names: ['a', 'b'] })).toBe('Keys a, b');
  expect(keysText({ count: 1204, names })).toBe('1,204 keys: a, b, c, d and 1,200 more');
  expect(keysText({ count: 6, names }, 6)).toBe('Keys a, b, c, d, e, f');
});
