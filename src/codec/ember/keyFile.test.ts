import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/support/emberFixtures.ts';
import { keyFixtures } from '../../../test/support/keyFixtures.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { type KeyFile, readKeyFile } from './keyFile.ts';

const HEX = '00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210';
const KEY = new Uint8Array(Buffer.from(HEX, 'hex'));
const WRONG_LENGTH = (bytes: number): string =>
  `io error: encryption key file must be 32 raw bytes or 64 hex characters, got ${bytes} bytes`;
const INVALID_HEX = 'io error: encryption key file contains invalid hex characters';

const read = (text: string): KeyFile => readKeyFile(encodeUtf8(text));
const keyOf = (file: KeyFile): Uint8Array | null => (file.kind === 'key' ? file.key : null);

describe('every key file that ember was given', () => {
  const fixtures = keyFixtures();
  test('there are some of each outcome', () => {
    expect(fixtures.filter((each) => each.ok).length).toBeGreaterThan(3);
    expect(fixtures.filter((each) => each.error !== null).length).toBeGreaterThan(2);
    expect(fixtures.filter((each) => each.panics).length).toBeGreaterThan(0);
  });
  test.each(fixtures.map((each) => [each.path, each] as const))('%s', (path, { ok, error, panics }) => {
    const found = readKeyFile(readFixture(path));
    if (ok) expect(found.kind).toBe('key');
    else expect(found).toEqual({ kind: 'invalid', message: panics ? null : error });
  });

  test('the same key in three forms is the same key, and the wrong one is not', () => {
    const key = keyOf(readKeyFile(readFixture('keys/key.hex')));
    expect(key).toHaveLength(32);
    expect(keyOf(readKeyFile(readFixture('keys/key-upper-crlf.hex')))).toEqual(key);
    expect(keyOf(readKeyFile(readFixture('keys/key.raw')))).toEqual(key);
    expect(keyOf(readKeyFile(readFixture('keys/wrong-key.hex')))).not.toEqual(key);
  });

  test('what is odd about a key is noted', () => {
    expect(readKeyFile(readFixture('keys/odd-plus-sign.hex'))).toMatchObject({
      form: 'hex',
      note: 'plus-sign',
    });
    expect(readKeyFile(readFixture('keys/odd-hex-of-32-chars-is-raw.key'))).toMatchObject({
      form: 'raw',
      note: 'hex-taken-as-raw',
    });
    expect(readKeyFile(readFixture('keys/key.raw'))).toMatchObject({ form: 'raw', note: null });
    expect(readKeyFile(readFixture('keys/key.hex'))).toMatchObject({ form: 'hex', note: null });
  });
});

describe('32 bytes are raw', () => {
  test('white space at either end stays', () => {
    const raw = new Uint8Array(32).fill(0x20);
    expect(readKeyFile(raw)).toEqual({ kind: 'key', key: raw, form: 'raw', note: null });
  });
  test('also where they are no text at all', () => {
    const raw = new Uint8Array(32).fill(0xff);
    expect(keyOf(readKeyFile(raw))).toEqual(raw);
  });
  test('the key is a copy', () => {
    const raw = new Uint8Array(32);
    const key = keyOf(readKeyFile(raw));
    raw[0] = 1;
    expect(key?.[0]).toBe(0);
  });
});

describe('64 hexadecimal digits', () => {
  test.each([
    ['bare', HEX],
    ['upper case', HEX.toUpperCase()],
    ['a newline', `${HEX}\n`],
    ['spaces, tabs and CRLF on both sides', ` \t\r\n${HEX}\r\n\t `],
    ['a no-break space, which Rust trims too', `\u00a0${HEX}\u00a0`],
    ['a next-line character, which JavaScript does not trim', `\u0085${HEX}\u0085`],
  ])('%s', (_, text) => {
    expect(readKeyFile(encodeUtf8(text))).toEqual({ kind: 'key', key: KEY, form: 'hex', note: null });
  });

  test('a plus sign counts as an empty digit: another key than meant', () => {
    const found = read(`+f${HEX.slice(2)}`);
    expect(found).toMatchObject({ kind: 'key', note: 'plus-sign' });
    expect(keyOf(found)?.[0]).toBe(0x0f);
  });

  test.each([
    ['a plus sign in the second place', `f+${HEX.slice(2)}`],
    ['two plus signs', `++${HEX.slice(2)}`],
    ['a minus sign', `-1${HEX.slice(2)}`],
    ['white space inside', `${HEX.slice(0, 30)}  ${HEX.slice(32)}`],
    ['0x in front', `0x${HEX.slice(2)}`],
    ['a letter that is no digit', `${HEX.slice(0, 63)}g`],
  ])('%s is refused', (_, text) => {
    expect(read(text)).toEqual({ kind: 'invalid', message: INVALID_HEX });
  });
});

describe('other lengths', () => {
  test.each([0, 1, 31, 33, 63, 65, 128])('%i digits', (length) => {
    expect(read('a'.repeat(length))).toEqual({ kind: 'invalid', message: WRONG_LENGTH(length) });
  });
  test('the message counts the bytes of the file, white space and all', () => {
    expect(read(`${'a'.repeat(63)}\n`)).toEqual({ kind: 'invalid', message: WRONG_LENGTH(64) });
  });
  test('a byte order mark is not white space to Rust', () => {
    expect(read(`\ufeff${HEX}`)).toEqual({ kind: 'invalid', message: WRONG_LENGTH(67) });
  });
  test('what is neither text nor 32 bytes', () => {
    expect(readKeyFile(new Uint8Array(64).fill(0xff))).toEqual({
      kind: 'invalid',
      message: 'io error: encryption key file is not valid UTF-8 or raw 32 bytes',
    });
  });
});

describe('64 bytes that are not 64 characters', () => {
  test('ember panics where a pair ends inside a character', () => {
    expect(read(`a${'é'.repeat(31)}a`)).toEqual({ kind: 'invalid', message: null });
    expect(read(`${'€'.repeat(21)}a`)).toEqual({ kind: 'invalid', message: null });
  });
  test('it refuses where a character fills a pair', () => {
    expect(read('é'.repeat(32))).toEqual({ kind: 'invalid', message: INVALID_HEX });
  });
  test('it refuses at the first bad pair, before it gets to one that would make it panic', () => {
    expect(read(`zz${HEX.slice(0, 59)}€`)).toEqual({ kind: 'invalid', message: INVALID_HEX });
    expect(read(`00${HEX.slice(0, 59)}€`)).toEqual({ kind: 'invalid', message: null });
  });
});
