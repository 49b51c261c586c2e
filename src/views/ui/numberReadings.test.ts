import { describe, expect, it } from 'vitest';
import { readAllNumbers, readNumber } from './numberReadings.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('readNumber', () => {
  it('keeps every digit of a 64-bit integer', () => {
    const all = bytes(255, 255, 255, 255, 255, 255, 255, 255);
    expect(readNumber(all, 'u64', true)).toBe('18446744073709551615');
    expect(readNumber(all, 'i64', true)).toBe('-1');
    expect(readNumber(bytes(0, 0, 0, 0, 0, 0, 0, 0x80), 'i64', true)).toBe('-9223372036854775808');
  });

  it('reads either byte order', () => {
    expect(readNumber(bytes(0x34, 0x12), 'u16', true)).toBe(String(0x1234));
    expect(readNumber(bytes(0x34, 0x12), 'u16', false)).toBe(String(0x3412));
  });

  it('writes a 32-bit float with the digits it has', () => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, 0.1, true);
    expect(readNumber(new Uint8Array(view.buffer), 'f32', true)).toBe('0.1');
    view.setFloat32(0, 16777216, true);
    expect(readNumber(new Uint8Array(view.buffer), 'f32', true)).toBe('16777216');
  });

  it('tells the zeros, infinities and NaN apart', () => {
    expect(readNumber(bytes(0, 0, 0, 0x80), 'f32', true)).toBe('-0');
    expect(readNumber(bytes(0, 0, 0x80, 0x7f), 'f32', true)).toBe('Infinity');
    expect(readNumber(bytes(0, 0, 0, 0, 0, 0, 0xf8, 0x7f), 'f64', true)).toBe('NaN');
  });

  it('has no reading where bytes are missing', () => {
    expect(readNumber(bytes(1, 2, 3), 'u32', true)).toBeNull();
  });

  it('reads a view that starts inside its buffer', () => {
    expect(readNumber(bytes(9, 9, 1, 0).subarray(2), 'u16', true)).toBe('1');
  });
});

describe('readAllNumbers', () => {
  it('offers only the types of exactly this size', () => {
    expect(readAllNumbers(bytes(1, 0, 0, 0), true).map((reading) => reading.type)).toEqual([
      'u32',
      'i32',
      'f32',
    ]);
    expect(readAllNumbers(bytes(1), true).map((reading) => reading.type)).toEqual(['u8', 'i8']);
    expect(readAllNumbers(bytes(1, 2, 3), true)).toEqual([]);
  });
});
