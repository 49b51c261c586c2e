import { describe, expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatNumberOf, formatOffset } from './format.ts';

describe('formats', () => {
  test('counts are grouped', () => {
    expect(formatCount(4317986)).toBe('4,317,986');
    expect(formatNumberOf(1, 'record')).toBe('1 record');
    expect(formatNumberOf(0, 'entry')).toBe('0 entries');
  });

  test('sizes have three digits at most', () => {
    expect(
      [0, 512, 1000, 1024, 1229, 10 * 1024, 1023 * 1024, 954 * 1024 ** 2, 4.2 * 1024 ** 3].map(formatBytes),
    ).toEqual(['0 B', '512 B', '1.0 KiB', '1.0 KiB', '1.2 KiB', '10 KiB', '1.0 MiB', '954 MiB', '4.2 GiB']);
  });

  test('offsets are hexadecimal', () => {
    expect(formatOffset(0x10a3f2c1)).toBe('0x10A3F2C1');
    expect(formatOffset(5)).toBe('0x00000005');
    expect(formatOffset(2 ** 40)).toBe('0x10000000000');
  });

  test('durations', () => {
    expect(
      [12, 999.6, 1600, 42_000, 59_600, 125_000, 3_600_000, 3_840_000, 90_000_000].map(formatDuration),
    ).toEqual(['12 ms', '1.0 s', '1.6 s', '42 s', '1 min', '2 min 5 s', '1 h', '1 h 4 min', '1 d 1 h']);
  });
});
