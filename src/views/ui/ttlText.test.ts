import { describe, expect, it } from 'vitest';
import { ttlText } from './ttlText.ts';

describe('a time to live', () => {
  it.each([
    ['0', '0 ms'],
    ['250', '250 ms'],
    ['90000', '1 m 30 s'],
    ['3600000', '1 h'],
    ['86400000', '1 d'],
    ['93784000', '1 d 2 h'],
    ['31536000000', '1 y'],
    ['9223372036854775807', '292M y'],
    ['-5', '−5 ms'],
    ['-9223372036854775808', 'negative'],
  ])('%s ms reads %s', (ttlMs, short) => {
    expect(ttlText(ttlMs, false)?.short).toBe(short);
  });

  it('says when there is none, or can be none', () => {
    expect(ttlText('-1', false)).toEqual({ short: '—', full: 'Does not expire' });
    expect(ttlText(null, false)).toBeNull();
  });

  it('is a date where it is absolute', () => {
    expect(ttlText('1767225600000', true)).toEqual({
      short: '2026-01-01',
      full: 'Expires at 2026-01-01 00:00:00.000 UTC',
    });
    expect(ttlText('9223372036854775807', true)?.short).toBe('year > 275760');
  });
});
