import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../codec/index.ts';
import { Automaton } from './automaton.ts';
import { parseRegex } from './parseRegex.ts';

function matches(source: string, text: Uint8Array | string, ignoreCase = false): boolean {
  const parsed = parseRegex(source);
  if ('error' in parsed) throw new Error(`${source}: ${parsed.error}`);
  const bytes = typeof text === 'string' ? encodeUtf8(text) : text;
  return new Automaton(parsed.pattern, { whole: false, ignoreCase }).test(bytes);
}

describe('patterns', () => {
  test.each([
    ['^user:\\d{2,3}$', 'user:42', true],
    ['^user:\\d{2,3}$', 'user:4242', false],
    ['a.c', 'aßc', true],
    ['^.{2}$', 'né', true],
    ['[^a-z]', 'abc', false],
    ['(?:cart|order):7', 'my order:7', true],
    ['x*$', 'abc', true],
    ['^$', '', true],
    ['^$', 'a', false],
    ['a|', 'b', true],
    ['\\u{1F600}', '😀', true],
    ['[а-я]+', 'ключ', true],
    ['a{0}b', 'b', true],
  ])('%s on %j: %s', (source, text, expected) => {
    expect(matches(source, text)).toBe(expected);
  });

  test('a byte that belongs to no character is one of its own', () => {
    const broken = Uint8Array.from([0x61, 0xff, 0x62]);
    expect(matches('^a.b$', broken)).toBe(true);
    expect(matches('^a[^x]b$', broken)).toBe(true);
    expect(matches('ÿ', broken)).toBe(false);
    expect(matches('^..$', Uint8Array.from([0xe2, 0x82]))).toBe(true);
  });

  test('case counts unless it is told not to, for ASCII letters', () => {
    expect(matches('USER', 'user')).toBe(false);
    expect(matches('USER', 'User', true)).toBe(true);
    expect(matches('^[A-C]+$', 'abC', true)).toBe(true);
    expect(matches('КЛЮЧ', 'ключ', true)).toBe(false);
  });

  test('a pattern that makes others go back for ever takes time linear in the text', () => {
    const steps = `${'a'.repeat(100_000)}!`;
    expect(matches('^(a+)+$', steps)).toBe(false);
    expect(matches('^(a|a)*$', steps)).toBe(false);
    expect(matches('(a?){30}a{30}$', steps)).toBe(false);
  });
});

const ATOMS = ['a', 'b', '.', 'é', '[ab]', '[^a]', '\\w', '^', '$'];
const source: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...ATOMS),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}'))
      .map(([a, times]) => `(?:${a})${times}`),
  ),
})).pattern;

test('agrees with JavaScript’s own on text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '_', '€'), maxLength: 8 });
  fc.assert(
    fc.property(source, text, (pattern, on) => {
      expect(matches(pattern, on)).toBe(new RegExp(pattern, 'u').test(on));
    }),
    { numRuns: 2000 },
  );
});
