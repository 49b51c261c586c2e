import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyEntry,
  anyRecord,
  ENTRY_TYPES,
  entryOfType,
  RECORD_TYPES,
  recordOfType,
} from '../../../test/support/arbitraryRecords.ts';
import { runs } from '../../../test/support/propertyRuns.ts';
import { writeRecordContent } from '../ember/aof.ts';
import { AOF_PROGRAM, entryStart, SNAPSHOT_PROGRAM } from '../ember/programs.ts';
import { writeEntry } from '../ember/snapshot.ts';
import type { Program } from './program.ts';
import { RecordWalker, StopReason, WalkStatus } from './walk.ts';

/** Everything a walk finds out, with positions from the first byte of the file. */
interface Outcome {
  readonly status: WalkStatus;
  readonly position: number | null;
  readonly key: readonly [number, number] | null;
  readonly type: number;
  /** Reason, place, value, name, and where the field would end when it leads past the end of the file. */
  readonly stop: readonly [StopReason, number, number, string, number | null] | null;
  readonly body: readonly [number, number, number, string] | null;
  readonly keyIsBad: boolean;
  readonly keyName: string;
}

function stopOf(walker: RecordWalker, status: WalkStatus, base: number): Outcome['stop'] {
  const end = status === WalkStatus.torn ? base + walker.stopEnd : null;
  return [walker.stopReason, base + walker.stopAt, walker.stopValue, walker.stopName.field, end];
}

function outcome(walker: RecordWalker, status: WalkStatus, base: number): Outcome {
  const stopped = walker.stopReason !== StopReason.none;
  return {
    status,
    position: status === WalkStatus.done ? base + walker.position : null,
    key: walker.hasKey ? [base + walker.keyAt, walker.keyLength] : null,
    type: walker.type,
    stop: stopped ? stopOf(walker, status, base) : null,
    body:
      walker.bodyProblem === 0
        ? null
        : [walker.bodyProblem, base + walker.bodyAt, walker.bodyValue, walker.bodyName.field],
    keyIsBad: walker.keyIsBad,
    keyName: walker.keyName.field,
  };
}

function walkWhole(program: Program, entry: number, bytes: Uint8Array, at: number): Outcome {
  const walker = new RecordWalker(program);
  walker.start(entry, at);
  return outcome(walker, walker.run(bytes, bytes.length, bytes.length), 0);
}

/**
 * The same walk with windows of the given sizes, one after the other, each copied out so that nothing else can be
 * read. Where a window is too small for the next field, it grows by one byte at a time, as it must.
 */
function walkSliced(
  program: Program,
  entry: number,
  bytes: Uint8Array,
  at: number,
  sizes: readonly number[],
): Outcome {
  const walker = new RecordWalker(program);
  let base = at;
  walker.start(entry, 0);
  let round = 0;
  let extra = 0;
  for (;;) {
    const size = (sizes[round++ % sizes.length] as number) + extra;
    const window = bytes.slice(Math.min(base, bytes.length), Math.min(base + size, bytes.length));
    const status = walker.run(window, window.length, bytes.length - base);
    if (status !== WalkStatus.more) return outcome(walker, status, base);
    const moved = walker.position;
    expect(moved).toBeGreaterThanOrEqual(0);
    extra = moved === 0 ? extra + 1 : 0;
    // A field with what is skipped before it needs 24 bytes at most; past that the walk would go round in circles.
    expect(extra).toBeLessThan(32);
    walker.rebase(moved);
    base += moved;
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });

describe('the walk ends where the writer did', () => {
  test.each(RECORD_TYPES)('%s', (type) => {
    fc.assert(
      fc.property(recordOfType(type), fc.nat({ max: 20 }), (record, more) => {
        const content = writeRecordContent(record);
        const bytes = new Uint8Array(content.length + more).fill(0xff);
        bytes.set(content);
        const found = walkWhole(AOF_PROGRAM, AOF_PROGRAM.entryOf[content[0] as number] as number, bytes, 1);
        expect(found).toMatchObject({
          status: WalkStatus.done,
          position: content.length,
          stop: null,
          body: null,
          keyIsBad: false,
        });
      }),
    );
  });

  test.each(ENTRY_TYPES)('entry %s', (type) => {
    fc.assert(
      fc.property(entryOfType(type), fc.nat({ max: 20 }), (entry, more) => {
        const content = writeEntry(entry, 2);
        const bytes = new Uint8Array(content.length + more).fill(0xff);
        bytes.set(content);
        const found = walkWhole(SNAPSHOT_PROGRAM, entryStart(2), bytes, 0);
        expect(found).toMatchObject({
          status: WalkStatus.done,
          position: content.length,
          key: [4, entry.key.length],
          stop: null,
          body: null,
          keyIsBad: false,
        });
      }),
    );
  });
});

/** A record or entry, whole, cut short or with changed bytes, and the program that walks it. */
const subject = fc
  .record({
    content: fc.oneof(
      anyRecord('any').map((record) => ({ log: true, bytes: writeRecordContent(record) })),
      anyEntry('any').map((entry) => ({ log: false, bytes: writeEntry(entry, 2) })),
    ),
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat({ max: 255 })), {
      maxLength: 3,
    }),
  })
  .map(({ content, cut, changes }) => {
    const bytes = content.bytes.slice();
    for (const [place, byte] of changes) bytes[1 + Math.floor(place * (bytes.length - 1))] = byte;
    const end = cut === null ? bytes.length : Math.max(1, Math.floor(cut * bytes.length));
    return {
      bytes: bytes.slice(0, end),
      program: content.log ? AOF_PROGRAM : SNAPSHOT_PROGRAM,
      entry: content.log ? (AOF_PROGRAM.entryOf[bytes[0] as number] as number) : entryStart(2),
      at: content.log ? 1 : 0,
    };
  });

test('a walk over any windows finds what one over the whole finds', () => {
  fc.assert(
    fc.property(subject, sizes, ({ program, entry, bytes, at }, windows) => {
      expect(walkSliced(program, entry, bytes, at, windows)).toEqual(walkWhole(program, entry, bytes, at));
    }),
    runs(5),
  );
});

test('a walker that was used before walks like a new one', () => {
  fc.assert(
    fc.property(subject, subject, (first, second) => {
      const walker = new RecordWalker(AOF_PROGRAM);
      fc.pre(first.program === AOF_PROGRAM && second.program === AOF_PROGRAM);
      walker.start(first.entry, first.at);
      walker.run(first.bytes, first.bytes.length, first.bytes.length);
      walker.start(second.entry, second.at);
      const status = walker.run(second.bytes, second.bytes.length, second.bytes.length);
      expect(outcome(walker, status, 0)).toEqual(
        walkWhole(AOF_PROGRAM, second.entry, second.bytes, second.at),
      );
    }),
  );
});

test('a cut anywhere makes the walk torn, never done, never more', () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      const content = writeRecordContent(record);
      const entry = AOF_PROGRAM.entryOf[content[0] as number] as number;
      const step = Math.max(1, Math.floor(content.length / 80));
      for (let end = 1; end < content.length; end += step) {
        expect(walkWhole(AOF_PROGRAM, entry, content.slice(0, end), 1).status).toBe(WalkStatus.torn);
      }
    }),
  );
});

test('the entry types of the tables are those that the program dispatches', () => {
  for (let tag = 0; tag < 256; tag++) {
    expect((AOF_PROGRAM.entryOf[tag] as number) >= 0).toBe(tag >= 1 && tag <= RECORD_TYPES.length);
    expect((SNAPSHOT_PROGRAM.entryOf[tag] as number) >= 0).toBe(tag < ENTRY_TYPES.length);
  }
});
