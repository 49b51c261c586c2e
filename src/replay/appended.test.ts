import { expect, test } from 'vitest';
import { appended } from './appended.ts';

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const bytesOf = (value: string): Uint8Array => Uint8Array.from(value, (each) => each.charCodeAt(0));

test('two values that grow from the same bytes stay apart', () => {
  const common = appended(bytesOf('x'.repeat(2000)), bytesOf('common'));
  const one = appended(common, bytesOf('-one'));
  const other = appended(common, bytesOf('-other'));
  expect(text(common.subarray(2000))).toBe('common');
  expect(text(one.subarray(2000))).toBe('common-one');
  expect(text(other.subarray(2000))).toBe('common-other');
  expect(text(appended(one, bytesOf('!')).subarray(2000))).toBe('common-one!');
  expect(text(one.subarray(2000))).toBe('common-one');
});

test('a string that grows by small steps is seldom copied', () => {
  let value: Uint8Array = new Uint8Array(0);
  const buffers = new Set<ArrayBufferLike>();
  for (let i = 0; i < 20_000; i++) {
    value = new Uint8Array(appended(value, bytesOf('0123456789')).buffer, 0, value.length + 10);
    if (value.length >= 2000) buffers.add(value.buffer);
  }
  expect(value.length).toBe(200_000);
  expect(buffers.size).toBeLessThan(20);
});
