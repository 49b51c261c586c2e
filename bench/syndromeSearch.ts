import { seededRandom } from '../src/base/index.ts';
import { crc32, findByteErrors, memorySource, readU32, writeRecord } from '../src/codec/index.ts';
import { correctRecord } from '../src/scan/correction.ts';
import { snapshotBytes } from './benchFiles.ts';
import { atMost, figure, rateRatios } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { timed, timeRounds } from './rounds.ts';

const RECORD_BYTES = 1 << 20;
const LARGEST_SNAPSHOT = 100 << 20;
const CRC_BYTES = 4;

/** What it takes to name the one wrong bit from a checksum that doesn't match. */
export const syndromeSearch: Measure = {
  name: 'syndrome',
  title: 'Finding the wrong bit from a checksum',
  run: async (options) => [...(await inRecord(options)), ...(await inSnapshot(options))],
};

async function inRecord({ seed, rounds }: { readonly seed: number; readonly rounds: number }) {
  const value = seededRandom(seed).fill(new Uint8Array(RECORD_BYTES));
  const bytes = writeRecord({ type: 'SET', key: Buffer.from('big'), value, expire_ms: -1n });
  const content = bytes.length - CRC_BYTES;
  flipBit(bytes, bytes.length >> 1);
  const difference = (readU32(bytes, content) ^ crc32(bytes, 0, content)) >>> 0;
  const times = await timeRounds(
    {
      crc32: () => timed(() => crc32(bytes, 0, content)),
      search: () => timed(() => findByteErrors(difference, content, false)),
      correct: () =>
        timed(async () => {
          if ((await correctRecord(memorySource(bytes), 0, bytes.length)) === null)
            throw new Error('no correction');
        }),
    },
    rounds,
  );
  return [
    figure('syndrome.record', 'Correcting a record of 1 MiB', 'ms', times.correct, atMost(50)),
    figure(
      'syndrome.record/crc32',
      'Its search for the bit ÷ its CRC-32',
      'ratio',
      rateRatios(times.search, times.crc32),
    ),
  ];
}

async function inSnapshot({
  size,
  seed,
  rounds,
}: {
  readonly size: number;
  readonly seed: number;
  readonly rounds: number;
}) {
  const length = Math.min(size, LARGEST_SNAPSHOT);
  const { bytes: intact, entries } = snapshotBytes(length, seed);
  const damaged = intact.slice();
  flipBit(damaged, damaged.length >> 1);
  const times = await timeRounds(
    {
      intact: () => timed(() => scanWhole(memorySource(intact), 'shard-5.snap', null)),
      damaged: () =>
        timed(async () => {
          const { rows, snapshot } = await scanWhole(memorySource(damaged), 'shard-5.snap', null);
          // An entry whose length is what was wrong is a gap with its correction.
          if (!snapshot.correctedHolds || entries - rows.records > 1)
            throw new Error('no correction of the snapshot');
        }),
    },
    rounds,
  );
  const search = times.damaged.map((ms, round) => ms - (times.intact[round] ?? Number.NaN));
  const name = `a snapshot of ${Math.round(length / 2 ** 20)} MiB`;
  return [
    figure('syndrome.snapshot', `Correcting ${name}, on top of its scan`, 'ms', search, atMost(5000)),
    figure(
      'syndrome.snapshot/scan',
      `Scan of ${name} with one wrong bit ÷ intact`,
      'ratio',
      rateRatios(times.damaged, times.intact),
    ),
  ];
}

function flipBit(bytes: Uint8Array, at: number): void {
  bytes[at] = (bytes[at] as number) ^ 0x10;
}
