import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

const RFC_4648 = [
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
] as const;

describe('base64', () => {
  test.each(RFC_4648)('%j ↔ %j', (text, base64) => {
    const bytes = new Uint8Array(Buffer.from(text));
    expect(encodeBase64(bytes)).toBe(base64);
    expect(decodeBase64(base64)).toEqual(bytes);
    expect(decodeBase64(base64.replace(/=+$/, ''))).toEqual(bytes);
  });

  test('equals the platform, there and back, also where the text is put together from parts', () => {
    const random = seededRandom(11);
    for (const length of [1, 2, 3, 64, 255, 6142, 6143, 6144, 6145, 6147, 20_000]) {
      const bytes = random.fill(new Uint8Array(length));
      const text = encodeBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(Buffer.from(decodeBase64(text) ?? []).equals(bytes)).toBe(true);
    }
  });

  test.each(['A', 'AAAAA', 'AA-_', 'AA AA', 'A=AA', 'Zm9v\n', '🔑🔑'])('%j is not Base64', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});
