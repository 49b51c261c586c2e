import { expect, test } from 'vitest';
import { ByteSink, encodeUtf8 } from '../bytes/index.ts';
import { rdbLengthBytes, readRdbItem, readRdbLength, writeRdbEntry, writeRdbLength } from './rdb.ts';
import { parseUsize, trimLine, utf8ErrorText } from './rustErrors.ts';

test.each([
  [0, '00'],
  [63, '3f'],
  [64, '4040'],
  [16_383, '7fff'],
  [16_384, '8000004000'],
  [0xffff_ffff, '80ffffffff'],
])('the length %d is written as %s, and read back', (value, hex) => {
  const sink = new ByteSink();
  writeRdbLength(sink, value);
  expect(Buffer.from(sink.copy()).toString('hex')).toBe(hex);
  expect(rdbLengthBytes(value)).toBe(hex.length / 2);
  expect(readRdbLength(sink.copy(), 0)).toEqual({ outcome: 'ok', value, end: hex.length / 2 });
});

test('0x81 counts as 32 bits, 11xxxxxx as no length', () => {
  expect(readRdbLength(Uint8Array.of(0x81, 0, 0, 0, 5), 0)).toEqual({ outcome: 'ok', value: 5, end: 5 });
  expect(readRdbLength(Uint8Array.of(0xc0, 1), 0)).toEqual({ outcome: 'bad' });
  expect(readRdbLength(Uint8Array.of(0x80, 0, 0), 0)).toEqual({ outcome: 'cut', needed: 5 });
});

test('an expiry that no entry follows stands alone', () => {
  const bytes = Uint8Array.of(0xfc, 1, 0, 0, 0, 0, 0, 0, 0, 0xfe, 2);
  expect(readRdbItem(bytes, 0)).toEqual({ kind: 'expire', end: 9, expireMs: 1n });
  expect(readRdbItem(bytes, 9)).toEqual({ kind: 'select', end: 11, db: 2 });
});

test('a length past the end says where the item would end', () => {
  const whole = writeRdbEntry({ key: encodeUtf8('k'), value: new Uint8Array(70_000), expireMs: null });
  const item = readRdbItem(whole.subarray(0, 10), 0);
  expect([item.kind, 'end' in item ? item.end : 0]).toEqual(['entry', whole.length]);
});

test('opcodes that AiKv does not know', () => {
  expect([0xfb, 0xfd, 1, 0xf7].map((opcode) => readRdbItem(Uint8Array.of(opcode, 0, 0), 0))).toEqual(
    [0xfb, 0xfd, 1, 0xf7].map((opcode) => ({ kind: 'unknown', opcode })),
  );
});

test('Rust’s words', () => {
  expect(parseUsize('')).toBe('cannot parse integer from empty string');
  expect(parseUsize('-1')).toBe('invalid digit found in string');
  expect(parseUsize('+')).toBe('invalid digit found in string');
  expect(parseUsize('99999999999999999999')).toBe('number too large to fit in target type');
  expect(parseUsize('+12')).toBe(12);
  expect(utf8ErrorText(Uint8Array.of(0x61, 0xfe, 0x62))).toBe(
    'invalid utf-8 sequence of 1 bytes from index 1',
  );
  expect(utf8ErrorText(Uint8Array.of(0xe2, 0x82, 0x41))).toBe(
    'invalid utf-8 sequence of 2 bytes from index 0',
  );
  expect(utf8ErrorText(Uint8Array.of(0x61, 0xe2, 0x82))).toBe('incomplete utf-8 byte sequence from index 1');
  expect(utf8ErrorText(encodeUtf8('žluť'))).toBeNull();
  expect(trimLine(' *3\r\n')).toBe('*3');
});
