import { crc32 as zlibCrc32 } from 'node:zlib';
import { seededRandom } from '../src/base/index.ts';
import { memorySource, writeAofHeader } from '../src/codec/index.ts';
import { recordBytes } from './benchFiles.ts';
import { concatBytes } from './concatBytes.ts';
import { atMost, figure, rateRatios } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { timed, timeRounds } from './rounds.ts';

const NOISE_BYTES = 4 << 20;
const AROUND_BYTES = 1 << 20;

/** What 4 MiB of random bytes in the middle of a log cost the scan, with all that is found out about them. */
export const resyncNoise: Measure = {
  name: 'resync',
  title: 'Finding records again behind 4 MiB of noise',
  run: async ({ seed, rounds }) => {
    const header = writeAofHeader(2);
    const before = recordBytes(AROUND_BYTES, seed);
    const after = recordBytes(AROUND_BYTES, seed + 1);
    const noise = seededRandom(seed).fill(new Uint8Array(NOISE_BYTES));
    const intact = memorySource(concatBytes([header, before, after]));
    const damaged = memorySource(concatBytes([header, before, noise, after]));
    const expected = (await scanWhole(intact, 'shard-1.aof', null)).rows.records;
    const times = await timeRounds(
      {
        intact: () => timed(() => scanWhole(intact, 'shard-1.aof', null)),
        damaged: () =>
          timed(async () => {
            const { rows, faults } = await scanWhole(damaged, 'shard-1.aof', null);
            if (rows.records !== expected || faults.length === 0)
              throw new Error('records behind noise were not found');
          }),
        zlib: () => timed(() => zlibCrc32(noise)),
      },
      rounds,
    );
    const resync = times.damaged.map((ms, round) => ms - (times.intact[round] ?? Number.NaN));
    return [
      figure('resync.noise', 'Resync across 4 MiB of noise', 'ms', resync, atMost(100)),
      figure(
        'resync.noise/crc32',
        'The same ÷ zlib.crc32 of the noise',
        'ratio',
        rateRatios(resync, times.zlib),
      ),
    ];
  },
};
