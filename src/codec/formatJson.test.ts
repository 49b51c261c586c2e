import { describe, expect, it } from 'vitest';
import { formatJson } from './formatJson.ts';

const print = (text: string, limit = 1000): string =>
  formatJson(text, limit)
    .lines.map((line) => '  '.repeat(line.depth) + line.tokens.map((token) => token.text).join(''))
    .join('\n');

describe('formatJson', () => {
  it('lays out objects and arrays as JSON.stringify does', () => {
    const value = { a: 1, b: [true, null, 'x, {y}: "z"'], c: {}, d: [], e: { f: [[1]] } };
    expect(print(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    expect(print(JSON.stringify([value, value], null, 7))).toBe(JSON.stringify([value, value], null, 2));
  });

  it('keeps long numbers, repeated keys, their order and their escapes', () => {
    expect(print('{"2":12345678901234567890,"1":1.50,"2":"\\u00e9"}')).toBe(
      '{\n  "2": 12345678901234567890,\n  "1": 1.50,\n  "2": "\\u00e9"\n}',
    );
  });

  it('tells keys from strings', () => {
    const [, line] = formatJson('{"k":"v"}', 10).lines;
    expect(line?.tokens.map((token) => token.kind)).toEqual(['key', 'mark', 'string']);
  });

  it('stops at the limit, however deep or wide', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    const layout = formatJson(deep, 50);
    expect(layout.lines).toHaveLength(50);
    expect(layout.more).toBe(true);
    expect(formatJson(JSON.stringify(Array.from({ length: 10_000 }, (_, i) => i)), 100).lines).toHaveLength(
      100,
    );
    expect(formatJson('[1]', 3).more).toBe(false);
  });

  it('cuts a very long string', () => {
    const [, line] = formatJson(JSON.stringify(['x'.repeat(5000)]), 10).lines;
    expect(line?.tokens[0]?.text).toMatch(/… \(3,002 more characters\)$/);
  });
});
