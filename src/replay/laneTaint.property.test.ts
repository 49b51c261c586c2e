/* How certain a lane is at its end, against the ledger that goes over all records of all keys. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyStream } from '../../test/support/arbitraryStreams.ts';
import { buildLog } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { keyId } from '../base/index.ts';
import {
  computeKeyFacts,
  findLosses,
  type KeyFacts,
  KeyHistory,
  type LaneStates,
  Lanes,
  Moves,
  Taint,
} from './index.ts';

const NOW = 1_700_000_000_000n;

const atEnd = (rows: number, { doubts }: LaneStates): Taint =>
  doubts.findLast(({ toRow }) => toRow === rows)?.taint ?? Taint.exact;

test('a lane ends as certain as its key', async () => {
  let doubtful = 0;
  await fc.assert(
    fc.asyncProperty(
      anyStream(),
      fc.array(fc.record({ at: fc.nat({ max: 39 }), flip: fc.boolean(), place: fc.nat() }), { maxLength: 3 }),
      async (records, losses) => {
        const built = buildLog(records);
        const bytes = built.bytes.slice();
        for (const { at, flip, place } of losses) {
          const from = built.starts[at % records.length] as number;
          const to = built.starts[(at % records.length) + 1] ?? built.end;
          const inside = from + (place % (to - from));
          if (flip) bytes[inside] = (bytes[inside] as number) ^ (1 << (place % 8));
          else bytes.fill(0, from, to);
        }
        const file = await scanBytes(bytes);
        const facts = (await computeKeyFacts({ log: file, snapshot: null }, { nowMs: NOW })) as KeyFacts;
        const moves = await Moves.read(file.source, file.index);
        const lanes = new Lanes(file.index, moves, undefined, await findLosses(file));
        const { length } = file.index.rows;
        for (let id = 0; id < file.index.keys.size; id++) {
          const lane = lanes.laneOf(keyId(id));
          const last = lane.segments.at(-1);
          if (last === undefined || last.to < length) continue;
          const states = await new KeyHistory(file.source, lanes, lane, { nowMs: NOW }).states();
          const taint = atEnd(length, states);
          if (taint !== Taint.exact) doubtful++;
          expect([id, taint]).toEqual([id, facts.taint[last.key]]);
          for (const [i, { fromRow, toRow }] of states.doubts.entries()) {
            expect(fromRow).toBeLessThan(toRow);
            expect(fromRow).toBeGreaterThanOrEqual(states.doubts[i - 1]?.toRow ?? 0);
          }
        }
      },
    ),
    runs(4),
  );
  expect(doubtful).toBeGreaterThan(0);
});
