import { openFileSource } from '../cli/fileSource.ts';
import { zeroedLog } from './benchFiles.ts';
import { atLeast, figure, rateRatios, rates } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { readThrough } from './readThrough.ts';
import { timed, timeRounds } from './rounds.ts';

/** A log of which nothing but zeros is left. */
export const zeroScan: Measure = {
  name: 'zeros',
  title: 'Scan of a log of zeros in Node',
  run: async ({ size, rounds }) => {
    const file = await zeroedLog(size);
    const source = await openFileSource(file.path);
    const times = await timeRounds(
      {
        read: () => timed(() => readThrough(source)),
        scan: () =>
          timed(async () => {
            const { rows, faults } = await scanWhole(source, 'shard-4.aof', null);
            if (rows.length !== 2 || faults[0]?.evidence.kind !== 'zeroed')
              throw new Error('zeros were not found to be zeros');
          }),
      },
      rounds,
    );
    await source.close();
    return [
      figure(
        'zeros.scan/read',
        'Scan of zeros ÷ merely reading',
        'ratio',
        rateRatios(times.scan, times.read),
        atLeast(0.8),
      ),
      figure('zeros.scan', 'Scan of zeros', 'MB/s', rates(size, times.scan)),
    ];
  },
};
