import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../codec/index.ts';
import { numberFacts } from './numberFacts.ts';

const values = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(numberFacts(bytes).map(({ label, value }) => [label, value]));

describe('numberFacts', () => {
  it('reads digits exactly', () => {
    expect(values(encodeUtf8('18446744073709551616'))).toEqual({
      'decimal digits': '18446744073709551616',
      hexadecimal: '0x10000000000000000',
    });
    expect(values(encodeUtf8('-25'))).toMatchObject({ 'decimal digits': '-25', hexadecimal: '-0x19' });
    expect(values(encodeUtf8('+007'))).toMatchObject({ 'decimal digits': '7' });
  });

  it('reads two bytes both ways', () => {
    expect(values(Uint8Array.of(0x00, 0xff))).toEqual({
      'u16, little-endian': '65280',
      'u16, big-endian': '255',
      'i16, little-endian': '-256',
      'i16, big-endian': '255',
    });
  });

  it('proposes a date where one is plausible', () => {
    expect(numberFacts(encodeUtf8('1763649012'))[0]?.derived).toBe('2025-11-20 14:30:12 UTC as Unix seconds');
    expect(numberFacts(encodeUtf8('1763649012345'))[0]?.derived).toBe(
      '2025-11-20 14:30:12.345 UTC as Unix milliseconds',
    );
    expect(numberFacts(encodeUtf8('17204'))[0]?.derived).toBeNull();
  });

  it('has nothing for other lengths', () => {
    expect(numberFacts(Uint8Array.of(1, 2, 3))).toEqual([]);
  });
});
