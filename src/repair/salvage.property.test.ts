/*
 * Damages intact logs in one to five ways, keeping track of where every byte came from, and asks for exactly the
 * records whose bytes are all still there.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRecord, READABLE_TYPES } from '../../test/support/arbitraryRecords.ts';
import { buildLog, TEST_KEY } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import {
  anyWound,
  survivors,
  type Traced,
  traced,
  untraced,
  type Wound,
  wound,
} from '../../test/support/tracedDamage.ts';
import { rowIndex } from '../base/index.ts';
import { DEFAULT_READER, encodeHex, encodeUtf8, memorySource } from '../codec/index.ts';
import { EMBEDDED, RowKind, RowStatus } from '../columnar/index.ts';
import { computeVerdict, type FileIndex } from '../scan/index.ts';
import { makePlan, outputPieces, type RepairPreset, writePieces } from './index.ts';

function rowsThatHold(index: FileIndex) {
  const sure: string[] = [];
  const doubtful: string[] = [];
  for (let row = 0; row < index.rows.length; row++) {
    const each = rowIndex(row);
    if (index.rows.kind(each) !== RowKind.record || index.rows.status(each) !== RowStatus.ok) continue;
    const place = `${index.rows.offset(each)}+${index.rows.size(each)}`;
    (index.rows.hasFlag(each, EMBEDDED) ? doubtful : sure).push(place);
  }
  return { sure, doubtful };
}

/**
 * Whether a place lies in a record with a bad checksum whose lengths lead exactly to where the log goes on: there it
 * can't be told from a part of that record's value, and the record is believed.
 */
function isInsideDamaged(index: FileIndex, place: string): boolean {
  const [at = 0, size = 0] = place.split('+').map(Number);
  const row = index.rows.rowAt(at);
  const end = index.rows.offset(rowIndex(row + 1));
  return index.rows.status(row) === RowStatus.badChecksum && at + size <= end && at > index.rows.offset(row);
}

async function repairedBytes(bytes: Uint8Array, index: FileIndex, preset: RepairPreset): Promise<Uint8Array> {
  const source = memorySource(bytes);
  const made = makePlan(index, preset, 'shard-0.aof');
  if (made.outcome !== 'plan') throw new Error(made.why);
  const chunks: Uint8Array[] = [];
  const pieces = await outputPieces(source, index, made.plan, () => new Uint8Array(12));
  await writePieces(source, pieces, async (chunk) => void chunks.push(chunk.slice()));
  return new Uint8Array(Buffer.concat(chunks));
}

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const records = fc.array(anyRecord('kept', READABLE_TYPES), { minLength: 1, maxLength: 30 });

/** The key of the whole record that some arbitrary values hold. Where damage leaves no proof, it can't be told apart. */
const DECOY = encodeHex(encodeUtf8('decoy'));
const withoutDecoys = records.filter((written) => !encodeHex(buildLog(written).bytes).includes(DECOY));
/** Damage to the header is the subject of other tests. */
const woundLog = (file: readonly Traced[], each: Wound): Traced[] => wound(file, each, 5);
const wounds = fc.array(anyWound, { minLength: 1, maxLength: 5 });

describe.each([
  [2, null],
  [3, TEST_KEY],
] as const)('a version %i log, damaged in one to five ways', (version, key) => {
  test('every record whose bytes are all there is found, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(withoutDecoys, wounds, async (written, each) => {
        const built = buildLog(written, version);
        const damaged = each.reduce(woundLog, traced(built.bytes));
        const bytes = untraced(damaged);
        const { index } = await scanBytes(bytes, { key });
        const expected = survivors(damaged, built.starts, built.end);
        const { sure, doubtful } = rowsThatHold(index);
        const found = new Set([...sure, ...doubtful]);
        const missing = [...expected].filter((place) => !found.has(place) && !isInsideDamaged(index, place));
        expect(missing).toEqual([]);
        // Bytes of different origin can make up a record that was written all the same: two equal ones, cut and joined.
        const originals = new Set(
          built.starts.map((start, i) =>
            encodeHex(built.bytes.subarray(start, built.starts[i + 1] ?? built.end)),
          ),
        );
        for (const place of sure) {
          const [at = 0, size = 0] = place.split('+').map(Number);
          expect(originals.has(encodeHex(bytes.subarray(at, at + size)))).toBe(true);
        }
      }),
      runs(10),
    );
  });

  test('the salvaged file is clean and holds exactly what was found', async () => {
    await fc.assert(
      fc.asyncProperty(records, wounds, async (written, each) => {
        const built = buildLog(written, version);
        const bytes = untraced(each.reduce(woundLog, traced(built.bytes)));
        const { index } = await scanBytes(bytes, { key });
        const { sure } = rowsThatHold(index);
        const output = await repairedBytes(bytes, index, 'salvage');
        const again = await scanBytes(output, { key });
        expect(again.index.faults).toEqual([]);
        expect(again.index.rows.records).toBe(sure.length);
        const verdict = await computeVerdict(again.source, again.index, DEFAULT_READER);
        expect([verdict.error, verdict.records]).toEqual([null, sure.length]);
        // Repairing what is clean changes nothing.
        expect(Buffer.compare(await repairedBytes(output, again.index, 'salvage'), output)).toBe(0);
      }),
      runs(1),
    );
  });
});

describe('an intact log', () => {
  test.each(['truncate', 'drop-damaged', 'salvage', 'fix-bits'] as const)(
    '%s changes nothing',
    async (preset) => {
      await fc.assert(
        fc.asyncProperty(records, async (written) => {
          const { bytes } = buildLog(written);
          const { index } = await scanBytes(bytes);
          expect(Buffer.compare(await repairedBytes(bytes, index, preset), bytes)).toBe(0);
        }),
        runs(1),
      );
    },
  );
});

test('one flipped bit anywhere behind the header is named and flipped back', async () => {
  await fc.assert(
    fc.asyncProperty(records, unit, fc.nat(7), async (written, place, bit) => {
      const { bytes } = buildLog(written);
      const at = 5 + Math.floor(place * (bytes.length - 5));
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ (1 << bit);
      const { index } = await scanBytes(damaged);
      const fixes = index.faults.flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
      expect(fixes.map((fix) => [fix.at, fix.bit])).toEqual([[at, bit]]);
      expect(Buffer.compare(await repairedBytes(damaged, index, 'fix-bits'), bytes)).toBe(0);
    }),
    runs(10),
  );
});
