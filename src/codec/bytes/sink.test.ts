import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { ByteCursor, readU32 } from './cursor.ts';
import { ByteSink } from './sink.ts';

/** Each kind of write, with its size and what it must leave behind. */
const WRITES: readonly (readonly [
  name: string,
  write: (sink: ByteSink) => ByteSink,
  bytes: readonly number[],
])[] = [
  ['u8', (sink) => sink.u8(0xfe), [0xfe]],
  ['u16', (sink) => sink.u16(0xfedc), [0xdc, 0xfe]],
  ['u32', (sink) => sink.u32(0xfedc_ba98), [0x98, 0xba, 0xdc, 0xfe]],
  ['u64', (sink) => sink.u64(0xfedc_ba98_7654_3210n), [0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe]],
  ['i64', (sink) => sink.i64(-2n), [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ['raw', (sink) => sink.raw(Uint8Array.of(1, 2, 3)), [1, 2, 3]],
  ['lengthPrefixed', (sink) => sink.lengthPrefixed(Uint8Array.of(7, 8)), [2, 0, 0, 0, 7, 8]],
  ['an empty lengthPrefixed', (sink) => sink.lengthPrefixed(new Uint8Array(0)), [0, 0, 0, 0]],
];

describe('ByteSink', () => {
  test.each(WRITES)('%s grows a buffer that is full, or one byte short', (_, write, bytes) => {
    for (let capacity = 0; capacity <= bytes.length + 1; capacity++) {
      const sink = new ByteSink(capacity);
      for (let i = 0; i < capacity - 1; i++) sink.u8(0xaa);
      const before = sink.length;
      expect(write(sink)).toBe(sink);
      expect(Array.from(sink.written())).toEqual([...new Array<number>(before).fill(0xaa), ...bytes]);
      expect(sink.length).toBe(before + bytes.length);
    }
  });

  test('any sequence of writes from no capacity on', () => {
    const random = seededRandom(21);
    for (let round = 0; round < 50; round++) {
      const sink = new ByteSink(0);
      const expected: number[] = [];
      for (let i = 0; i < 40; i++) {
        const [, write, bytes] = WRITES[random.below(WRITES.length)] as (typeof WRITES)[number];
        write(sink);
        expected.push(...bytes);
      }
      expect(Array.from(sink.written())).toEqual(expected);
    }
  });

  test('what was written is borrowed, what is copied is not', () => {
    const sink = new ByteSink(8).u8(1);
    const borrowed = sink.written();
    const copy = sink.copy();
    sink.written()[0] = 9;
    expect(borrowed[0]).toBe(9);
    expect(copy[0]).toBe(1);
    expect(copy.buffer.byteLength).toBe(1);
  });
});

describe('ByteCursor', () => {
  test('reads what a sink wrote', () => {
    const bytes = new ByteSink(0)
      .u8(255)
      .u16(65_535)
      .u32(0xffff_ffff)
      .u64(2n ** 64n - 1n)
      .i64(-(2n ** 63n))
      .lengthPrefixed(Uint8Array.of(5, 6))
      .copy();
    const cursor = new ByteCursor(bytes);
    expect([cursor.u8(), cursor.u16(), cursor.u32(), cursor.u64(), cursor.i64()]).toEqual([
      255,
      65_535,
      0xffff_ffff,
      2n ** 64n - 1n,
      -(2n ** 63n),
    ]);
    expect(Array.from(cursor.lengthPrefixed())).toEqual([5, 6]);
    expect(cursor.at).toBe(bytes.length);
  });

  test('starts where it is told, in a view of a larger buffer', () => {
    const buffer = new Uint8Array([0, 0, 0, 1, 2, 3, 4, 5]);
    expect(new ByteCursor(buffer.subarray(3), 1).u32()).toBe(0x0504_0302);
  });

  test('never reads past its bytes, though the buffer goes on', () => {
    const bytes = new Uint8Array(16).subarray(4, 7);
    expect(() => new ByteCursor(bytes).u32()).toThrow(/internal error/);
    expect(() => new ByteCursor(bytes).view(4)).toThrow(/internal error/);
  });
});

test('readU32 is unsigned', () => {
  expect(readU32(Uint8Array.of(9, 0xff, 0xff, 0xff, 0xff), 1)).toBe(0xffff_ffff);
});
