import { openFileSource } from '../cli/fileSource.ts';
import { type KeyId, keyId } from '../src/base/index.ts';
import { Postings } from '../src/columnar/index.ts';
import { computeKeyFacts, findLosses, KeyHistory, Lanes, Moves } from '../src/replay/index.ts';
import type { FileIndex } from '../src/scan/index.ts';
import { busyKeys } from './benchFiles.ts';
import { atMost, figure, rateRatios } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { timed, timeRounds } from './rounds.ts';

const KEYS = 200_000;
const NOW = 1_700_000_000_000n;

/** Keys and timelines of a log, behind its scan. */
export const keyFacts: Measure = {
  name: 'keys',
  title: 'Keys and timelines in Node',
  run: async ({ size, seed, rounds }) => {
    const file = await busyKeys(size, seed, KEYS);
    const source = await openFileSource(file.path);
    const index = await scanWhole(source, 'shard-6.aof', null);
    const busy = busyKey(index);
    const times = await timeRounds(
      {
        scan: () => timed(() => scanWhole(source, 'shard-6.aof', null)),
        keys: () => timed(() => computeKeyFacts({ log: { source, index }, snapshot: null }, { nowMs: NOW })),
        first: () =>
          timed(async () => {
            const moves = await Moves.read(source, index);
            const lanes = new Lanes(
              index,
              moves,
              new Postings(index.rows),
              await findLosses({ source, index }),
            );
            lanes.laneOf(busy);
          }),
      },
      rounds,
    );
    const moves = await Moves.read(source, index);
    const lanes = new Lanes(index, moves, new Postings(index.rows), await findLosses({ source, index }));
    lanes.laneOf(busy);
    const lane = await timeRounds(
      {
        states: () => timed(() => new KeyHistory(source, lanes, lanes.laneOf(busy), { nowMs: NOW }).states()),
      },
      rounds,
    );
    await source.close();
    return [
      figure(
        'keys',
        `Keys of ${(file.records / 1e6).toFixed(1)} million records`,
        'ms',
        times.keys,
        atMost(3000),
      ),
      figure('keys/scan', 'Keys ÷ scan of the same log', 'ratio', rateRatios(times.keys, times.scan)),
      figure('timeline.first', 'All keys’ records and moves, once', 'ms', times.first),
      figure('timeline', 'Timeline of a key, with its values', 'ms', lane.states, atMost(300)),
    ];
  },
};

/** The key of a string with the most records. */
function busyKey({ keys, rows }: FileIndex): KeyId {
  const counts = new Uint32Array(keys.size);
  const postings = new Postings(rows);
  for (let id = 0; id < keys.size; id++) counts[id] = postings.of(keyId(id), keys.size).length;
  const isString = (id: number): boolean =>
    new TextDecoder().decode(keys.bytesOf(keyId(id))).startsWith('user:');
  return keyId(
    counts.reduce((best, count, id) => (count > (counts[best] ?? 0) && isString(id) ? id : best), 0),
  );
}
