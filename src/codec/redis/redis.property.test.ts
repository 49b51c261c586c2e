import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/propertyRuns.ts';
import { readRdbItem, writeRdbEntry } from './rdb.ts';
import { readCommand } from './respCommand.ts';
import { type RespStatus, RespWalker } from './respWalk.ts';
import { writeCommand } from './writeCommand.ts';

const someArgs = fc.array(fc.uint8Array({ maxLength: 90 }), { minLength: 1, maxLength: 6 });
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .string({ unit: fc.constantFrom('*', '$', '1', '3', '\r', '\n', ' ', '-', 'a'), maxLength: 60 })
    .map((text) => Uint8Array.from(text, (char) => char.charCodeAt(0))),
);

test('reading what was written gives the same arguments', () => {
  fc.assert(
    fc.property(someArgs, (args) => {
      expect(readCommand(writeCommand(args))).toEqual(args);
    }),
    runs(1),
  );
});

test('any slicing walks the same, and noise never throws', () => {
  const bytesOf = fc.oneof(someArgs.map(writeCommand), noise);
  fc.assert(
    fc.property(
      bytesOf,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
      (bytes, cuts) => {
        const whole = new RespWalker();
        whole.start(0);
        const status = whole.run(bytes, 0, bytes.length);

        const sliced = new RespWalker();
        sliced.start(0);
        let end = 0;
        let last: RespStatus = 'more';
        // A window begins where the walk stands and is never shorter than a line can be.
        for (let turn = 0; last === 'more' && turn < 1000; turn++) {
          end = Math.max(end, sliced.position) + (cuts[turn % cuts.length] as number);
          last = sliced.run(bytes.subarray(sliced.position, end), sliced.position, bytes.length);
        }
        expect([
          last,
          sliced.position,
          sliced.expected,
          sliced.looseness,
          sliced.keyAt,
          sliced.keyLength,
        ]).toEqual([status, whole.position, whole.expected, whole.looseness, whole.keyAt, whole.keyLength]);
      },
    ),
    runs(1),
  );
});

test('an entry that was written is read back, and a cut one asks for more', () => {
  const entry = fc.record({
    key: fc.uint8Array({ maxLength: 300 }),
    value: fc.uint8Array({ maxLength: 17_000 }),
    expireMs: fc.option(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })),
  });
  fc.assert(
    fc.property(entry, fc.double({ min: 0, max: 1, noNaN: true }), ({ key, value, expireMs }, part) => {
      const bytes = writeRdbEntry({ key, value, expireMs });
      const item = readRdbItem(bytes, 0);
      if (item.kind !== 'entry') throw new Error(item.kind);
      expect([item.end, item.expireMs]).toEqual([bytes.length, expireMs]);
      expect(bytes.subarray(item.key.at, item.key.at + item.key.length)).toEqual(key);
      expect(bytes.subarray(item.value.at, item.end)).toEqual(value);
      const short = readRdbItem(bytes.subarray(0, Math.floor(part * (bytes.length - 1))), 0);
      expect(short.kind === 'cut' || (short.kind === 'entry' && short.end === bytes.length)).toBe(true);
    }),
    runs(1),
  );
});

test('noise is an item, or none, but never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const item = readRdbItem(bytes, 0);
      if (item.kind === 'cut') expect(item.needed).toBeGreaterThan(bytes.length);
    }),
    runs(1),
  );
});
