import { describe, expect, test } from 'vitest';
import { Ghash } from './ghash.ts';
import { decodeHex } from './hex.ts';

const bytesOf = (hex: string): Uint8Array => decodeHex(hex) ?? new Uint8Array(0);

function hashOf(h: string, ciphertext: string): string {
  const hash = new Ghash(bytesOf(h));
  const bytes = bytesOf(ciphertext);
  hash.start();
  hash.update(bytes, 0, bytes.length);
  hash.finish(bytes.length);
  return [0, 1, 2, 3].map((word) => (hash.word(word) >>> 0).toString(16).padStart(8, '0')).join('');
}

describe('GHASH of the test cases that GCM was published with', () => {
  test.each([
    ['1', '66e94bd4ef8a2c3b884cfa59ca342b2e', '', '00000000000000000000000000000000'],
    [
      '2',
      '66e94bd4ef8a2c3b884cfa59ca342b2e',
      '0388dace60b6a392f328c2b971b2fe78',
      'f38cbb1ad69223dcc3457ae5b6b0f885',
    ],
    [
      '3',
      'b83b533708bf535d0aa6e52980d53b78',
      '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985',
      '7f1b32b81b820d02614f8895ac1d4eac',
    ],
  ])('case %s', (_, h, ciphertext, expected) => {
    expect(hashOf(h, ciphertext)).toBe(expected);
  });
});
