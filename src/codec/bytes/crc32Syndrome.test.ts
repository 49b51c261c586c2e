import { expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { crc32 } from './crc32.ts';
import { ByteErrorSearch, findByteErrors, findWordError, isSingleBit } from './crc32Syndrome.ts';

const random = seededRandom(7);

test.each([1, 2, 17, 100, 4096, 100_000])('names the flipped bit in a message of %i bytes', (length) => {
  const message = random.fill(new Uint8Array(length));
  const stored = crc32(message);
  for (const at of [0, length - 1, random.below(length)]) {
    const bit = 1 << random.below(8);
    const damaged = message.slice();
    damaged[at] = (damaged[at] as number) ^ bit;
    expect(findByteErrors(stored ^ crc32(damaged), length, true)).toEqual([
      { fromEnd: length - 1 - at, xor: bit },
    ]);
  }
});

test('names the wrong byte, alone, in a short message', () => {
  const message = random.fill(new Uint8Array(500));
  const stored = crc32(message);
  for (let i = 0; i < 200; i++) {
    const at = random.below(500);
    const xor = 1 + random.below(255);
    const damaged = message.slice();
    damaged[at] = (damaged[at] as number) ^ xor;
    expect(findByteErrors(stored ^ crc32(damaged), 500, false)).toEqual([{ fromEnd: 499 - at, xor }]);
  }
});

test('accidental matches are as frequent as the odds say', () => {
  // 255 possible errors a byte among 2^32 differences: one accident in 16.8 million bytes.
  let found = 0;
  const bytes = 2_000_000;
  for (let i = 0; i < 50; i++) found += findByteErrors(random.u32() | 1, bytes, false).length;
  const expected = (50 * bytes * 255) / 2 ** 32;
  expect(found).toBeGreaterThan(expected / 4);
  expect(found).toBeLessThan(expected * 4);
});

test('a difference of random bits in a short message is explained by nothing', () => {
  let found = 0;
  for (let i = 0; i < 1000; i++) found += findByteErrors(random.u32() | 1, 100, true).length;
  expect(found).toBeLessThanOrEqual(1);
});

test.each([4, 5, 64, 10_000])('names what four bytes were, in a message of %i bytes', (length) => {
  const message = random.fill(new Uint8Array(length));
  for (const at of [0, length - 4, random.below(length - 3)]) {
    const damaged = message.slice();
    const xor = random.u32();
    const view = new DataView(damaged.buffer);
    view.setUint32(at, (view.getUint32(at, true) ^ xor) >>> 0, true);
    expect(findWordError(crc32(message) ^ crc32(damaged), length - at)).toBe(xor);
  }
});

test('a search that goes on by steps finds the same', () => {
  const message = random.fill(new Uint8Array(300_000));
  const damaged = message.slice();
  damaged[1234] = (damaged[1234] as number) ^ 0x40;
  const difference = crc32(message) ^ crc32(damaged);
  const search = new ByteErrorSearch(difference, message.length, false);
  let steps = 1;
  while (search.step(7001)) steps++;
  expect(steps).toBe(43);
  expect(search.errors).toContainEqual({ fromEnd: 300_000 - 1 - 1234, xor: 0x40 });
  expect(search.errors).toEqual(findByteErrors(difference, message.length, false));
});

test('isSingleBit', () => {
  expect([1, 2, 64, 128].every(isSingleBit)).toBe(true);
  expect([3, 255, 129].some(isSingleBit)).toBe(false);
});
