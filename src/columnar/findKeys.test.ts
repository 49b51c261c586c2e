import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../codec/index.ts';
import { matchKeys } from './findKeys.ts';
import { KeyDictionary } from './keyDictionary.ts';

const NAMES = ['user:10', 'USER:10', 'user:100', 'cart:7', '', 'ключ', 'КЛЮЧ', 'a\0b', 'Ünï', 'xuser:1'];

function dictionary(names: readonly string[]): KeyDictionary {
  const keys = new KeyDictionary();
  for (const name of names) {
    const bytes = encodeUtf8(name);
    keys.intern(bytes, 0, bytes.length);
  }
  return keys;
}

const matching = (text: string, caseSensitive: boolean): string[] => {
  const matches = matchKeys(dictionary(NAMES), text, caseSensitive);
  return NAMES.filter((_, i) => matches[i] === 1);
};

describe('matchKeys', () => {
  test.each([
    ['user:10', true, ['user:10', 'user:100']],
    ['user:10', false, ['user:10', 'USER:10', 'user:100']],
    ['UsEr', false, ['user:10', 'USER:10', 'user:100', 'xuser:1']],
    ['USER', true, ['USER:10']],
    ['', true, NAMES],
    ['nothing', false, []],
    // Letters past ASCII are compared as they are.
    ['ключ', false, ['ключ']],
    ['üNÏ', false, []],
    ['nï', false, ['Ünï']],
    ['\0', true, ['a\0b']],
    ['user:1000', true, []],
  ])('%j, with case %s', (text, caseSensitive, expected) => {
    expect(matching(text, caseSensitive)).toEqual(expected);
  });

  test('ASCII signs next to the letters are not folded', () => {
    const names = ['@', '`', '[', '{', 'A', 'a', 'Z', 'z'];
    const matches = matchKeys(dictionary(names), '@', false);
    expect(names.filter((_, i) => matches[i] === 1)).toEqual(['@']);
    const brackets = matchKeys(dictionary(names), '{', false);
    expect(names.filter((_, i) => brackets[i] === 1)).toEqual(['{']);
  });

  test('an empty dictionary has no matches', () => {
    expect(matchKeys(new KeyDictionary(), 'x', true).length).toBe(0);
  });
});
