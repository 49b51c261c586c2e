import { expect, test } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import { arityFits, COMMANDS, commandNamed, commandSpec, commandTagAt, keyPositions } from './commands.ts';

const args = (text: string): Uint8Array[] => text.split(' ').map((each) => encodeUtf8(each));
const keysOf = (text: string): number[] => {
  const given = args(text);
  const spec = commandNamed(text.split(' ')[0] as string);
  return spec === undefined ? [] : [...keyPositions(spec, given)];
};

test('every command has a tag of its own that fits a byte', () => {
  expect(COMMANDS.length).toBeLessThan(255);
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
  for (const spec of COMMANDS) expect(commandSpec(spec.tag)).toBe(spec);
});

test.each([
  ['SET k v', [1]],
  ['mset a 1 b 2', [1, 3]],
  ['DEL a b c', [1, 2, 3]],
  ['RENAME a b', [1, 2]],
  ['BITOP AND dest a b', [2, 3, 4]],
  ['BLPOP a b 0', [1, 2]],
  ['EVAL script 2 a b arg', [3, 4]],
  ['EVAL script x a', []],
  ['SELECT 3', []],
  ['XGROUP CREATE s g $', [2]],
])('the keys of %s', (command, expected) => {
  expect(keysOf(command)).toEqual(expected);
});

test('arities: exact, and at least', () => {
  const get = commandNamed('get');
  const set = commandNamed('SET');
  if (get === undefined || set === undefined) throw new Error('missing');
  expect([1, 2, 3].map((count) => arityFits(get, count))).toEqual([false, true, false]);
  expect([2, 3, 9].map((count) => arityFits(set, count))).toEqual([false, true, true]);
  expect(commandNamed('NOSUCH')).toBeUndefined();
});

test('a name in any case finds its tag, others none', () => {
  for (const { name, tag } of COMMANDS) {
    const bytes = encodeUtf8(`*${name.toLowerCase()}`);
    expect(commandTagAt(bytes, 1, name.length)).toBe(tag);
  }
  for (const name of ['', 'SETT', 'SE', 'RESTORE-ASKING-X', 'HGETALL ', 'NOSUCH']) {
    expect(commandTagAt(encodeUtf8(name), 0, name.length)).toBe(0);
  }
});
