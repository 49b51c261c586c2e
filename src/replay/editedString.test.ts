import { expect, test, vi } from 'vitest';
import { EditedString } from './editedString.ts';
import { cloneValue } from './value.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (each) => each.charCodeAt(0));
const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

test('what was given out stays as it was', () => {
  const given = bytesOf('given');
  const string = new EditedString(given);
  string.write(1, bytesOf('!'));
  const first = string.bytes;
  string.append(bytesOf('-more'));
  string.setBits(0, 0x20, false);
  expect([given, first, string.bytes].map(textOf)).toEqual(['given', 'g!ven', 'G!ven-more']);
  expect(string.bytes).toBe(string.bytes);
});

test('two values that grow from the same bytes stay apart', () => {
  const string = new EditedString(bytesOf('x'.repeat(2000)));
  string.append(bytesOf('common'));
  const copy = cloneValue(string) as EditedString;
  const other = new EditedString(copy.bytes);
  string.append(bytesOf('-one'));
  other.append(bytesOf('-other'));
  const ends = [string, other, copy].map(({ bytes }) => textOf(bytes.subarray(2000)));
  expect(ends).toEqual(['common-one', 'common-other', 'common']);
});

test('zeros come between a string and what is written behind it, also where there was room', () => {
  const string = new EditedString(bytesOf('x'.repeat(3000)));
  string.append(bytesOf('ab'));
  string.write(3100, bytesOf('c'));
  string.setBits(3200, 0x81, true);
  const { bytes } = string;
  expect(bytes.length).toBe(3201);
  expect([...bytes.entries()].filter(([at, byte]) => at >= 3000 && byte !== 0)).toEqual([
    [3000, 0x61],
    [3001, 0x62],
    [3100, 0x63],
    [3200, 0x81],
  ]);
});

test('a string that is changed by small steps is seldom copied', () => {
  const set = vi.spyOn(Uint8Array.prototype, 'set');
  const string = new EditedString(new Uint8Array(0));
  for (let i = 0; i < 20_000; i++) {
    string.append(bytesOf('0123456789'));
    string.setBits(i, 1, true);
    string.write(i >> 1, bytesOf('ab'));
  }
  // A copy sets all of the old bytes into new memory.
  const copies = set.mock.calls.filter(([from]) => from.length >= 2000);
  set.mockRestore();
  expect(string.length).toBe(200_000);
  expect(copies.length).toBeLessThan(20);
});
