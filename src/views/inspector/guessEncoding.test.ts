import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../codec/index.ts';
import { decimalDigits, guessEncoding } from './guessEncoding.ts';

const guess = (text: string): string => guessEncoding(encodeUtf8(text));

describe('guessEncoding', () => {
  it.each([
    ['{"name":"Ada"}', 'json'],
    [' [1, 2]\n', 'json'],
    ['{"name":"Ada"', 'text'],
    ['"just a string"', 'text'],
    ['true', 'text'],
    ['', 'text'],
    ['17204', 'number'],
    ['-1', 'number'],
    ['1.5', 'text'],
    ['123456789012345678901', 'text'],
    ['user:1042:profile', 'text'],
    ['abcd', 'text'],
    ['naïve 日本 ❤️\r\n\tline', 'text'],
    ['\x1b[31mred\x1b[0m', 'text'],
  ])('%j is %s', (text, encoding) => {
    expect(guess(text)).toBe(encoding);
  });

  it('takes 1, 2, 4 or 8 unreadable bytes for a number', () => {
    expect(guessEncoding(Uint8Array.of(0x61, 0, 0, 0))).toBe('number');
    expect(guessEncoding(Uint8Array.of(0xff))).toBe('number');
    expect(guessEncoding(Uint8Array.of(0, 0, 0, 0, 0, 0, 0xf8, 0x7f))).toBe('number');
    expect(guessEncoding(Uint8Array.of(0x61, 0, 0))).toBe('hex');
  });

  it('shows other bytes as hex', () => {
    expect(guessEncoding(Uint8Array.from({ length: 100 }, (_, i) => i))).toBe('hex');
    expect(guessEncoding(Uint8Array.of(0x61, 0x62, 0x63, 0xff, 0x64))).toBe('hex');
  });

  it('parses nothing of which it has only the start', () => {
    expect(guessEncoding(encodeUtf8('{"a":1}'), false)).toBe('text');
    expect(guessEncoding(encodeUtf8('12'), false)).toBe('text');
    expect(guessEncoding(Uint8Array.of(0, 1), false)).toBe('hex');
  });

  it('forgives a character that the cut broke', () => {
    expect(guessEncoding(encodeUtf8('price: €').subarray(0, 9), false)).toBe('text');
    expect(guessEncoding(encodeUtf8('price: €').subarray(0, 9), true)).toBe('hex');
  });
});

describe('decimalDigits', () => {
  it('keeps digits that a float could not hold', () => {
    expect(decimalDigits(encodeUtf8('9007199254740993'))).toBe('9007199254740993');
    expect(decimalDigits(encodeUtf8('12a'))).toBeNull();
    expect(decimalDigits(Uint8Array.of(0xff))).toBeNull();
  });
});
