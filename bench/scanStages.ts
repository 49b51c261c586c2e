import { crc32 as zlibCrc32 } from 'node:zlib';
import { openFileSource } from '../cli/fileSource.ts';
import { realisticLog } from './benchFiles.ts';
import { atMost, type Figure, figure } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { timed, timeRounds } from './rounds.ts';
import { lessOf, percentOf, sumOf } from './shares.ts';
import { readInWindows, type StageTimes, timeStages } from './stageTimes.ts';
import { timedSlices } from './timedSlices.ts';

/** A part of the scan, with what it took in each round, in ms. */
interface Stage {
  readonly name: string;
  readonly title: string;
  readonly ms: readonly number[];
}

/** What the scan in Node consists of, as shares of the time that `zlib.crc32` alone takes for the same bytes. */
export const scanStages: Measure = {
  name: 'stages',
  title: 'Stages of the scan in Node',
  run: async ({ size, seed, rounds }) => {
    const file = await realisticLog(size, seed);
    const source = await openFileSource(file.path);
    const passes: StageTimes[] = [];
    const times = await timeRounds(
      {
        zlib: () => timedSlices(source, zlibCrc32),
        read: () => timed(() => readInWindows(source)),
        stages: () => timed(async () => passes.push(await timeStages(source, file.records))),
        scan: () => timed(() => scanWhole(source, 'shard-1.aof', null)),
      },
      rounds,
    );
    await source.close();
    const counted = passes.slice(-rounds);
    const of = (name: keyof StageTimes): number[] => counted.map((pass) => pass[name]);
    // What is done together is told apart by what it takes more than a part of it.
    const stages: readonly Stage[] = [
      { name: 'read', title: 'reading', ms: times.read },
      { name: 'copy', title: 'copying into WebAssembly’s memory', ms: of('copy') },
      { name: 'checksum', title: 'checksum', ms: lessOf(of('checksum'), of('copy')) },
      { name: 'walk', title: 'walking the records', ms: lessOf(of('take'), of('checksum')) },
      { name: 'keys', title: 'numbering keys', ms: of('keys') },
      { name: 'rows', title: 'appending rows', ms: of('rows') },
    ];
    return [
      ...stageFigures(stages, times.zlib),
      share('windows', 'zlib.crc32 over windows as short as the scan’s', of('zlib'), times.zlib),
      figure(
        'stages.scan',
        'The whole scan, which reads ahead meanwhile',
        '%',
        percentOf(times.scan, times.zlib),
        // At half the rate.
        atMost(200),
      ),
      figure('stages.zlib', 'zlib.crc32 alone, which all are shares of', 'ms', times.zlib),
    ];
  },
};

const share = (name: string, title: string, ms: readonly number[], whole: readonly number[]): Figure =>
  figure(`stages.${name}`, title, '%', percentOf(ms, whole));

/** Each stage alone, then what they come to one after the other. */
function stageFigures(stages: readonly Stage[], whole: readonly number[]): Figure[] {
  const alone = stages.map(({ name, title, ms }) => share(name, `Alone: ${title}`, ms, whole));
  const together = stages.slice(1).map(({ name, title }, before) => {
    const until = stages.slice(0, before + 2).map(({ ms }) => ms);
    return share(`to-${name}`, `From reading to ${title}`, sumOf(until), whole);
  });
  return [...alone, ...together];
}
