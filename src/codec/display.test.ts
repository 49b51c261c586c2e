import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from './bytes/utf8.ts';
import {
  describeMilliseconds,
  escapeInvisible,
  formatOffset,
  groupDigits,
  previewBytes,
  previewText,
} from './display.ts';

describe('escapeInvisible', () => {
  test.each([
    ['plain text stays', 'user:1 "x" ключ 鍵 🔑', 'user:1 "x" ключ 鍵 🔑'],
    ['line ends and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['NUL', 'a\0b', 'a\\0b'],
    ['other control characters', '\u0001\u007f\u0085', '\\u{1}\\u{7f}\\u{85}'],
    ['spaces that are not the space', '\u00a0\u2003\u3000', '\\u{a0}\\u{2003}\\u{3000}'],
    ['zero width and byte order mark', '\u200b\u200d\ufeff', '\\u{200b}\\u{200d}\\u{feff}'],
    ['what turns the reading direction', '\u202eabc\u2066', '\\u{202e}abc\\u{2066}'],
    ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
    [
      'private use and unassigned, past the first plane too',
      '\ue000\u{f0000}\u{10ffff}',
      '\\u{e000}\\u{f0000}\\u{10ffff}',
    ],
    ['a backslash alone', 'C:\\dir \\" \\', 'C:\\dir \\" \\'],
    ['a backslash that would read as an escape', 'a\\nb \\u{41} \\\\', 'a\\\\nb \\\\u{41} \\\\\\'],
  ])('%s', (_, text, shown) => {
    expect(escapeInvisible(text)).toBe(shown);
  });
});

describe('previewBytes', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  test.each([
    ['text', encodeUtf8('hello'), 'hello'],
    ['nothing', bytes(), ''],
    ['a text of several lines', encodeUtf8('one\ntwo\n'), 'one\\ntwo\\n'],
    ['an emoji', encodeUtf8('🔑'), '🔑'],
    ['a NUL among much text', encodeUtf8('a long enough text\0'), 'a long enough text\\0'],
    ['binary that is no UTF-8', bytes(0xff, 0x00, 0x80), 'ff 00 80 (3 bytes)'],
    ['binary that happens to be UTF-8', bytes(1, 2, 3, 4), '01 02 03 04 (4 bytes)'],
    ['a cut character at the end of a short value', bytes(0x61, 0xe2, 0x82), '61 e2 82 (3 bytes)'],
    [
      'a text with a broken byte',
      bytes(...encodeUtf8('{"name":"M'), 0xe3, ...encodeUtf8('ria"}')),
      '{"name":"M\\xe3ria"}',
    ],
    [
      'a cut character at the end of a whole text',
      bytes(...encodeUtf8('a long enough text'), 0xe2, 0x82),
      'a long enough text\\xe2\\x82',
    ],
    ['a backslash before a broken byte', bytes(...encodeUtf8('C:\\folder\\'), 0xff), 'C:\\folder\\\\\\xff'],
    ['text that looks like such an escape', encodeUtf8('C:\\xff'), 'C:\\\\xff'],
  ])('%s', (_, value, shown) => {
    expect(previewBytes(value, 80)).toBe(shown);
  });

  test('binary shows its first sixteen bytes and its size', () => {
    const shown = previewBytes(new Uint8Array(1000).fill(0xee), 80);
    expect(shown).toBe(`${'ee '.repeat(16)}… (1000 bytes)`);
  });

  test('long text is cut, never inside a surrogate pair', () => {
    expect(previewBytes(encodeUtf8('x'.repeat(50)), 10)).toBe(`${'x'.repeat(10)}…`);
    expect(previewBytes(encodeUtf8('🔑'.repeat(20)), 11)).toBe(`${'🔑'.repeat(5)}…`);
  });

  test('the beginning of a larger value may end inside a character', () => {
    const euro = encodeUtf8('price: 5 €');
    for (const cut of [1, 2]) {
      expect(previewBytes(euro.subarray(0, euro.length - cut), 80, 500)).toBe('price: 5 …');
    }
    expect(previewBytes(bytes(0xff, 0xfe), 80, 500)).toBe('ff fe … (500 bytes)');
    expect(previewBytes(bytes(0x61, 0x62, 0x63, 0xff), 80, 500)).toBe('61 62 63 ff … (500 bytes)');
    expect(previewBytes(bytes(0xf0, 0x9f), 80, 500)).toBe('…');
  });
});

test('previewText shows text, and bytes where there is none', () => {
  expect(previewText(encodeUtf8('key\n'), 20)).toBe('key\\n');
  expect(previewText(encodeUtf8('a'.repeat(30)), 20)).toBe(`${'a'.repeat(20)}…`);
  expect(previewText(Uint8Array.of(0x80), 20)).toBe('80 (1 bytes)');
});

test.each([
  [0n, '0 ms'],
  [1n, '1 ms'],
  [999n, '999 ms'],
  [1000n, '1 s'],
  [1250n, '1 s 250 ms'],
  [60_000n, '1 m'],
  [3_600_000n, '1 h'],
  [3_600_001n, '1 h'],
  [93_600_000n, '1 d 2 h'],
  [86_400_000n * 365n, '1 y'],
  [86_400_000n * 366n, '1 y 1 d'],
  [2n ** 63n - 1n, '292,471,208 y 247 d'],
  [-1250n, '−1 s 250 ms'],
  [-(2n ** 63n), '−292,471,208 y 247 d'],
])('%s ms: %s', (ms, shown) => {
  expect(describeMilliseconds(ms)).toBe(shown);
});

test('groupDigits', () => {
  expect([0, 999, 1000, 1_204_118, -1000, 12_345n, '1000000'].map(groupDigits)).toEqual([
    '0',
    '999',
    '1,000',
    '1,204,118',
    '-1,000',
    '12,345',
    '1,000,000',
  ]);
});

test('formatOffset has at least eight digits, and more past 4 GiB', () => {
  expect([0, 255, 0xdeadbeef, 2 ** 40].map(formatOffset)).toEqual([
    '0x00000000',
    '0x000000FF',
    '0xDEADBEEF',
    '0x10000000000',
  ]);
});
