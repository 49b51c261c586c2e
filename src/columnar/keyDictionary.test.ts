import { describe, expect, test } from 'vitest';
import { keyId, seededRandom } from '../base/index.ts';
import { encodeUtf8 } from '../codec/index.ts';
import { KeyDictionary } from './keyDictionary.ts';

const intern = (keys: KeyDictionary, bytes: Uint8Array): number => keys.intern(bytes, 0, bytes.length);
const text = (keys: KeyDictionary, id: number): string => Buffer.from(keys.bytesOf(keyId(id))).toString();

describe('KeyDictionary', () => {
  test('200,000 keys: numbered in order, each found again, each with its bytes', () => {
    const keys = new KeyDictionary();
    const count = 200_000;
    const nameOf = (i: number): Uint8Array => encodeUtf8(`user:${i * 7919}:profile`);
    for (let i = 0; i < count; i++) if (intern(keys, nameOf(i)) !== i) throw new Error(`key ${i}`);
    expect(keys.size).toBe(count);
    for (let i = count - 1; i >= 0; i--) if (intern(keys, nameOf(i)) !== i) throw new Error(`key ${i} again`);
    expect(keys.size).toBe(count);
    for (let i = 0; i < count; i += 997) expect(text(keys, i)).toBe(`user:${i * 7919}:profile`);
  });

  test('equal keys have equal numbers wherever they stand', () => {
    const keys = new KeyDictionary();
    const window = encodeUtf8('..key..key');
    expect(keys.intern(window, 2, 5)).toBe(0);
    expect(keys.intern(window, 7, 10)).toBe(0);
    expect(keys.intern(window, 1, 5)).toBe(1);
    expect(keys.intern(window, 2, 4)).toBe(2);
  });

  test('the same bytes in another database are another key', () => {
    const keys = new KeyDictionary();
    const name = encodeUtf8('session');
    const put = (database: number): number => keys.intern(name, 0, name.length, undefined, database);
    const count = 5000;
    for (let database = 0; database < count; database++) expect(put(database)).toBe(database);
    for (let database = 0; database < count; database++) expect(put(database)).toBe(database);
    expect(keys.size).toBe(count);
    expect(keys.databaseOf(keyId(0))).toBe(0);
    expect(keys.databaseOf(keyId(4999))).toBe(4999);
    expect(keys.find(name)).toBe(0);
    expect(keys.find(name, 7)).toBe(7);
    expect(keys.find(name, count)).toBeNull();
    expect(text(keys, 4999)).toBe('session');
  });

  test('the empty key is a key', () => {
    const keys = new KeyDictionary();
    expect([
      intern(keys, new Uint8Array(0)),
      intern(keys, Uint8Array.of(0)),
      intern(keys, new Uint8Array(0)),
    ]).toEqual([0, 1, 0]);
    expect(keys.bytesOf(keyId(0)).length).toBe(0);
    expect(keys.bytesOf(keyId(1))).toEqual(Uint8Array.of(0));
  });

  test('keys that differ in one byte, in length, or in order are different', () => {
    const keys = new KeyDictionary();
    const subjects = ['a', 'b', 'aa', 'ab', 'ba', 'a\0', '\0a', 'A', 'ä', 'a\u0308'];
    expect(subjects.map((subject) => intern(keys, encodeUtf8(subject)))).toEqual(subjects.map((_, i) => i));
  });

  test('a key longer than the arena, then another', () => {
    const keys = new KeyDictionary();
    const long = new Uint8Array(1 << 20).fill(7);
    expect([intern(keys, encodeUtf8('x')), intern(keys, long), intern(keys, encodeUtf8('y'))]).toEqual([
      0, 1, 2,
    ]);
    expect(Buffer.from(keys.bytesOf(keyId(1))).equals(long)).toBe(true);
    expect([text(keys, 0), text(keys, 2)]).toEqual(['x', 'y']);
    expect(intern(keys, long)).toBe(1);
  });

  test('agrees with a Map over random binary keys from a small set', () => {
    const keys = new KeyDictionary();
    const known = new Map<string, number>();
    const random = seededRandom(51);
    for (let i = 0; i < 50_000; i++) {
      const bytes = random.fill(new Uint8Array(random.below(3)));
      const name = Buffer.from(bytes).toString('hex');
      const expected = known.get(name) ?? known.size;
      known.set(name, expected);
      if (intern(keys, bytes) !== expected) throw new Error(`${name}: not ${expected}`);
    }
    expect(keys.size).toBe(known.size);
  });

  test('costs its bytes and a few more', () => {
    const keys = new KeyDictionary();
    for (let i = 0; i < 100_000; i++) intern(keys, encodeUtf8(`k${i}`));
    expect(keys.memory).toBeLessThan(100_000 * 48);
  });
});
