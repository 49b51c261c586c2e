import { describe, expect, test } from 'vitest';
import { keyId, seededRandom } from '../base/index.ts';
import { encodeUtf8, hashBytes } from '../codec/index.ts';
import { type KeyBatch, KeyDictionary, NO_KEY } from './keyDictionary.ts';
import { wordsOf } from './keyLayout.ts';

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

  test('past its room it takes no more keys, says so, and knows those that it has', () => {
    const keys = new KeyDictionary(undefined, 1 << 12);
    const nameOf = (i: number): Uint8Array => encodeUtf8(`key:${i}`);
    let taken = 0;
    while (intern(keys, nameOf(taken)) === taken) taken++;
    expect(taken).toBeGreaterThan(100);
    expect(keys).toMatchObject({ size: taken, isFull: true });
    expect(intern(keys, nameOf(taken))).toBe(NO_KEY);
    for (let i = 0; i < taken; i++) expect(intern(keys, nameOf(i))).toBe(i);
    expect(new KeyDictionary().isFull).toBe(false);
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

const hashOfKey = (key: Uint8Array): number => hashBytes(key, 0, key.length);

/** Keys as the compiled walk hands them over; null for a record without one. */
function batchOf(keys: readonly (Uint8Array | null)[], hashOf = hashOfKey): KeyBatch {
  const words = new Int32Array(keys.reduce((sum, key) => sum + wordsOf(key?.length ?? 0), 0));
  const bytes = new Uint8Array(words.buffer);
  let next = 0;
  const at = Int32Array.from(keys, (key) => {
    if (key === null) return -1;
    const first = next;
    bytes.set(key, first * 4);
    next += wordsOf(key.length);
    return first;
  });
  return {
    words,
    at,
    lengths: Uint32Array.from(keys, (key) => key?.length ?? 0xffff),
    hashes: Int32Array.from(keys, (key) => (key === null ? 0 : hashOf(key))),
  };
}

describe('keys taken in together', () => {
  /** Takes the keys in both ways, `together` at a time and one by one, and returns the dictionary of the first. */
  function expectSame(
    all: readonly (Uint8Array | null)[],
    together: number,
    { hashOf = hashOfKey } = {},
  ): KeyDictionary {
    const keys = new KeyDictionary();
    const plain = new KeyDictionary();
    const ids = new Uint32Array(together);
    for (let from = 0; from < all.length; from += together) {
      const some = all.slice(from, from + together);
      keys.internAll(batchOf(some, hashOf), some.length, ids);
      const one = (key: Uint8Array): number => plain.intern(key, 0, key.length, hashOf(key));
      expect([...ids.subarray(0, some.length)]).toEqual(
        some.map((key) => (key === null ? NO_KEY : one(key))),
      );
    }
    expect(keys.size).toBe(plain.size);
    for (let id = 0; id < plain.size; id++) {
      if (Buffer.compare(keys.bytesOf(keyId(id)), plain.bytesOf(keyId(id))) !== 0)
        throw new Error(`key ${id}`);
    }
    return keys;
  }
  const random = seededRandom(57);

  test('in WebAssembly or not, they get the numbers that they get one by one', () => {
    const all = Array.from({ length: 60_000 }, () => {
      const kind = random.below(20);
      if (kind === 0) return null;
      if (kind === 1) return random.fill(new Uint8Array(random.below(3)));
      return encodeUtf8(`user:${random.below(30_000)}:${'x'.repeat(random.below(9))}`);
    });
    const keys = expectSame(all, 700);
    // One by one again, and others behind them: what WebAssembly wrote is what TypeScript reads.
    for (const key of all) if (key !== null) expect(keys.find(key)).toBe(intern(keys, key));
    const { size } = keys;
    expect(intern(keys, encodeUtf8('nobody has this one'))).toBe(size);
    expect(text(keys, size)).toBe('nobody has this one');
  });

  test('no keys at all, one key over and over, more keys than go together', () => {
    expectSame([], 1);
    expectSame([null, null], 2);
    expectSame(new Array(40_000).fill(encodeUtf8('cnt')), 2048);
    expectSame(
      Array.from({ length: 20_000 }, (_, i) => encodeUtf8(`k${i % 15_000}`)),
      5000,
    );
  });

  test('keys of the same hash, or nearly, are told apart', () => {
    const all = Array.from({ length: 40_000 }, (_, i) => encodeUtf8(`k${(i * 7) % 300}`));
    const nearly = (key: Uint8Array): number => ((key.at(-1) ?? 0) << 28) | 5;
    expectSame(all, 1000, { hashOf: () => -1 });
    expectSame(all, 1000, { hashOf: nearly });
  });

  test('keys so long that a batch has no room for them', () => {
    const long = (byte: number): Uint8Array => new Uint8Array(100_000).fill(byte);
    const others = Array.from({ length: 20_000 }, (_, i) => encodeUtf8(`${i}`));
    expectSame([...others, long(1), long(2), long(1)], 1000);
  });

  test('cost their bytes and a few more', () => {
    const keys = new KeyDictionary();
    const ids = new Uint32Array(1000);
    for (let from = 0; from < 100_000; from += 1000) {
      const some = Array.from({ length: 1000 }, (_, i) => encodeUtf8(`k${from + i}`));
      keys.internAll(batchOf(some), some.length, ids);
    }
    expect(keys.memory).toBeLessThan(100_000 * 48);
  });
});
