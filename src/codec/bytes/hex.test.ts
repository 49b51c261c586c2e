import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex, hex32 } from './hex.ts';

describe('hex', () => {
  test('every byte there and back, in either case', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const text = encodeHex(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('hex'));
    expect(decodeHex(text)).toEqual(bytes);
    expect(decodeHex(text.toUpperCase())).toEqual(bytes);
  });

  test('a separator stands between bytes only, and white space is read over', () => {
    expect(encodeHex(Uint8Array.of(1, 171, 255), ' ')).toBe('01 ab ff');
    expect(decodeHex(' 01\tab\r\nff ')).toEqual(Uint8Array.of(1, 171, 255));
  });

  test('nothing is no bytes', () => {
    expect(encodeHex(new Uint8Array(0), ' ')).toBe('');
    expect(decodeHex('')).toEqual(new Uint8Array(0));
  });

  test.each(['0', '012', 'zz', '0x01', '-1', '+1', '0１'])('%j is not hexadecimal', (text) => {
    expect(decodeHex(text)).toBeNull();
  });

  test('a checksum has eight digits, as ember prints it', () => {
    expect(hex32(0)).toBe('0x00000000');
    expect(hex32(0xcbf43926)).toBe('0xcbf43926');
    expect(hex32(0xffff_ffff)).toBe('0xffffffff');
  });
});
