import { describe, expect, test } from 'vitest';
import { DEFAULT_PREFERENCES, formatPreferences, parsePreferences } from './preferences.ts';

describe('preferences', () => {
  test('nothing stored, or nothing readable, means the defaults', () => {
    for (const text of [null, '', '{', '[]', 'null', '"x"', '42']) {
      expect(parsePreferences(text)).toEqual(DEFAULT_PREFERENCES);
    }
  });

  test('what is written is read back', () => {
    const preferences = {
      theme: 'light',
      reader: { version: '0.4.3', features: ['vector'] },
      letterKeys: false,
      columns: { order: ['offset', 'key'], hidden: ['ttl'], widths: { key: 240 } },
      inspectorWidth: 600,
      bytesHeight: 220,
    } as const;
    expect(parsePreferences(formatPreferences(preferences))).toEqual(preferences);
  });

  test('one bad key never takes the others with it', () => {
    const text = JSON.stringify({
      theme: 'sepia',
      reader: '9.9.9',
      letterKeys: 'no',
      columns: { order: ['offset', 7], hidden: 'all', widths: { key: 240, ttl: -1, type: 'wide' } },
      inspectorWidth: 512,
      bytesHeight: 1e9,
    });
    expect(parsePreferences(text)).toEqual({
      ...DEFAULT_PREFERENCES,
      columns: { order: ['offset'], hidden: [], widths: { key: 240 } },
      inspectorWidth: 512,
    });
  });
});
