import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyKey,
  anyWindows,
  craftedFile,
  damaged,
  intactFile,
  intactLog,
  noiseFile,
  type TestFile,
} from '../../test/support/arbitraryFiles.ts';
import { TEST_KEY } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { factsOf, rowsOf, scanBytes, tilingFault } from '../../test/support/scanning.ts';
import { rowIndex } from '../base/index.ts';
import { READER_FEATURES, READER_VERSIONS, type ReaderFeature, type ReaderId } from '../codec/index.ts';
import { RowKind, RowStatus } from '../columnar/index.ts';
import { decodeRow } from './rowContent.ts';
import { computeVerdict } from './scanFile.ts';

const anyFile = (): fc.Arbitrary<TestFile> =>
  fc.oneof(
    { weight: 1, arbitrary: intactFile('any') },
    { weight: 4, arbitrary: damaged(intactFile('any')) },
    { weight: 1, arbitrary: noiseFile },
    { weight: 1, arbitrary: craftedFile },
  );

describe('a scan does not depend on its windows', () => {
  test('any file, any windows: the rows and faults of the default', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile(), anyKey, anyWindows, async ({ bytes, name }, key, windows) => {
        const whole = await scanBytes(bytes, { name, key });
        const sliced = await scanBytes(bytes, { name, key, windows });
        expect(factsOf(sliced.index)).toEqual(factsOf(whole.index));
      }),
      runs(3),
    );
  });

  test.each([1, 64, 65, 71, 96, 127])('windows of %i bytes over a damaged log', async (sliceBytes) => {
    await fc.assert(
      fc.asyncProperty(damaged(intactLog(2, 'any')), async ({ bytes }) => {
        const windows = { sliceBytes, inFlight: 1, firstBytes: sliceBytes };
        const whole = await scanBytes(bytes);
        expect(factsOf((await scanBytes(bytes, { windows })).index)).toEqual(factsOf(whole.index));
      }),
      runs(0.3),
    );
  });
});

test('a scan of the same bytes finds the same again', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile(), anyKey, async ({ bytes, name }, key) => {
      const once = await scanBytes(bytes, { name, key });
      const again = await scanBytes(bytes.slice(), { name, key });
      expect(factsOf(again.index)).toEqual(factsOf(once.index));
    }),
  );
});

test('rows tile any file', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile(), anyKey, async ({ bytes, name }, key) => {
      const { index } = await scanBytes(bytes, { name, key });
      expect(tilingFault(index, bytes.length)).toBeNull();
    }),
    runs(2),
  );
});

test('faults lie inside the file, on rows that exist, and name the row that holds them', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile(), anyKey, async ({ bytes, name }, key) => {
      const { index } = await scanBytes(bytes, { name, key });
      for (const { row, offset, length, evidence } of index.faults) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset + length).toBeLessThanOrEqual(bytes.length);
        if (bytes.length === 0) continue;
        expect(row).toBeLessThan(index.rows.length);
        if ('resumesAt' in evidence && evidence.resumesAt !== null) {
          expect(index.rows.offset(index.rows.rowAt(evidence.resumesAt))).toBe(evidence.resumesAt);
        }
        if ('fieldAt' in evidence && evidence.fieldAt !== null) {
          expect(evidence.fieldAt).toBeGreaterThanOrEqual(offset);
          expect(evidence.fieldAt).toBeLessThan(offset + length);
        }
        // Only decrypted content that ends inside a number has no field to name, and then claims nothing.
        if ('field' in evidence && evidence.field === '') {
          expect(evidence).toMatchObject({ kind: 'bad-body', rule: 'cut-short', fieldAt: null, value: null });
        }
        if (evidence.kind === 'torn-tail' && evidence.missing !== null)
          expect(evidence.missing).toBeGreaterThan(0);
      }
    }),
    runs(2),
  );
});

test('an intact file has no faults, every record in its place, and every row decodes', async () => {
  await fc.assert(
    fc.asyncProperty(intactFile(), async ({ bytes, name, built }) => {
      const { source, index } = await scanBytes(bytes, { name, key: TEST_KEY });
      expect(index.faults).toEqual([]);
      expect(index.firstDamage).toBeNull();
      const records = rowsOf(index).filter(
        (row) => row.kind === RowKind.record || row.kind === RowKind.entry,
      );
      expect(records.map((row) => row.offset)).toEqual(built.starts);
      for (const [i, row] of rowsOf(index).entries()) {
        expect(index.statusOf(rowIndex(i))).toBe(RowStatus.ok);
        const decoded = await decodeRow(source, index, rowIndex(i));
        expect(decoded !== null).toBe(row.kind === RowKind.record || row.kind === RowKind.entry);
      }
    }),
  );
});

const someReaders: fc.Arbitrary<readonly ReaderId[]> = fc
  .subarray([...READER_FEATURES])
  .map((features: ReaderFeature[]) => READER_VERSIONS.map((version) => ({ version, features })));

test('nothing throws on anything: scan, verdict of every reader, decoding of every row', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(noiseFile, anyFile()),
      anyKey,
      someReaders,
      async ({ bytes, name }, key, readers) => {
        const { source, index } = await scanBytes(bytes, { name, key });
        for (let row = 0; row < index.rows.length; row++) await decodeRow(source, index, rowIndex(row));
        for (const reader of readers) {
          const verdict = await computeVerdict(source, index, reader, { shardInName: 0 });
          expect(verdict.stoppedAt).toBeLessThanOrEqual(bytes.length);
          expect(verdict.applied).toBeLessThanOrEqual(verdict.records);
        }
      },
    ),
    runs(2),
  );
});

test('a log cut at any byte: the records before the cut hold, and nothing else is found', async () => {
  // A record inside the value of the one that is cut is found, and can't be told from one that follows it.
  const logs = fc
    .constantFrom(2, 3)
    .chain((version) => intactLog(version, 'kept', 5))
    .filter(({ bytes }) => !Buffer.from(bytes).includes('decoy'));
  await fc.assert(
    fc.asyncProperty(logs, async ({ bytes, built, version }) => {
      for (let cut = 0; cut <= Math.min(bytes.length, 700); cut++) {
        const { source, index } = await scanBytes(bytes.subarray(0, cut), { key: TEST_KEY });
        const verdict = await computeVerdict(source, index, { version: '0.4.9', features: READER_FEATURES });
        if (cut < 5) {
          expect(verdict).toMatchObject({ records: 0, error: 'unexpected end of file', phase: 'open' });
          continue;
        }
        const whole = built.starts.filter((_, i) => (built.starts[i + 1] ?? built.end) <= cut);
        const records = rowsOf(index).filter((row) => row.kind === RowKind.record);
        expect(records.map((row) => [row.offset, row.status])).toEqual(whole.map((at) => [at, RowStatus.ok]));
        const end = whole.length === 0 ? 5 : (built.starts[whole.length] ?? built.end);
        expect(index.faults.map(({ offset, evidence }) => [evidence.kind, offset])).toEqual(
          end === cut ? [] : [['torn-tail', end]],
        );
        // The plaintext reader may stop earlier, at a tag that it cannot read; then it says so.
        if (version === 3 || verdict.error === null) {
          expect(verdict).toMatchObject({
            records: whole.length,
            stoppedAt: end,
            error: null,
            silentlyDropped: cut - end,
          });
        } else expect(verdict.error).toMatch(/^unknown record tag: (2[89]|3[0-5])$/);
      }
    }),
    runs(0.1),
  );
});
