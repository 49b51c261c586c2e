import { openFileSource } from '../cli/fileSource.ts';
import { type ByteSource, DEFAULT_READER } from '../src/codec/index.ts';
import { recoverShard } from '../src/replay/index.ts';
import type { FileIndex } from '../src/scan/index.ts';
import { realisticLog, tinyRecords } from './benchFiles.ts';
import { atLeast, figure, rateRatios, rates } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { timed, timeRounds } from './rounds.ts';

const MOST_BYTES = 256 << 20;
const TINY = 4_300_000;
/**
 * Half of what the real server replays, 225 MB/s on the machine where a scan of the same log takes 1,050: as a share of
 * the scan, so that it holds on other machines.
 */
const SHARE_OF_SCAN = 112 / 1050;

/** Replaying a whole log, as a recovery does. */
export const replayRate: Measure = {
  name: 'replay',
  title: 'Replay in Node',
  run: async ({ size, seed, rounds }) => {
    const log = await realisticLog(Math.min(size, MOST_BYTES), seed);
    const tiny = await tinyRecords(TINY);
    const [logSource, tinySource] = [await openFileSource(log.path), await openFileSource(tiny.path)];
    const logIndex = await scanWhole(logSource, 'shard-1.aof', null);
    const tinyIndex = await scanWhole(tinySource, 'shard-3.aof', null);
    const times = await timeRounds(
      {
        scan: () => timed(() => scanWhole(logSource, 'shard-1.aof', null)),
        replay: () => timed(() => replayed(logSource, logIndex, log.records)),
        tinyScan: () => timed(() => scanWhole(tinySource, 'shard-3.aof', null)),
        tinyReplay: () => timed(() => replayed(tinySource, tinyIndex, tiny.records)),
      },
      rounds,
    );
    await Promise.all([logSource.close(), tinySource.close()]);
    const perSecond = times.tinyReplay.map((ms) => (tiny.records / ms) * 1000);
    return [
      figure(
        'replay/scan',
        'Replay ÷ scan of the same log',
        'ratio',
        rateRatios(times.replay, times.scan),
        atLeast(SHARE_OF_SCAN),
      ),
      figure('replay', 'Replay', 'MB/s', rates(log.bytes, times.replay)),
      figure(
        'replay.tiny/scan',
        'Replay ÷ scan of the smallest records',
        'ratio',
        rateRatios(times.tinyReplay, times.tinyScan),
      ),
      figure('replay.tiny', 'Replay of the smallest records', 'records/s', perSecond),
    ];
  },
};

async function replayed(source: ByteSource, index: FileIndex, records: number): Promise<void> {
  const log = { source, index };
  const { applied } = await recoverShard(
    { shardId: 1, snapshot: null, log },
    { reader: DEFAULT_READER, nowMs: 0n },
  );
  if (applied !== records) throw new Error(`${records} records were written, ${applied} were replayed`);
}
