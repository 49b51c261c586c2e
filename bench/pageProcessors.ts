import { cpus } from 'node:os';
import { realisticLog } from './benchFiles.ts';
import { withBrowser } from './browserSession.ts';
import { atLeast, type Figure, figure, median, rateRatios } from './figure.ts';
import type { Measure } from './measure.ts';
import { ROLES, type Role, ranByRole, roleOf } from './processorRoles.ts';
import { TELLS_THREADS } from './processorTime.ts';
import { timeRounds } from './rounds.ts';
import { percentOf } from './shares.ts';
import { type Profiled, profileScan, type Watched, watchReading, watchScan } from './watchedVisits.ts';

/** What scanning a log in Chromium takes of the processors, thread by thread, beside merely reading it. */
export const pageProcessors: Measure = {
  name: 'processors',
  title: 'Processor time of a scan in Chromium',
  run: async ({ size, seed, rounds }) => {
    if (!TELLS_THREADS) console.error('Only Linux tells what each thread took: processes it is.');
    const file = await realisticLog(size, seed);
    const streamed: Watched[] = [];
    const sliced: Watched[] = [];
    const scans: Watched[] = [];
    const profiled: Profiled[] = [];
    await withBrowser(({ browser, address }) =>
      timeRounds(
        {
          stream: async () => keep(streamed, await watchReading(browser, file.path, 'stream')),
          slices: async () => keep(sliced, await watchReading(browser, file.path, 'slices')),
          scan: async () => keep(scans, await watchScan(browser, address, file.path)),
          // Once more: sampling takes time itself.
          profile: async () => keep(profiled, await profileScan(browser, address, file.path)),
        },
        rounds,
      ),
    );
    const counted = scans.slice(-rounds);
    // The faster of the two is what the scan is held against.
    const read = streamed.map((stream, round) => faster(stream, sliced[round] ?? stream)).slice(-rounds);
    return [
      figure('reading.wall', 'Merely reading', 'ms', wall(read)),
      ...roleFigures('reading', 'Merely reading', read),
      figure('scanning.wall', 'Scanning', 'ms', wall(counted)),
      ...roleFigures('scanning', 'Scanning', counted),
      ...workerFigures(counted),
      ...groupFigures(profiled.slice(-rounds).map(({ groups }) => groups)),
      ...boundFigures(read, counted, cpus().length),
    ];
  },
};

/** Keeps what a round has found out beside its time. */
function keep<T extends { readonly ms: number }>(list: T[], found: T): number {
  list.push(found);
  return found.ms;
}

const wall = (rounds: readonly Watched[]): number[] => rounds.map(({ ms }) => ms);

const faster = (a: Watched, b: Watched): Watched => (b.ms < a.ms ? b : a);

const total = ({ threads }: Watched): number => threads.reduce((sum, { ran }) => sum + ran, 0);

/** A role that takes less isn't worth a line, in ms. */
const WORTH_MS = 1;

/** The processor time of all, then of each role. */
function roleFigures(name: string, title: string, rounds: readonly Watched[]): Figure[] {
  const ran = rounds.map(({ threads }) => ranByRole(threads));
  const roles = (Object.entries(ROLES) as [Role, string][]).map(([role, text]) =>
    figure(
      `${name}.${role}`,
      `${title}: ${text}`,
      'ms',
      ran.map((each) => each[role]),
    ),
  );
  return [
    figure(`${name}.processors`, `${title}: processor time of all`, 'ms', rounds.map(total)),
    ...roles.filter(({ values }) => median(values) >= WORTH_MS),
  ];
}

/** Whether the work is spread over the workers, and what keeps them from it. Nothing where threads aren't told. */
function workerFigures(rounds: readonly Watched[]): Figure[] {
  const workers = rounds.map(({ threads }) => threads.filter((thread) => roleOf(thread) === 'workers'));
  if (workers.some((each) => each.length === 0)) return [];
  return [
    figure(
      'scanning.workers.busiest',
      'Scanning: the busiest worker',
      'ms',
      workers.map((each) => Math.max(...each.map(({ ran }) => ran))),
    ),
    figure(
      'scanning.workers.waited',
      'Scanning: workers ready, but without a processor',
      'ms',
      workers.map((each) => each.reduce((sum, { waited }) => sum + waited, 0)),
    ),
  ];
}

/** The same for a part of the workers' time, in percent. */
const WORTH_SHARE = 1;

/** What the workers do, the most first. */
function groupFigures(profiles: readonly ReadonlyMap<string, number>[]): Figure[] {
  const groups = [...new Set(profiles.flatMap((profile) => [...profile.keys()]))];
  const totals = profiles.map((profile) => [...profile.values()].reduce((sum, ms) => sum + ms, 0));
  return groups
    .map((group) => {
      const ms = profiles.map((profile) => profile.get(group) ?? 0);
      return figure(`functions.${group}`, `Of the workers’ time: ${group}`, '%', percentOf(ms, totals));
    })
    .filter(({ values }) => median(values) >= WORTH_SHARE)
    .sort((a, b) => median(b.values) - median(a.values));
}

/**
 * All processors busy all the time is the best that a division of this work among threads can come to. What the page does
 * between the drop and the scan counts as well: for a small file the bound is told somewhat too low.
 */
function boundFigures(read: readonly Watched[], scans: readonly Watched[], cores: number): Figure[] {
  const least = scans.map((scan) => total(scan) / cores);
  const ratio = (name: string, title: string, ms: readonly number[]): Figure =>
    figure(`bound.${name}`, `Merely reading ÷ ${title}`, 'ratio', rateRatios(ms, wall(read)), atLeast(0.85));
  return [
    figure('bound.least', `Scanning: its processor time ÷ ${cores} cores`, 'ms', least),
    ratio('best', 'that, the most that any division among threads reaches', least),
    ratio('scan', 'scanning, as it is', wall(scans)),
  ];
}
