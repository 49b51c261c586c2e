import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { entryToJson, recordToJson } from './json.ts';

const key = encodeUtf8('k');

describe('recordToJson', () => {
  test('bytes as base64, 64-bit numbers as text, tag and type first', () => {
    const json = recordToJson({ type: 'SET', key, value: Uint8Array.of(0xff, 0), expire_ms: -1n });
    expect(JSON.stringify(json)).toBe('{"tag":1,"type":"SET","key":"k","value":"/wA=","expire_ms":"-1"}');
  });
  test('a text that is none becomes base64 under another name', () => {
    expect(recordToJson({ type: 'RENAME', key: Uint8Array.of(0x80), newkey: key })).toEqual({
      tag: 22,
      type: 'RENAME',
      key_base64: 'gA==',
      newkey: 'k',
    });
  });
  test('a score that is no number has a name, and every score its bits', () => {
    const json = recordToJson({
      type: 'ZADD',
      key,
      members: [{ score: 0x7ff0_0000_0000_0001n, member: key }],
    });
    expect(json.members).toEqual([{ member: 'k', score: 'NaN', score_bits: '7ff0000000000001' }]);
  });
  test('an offset is unsigned, a flag is true unless 0', () => {
    expect(recordToJson({ type: 'SETBIT', key, offset: -1n, value: 1 }).offset).toBe('18446744073709551615');
    expect(recordToJson({ type: 'COPY', source: key, destination: key, replace: 2 }).replace).toBe(true);
  });
});

describe('entryToJson', () => {
  test('of a repeated hash field the last wins; fields and members are in the order of their bytes', () => {
    const field = (name: string, value: string) => ({ field: encodeUtf8(name), value: encodeUtf8(value) });
    const hash = entryToJson({
      type: 'hash',
      key,
      value: [field('b', '1'), field('a', '2'), field('b', '3')],
      expire_ms: 5n,
    });
    expect(hash.value).toEqual([
      { field: 'a', value: 'Mg==' },
      { field: 'b', value: 'Mw==' },
    ]);
    const set = entryToJson({
      type: 'set',
      key,
      value: ['z', 'é', 'a', 'z', 'ab'].map(encodeUtf8),
      expire_ms: -1n,
    });
    expect(set.value).toEqual(['a', 'ab', 'z', 'é']);
  });
});
