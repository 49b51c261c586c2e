import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../codec/index.ts';
import { changeExcerpt, splitShared } from './changeExcerpt.ts';

/** The excerpt around one byte that was changed, with the change between brackets. */
function around(fixed: Uint8Array, at: number, now: number, after = false): string {
  const before = fixed.slice();
  before[at] = now;
  const {
    lead,
    now: was,
    fixed: will,
    tail,
  } = changeExcerpt(before, fixed, at, at + 1, { before: false, after });
  return `${lead}[${was}|${will}]${tail}`;
}

describe('changeExcerpt', () => {
  test('shows a text around the character that was changed', () => {
    const json = encodeUtf8('{"name":"Maria Okafor","plan":"pro","seats":12,"region":"eu-west"}');
    expect(around(json, 10, 0x63)).toBe('{"name":"M[c|a]ria Okafor","plan":"pro","se…');
    expect(around(json, 58, 0x41)).toBe('…eats":12,"region":"e[A|u]-west"}');
  });

  test('shows a byte that breaks a character, and the character that it was', () => {
    const text = encodeUtf8('"zephyr","東京":"island vector"');
    expect(around(text, 10, 0xc6)).toBe('"zephyr","[Ɲ\\xb1|東]京":"island vector"');
  });

  test('never tears a character at its ends', () => {
    const text = encodeUtf8('東'.repeat(40));
    const shown = around(text, 60, 0x41);
    expect(shown).not.toMatch(/\\x[^\]|]*(東|…)$/);
    expect(shown).toMatch(/^…東+\[A\\x9d\\xb1\|東\]東+…$/);
  });

  test('shows binary content in hexadecimal', () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, i) => i * 6);
    expect(around(bytes, 20, 0xff)).toBe('…5a 60 66 6c 72 [ff|78] 7e 84 8a 90 96 9c…');
  });

  test('says that the value goes on where only a part of it is there', () => {
    expect(around(encodeUtf8('a short value'), 2, 0x53, true)).toBe('a [S|s]hort value…');
  });
});

test('splitShared never cuts an escape or a pair of digits', () => {
  expect(splitShared('a\\x80b', 'a\\x81b')).toEqual({ lead: 'a', now: '\\x80', fixed: '\\x81', tail: 'b' });
  expect(splitShared('10 20', '11 20')).toEqual({ lead: '', now: '10', fixed: '11', tail: ' 20' });
  expect(splitShared('21', '85')).toEqual({ lead: '', now: '21', fixed: '85', tail: '' });
  expect(splitShared('same', 'same')).toEqual({ lead: 'same', now: '', fixed: '', tail: '' });
});
