import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEntry, anyRecord } from '../../../test/support/arbitraryRecords.ts';
import { layoutOfEntry, layoutOfRecord, spansFault } from '../../../test/support/layouts.ts';
import { writeRecord } from '../ember/aof.ts';
import { writeEntry } from '../ember/snapshot.ts';

test('the spans of any record or entry tile it', () => {
  fc.assert(
    fc.property(anyRecord('any'), anyEntry('any'), (record, entry) => {
      const bytes = writeRecord(record);
      expect(spansFault(layoutOfRecord(bytes).spans, bytes.length)).toBeNull();
      const entryBytes = writeEntry(entry, 2);
      expect(spansFault(layoutOfEntry(entryBytes, 2).spans, entryBytes.length)).toBeNull();
    }),
  );
});

test('cut bytes give the spans before the cut and one that is cut, and never throw', () => {
  fc.assert(
    fc.property(anyRecord(), fc.double({ min: 0, max: 1, noNaN: true }), (record, place) => {
      const whole = writeRecord(record);
      const bytes = whole.subarray(0, Math.floor(place * (whole.length - 1)));
      const { spans } = layoutOfRecord(bytes);
      const expected = layoutOfRecord(whole).spans;
      const cutAt = spans.findIndex((span) => span.cut);
      expect(cutAt).toBe(spans.length - 1);
      if (bytes.length === 0) return;
      expect(spans.slice(0, cutAt)).toEqual(expected.slice(0, cutAt));
      expect(spans[cutAt]).toMatchObject({ path: expected[cutAt]?.path, at: expected[cutAt]?.at, cut: true });
    }),
  );
});

test('noise never throws, and spans stay in order', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 40 }),
      fc.uint8Array({ maxLength: 120 }),
      fc.nat({ max: 50 }),
      (tag, body, most) => {
        const bytes = Uint8Array.of(tag, ...body);
        for (const layout of [
          layoutOfRecord(bytes, most),
          layoutOfEntry(bytes, 2, most),
          layoutOfEntry(bytes, 1, most),
        ]) {
          let at = 0;
          for (const span of layout.spans) {
            expect(span.at).toBe(at);
            at += span.length;
          }
          expect(layout.spans.slice(0, -1).some((span) => span.cut)).toBe(false);
        }
      },
    ),
  );
});
