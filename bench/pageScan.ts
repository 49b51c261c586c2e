import { fileURLToPath } from 'node:url';
import { realisticLog } from './benchFiles.ts';
import { withBrowser } from './browserSession.ts';
import { atLeast, atMost, figure, rateRatios, rates } from './figure.ts';
import type { Measure } from './measure.ts';
import { measureMemory, type PageMemory } from './pageMemory.ts';
import { type Opening, openByDrop, visit } from './pageVisit.ts';
import { readInBrowser } from './readingPage.ts';
import { timeRounds } from './rounds.ts';

const SMALL_FILE = fileURLToPath(new URL('../public/samples/healthy.aof', import.meta.url));
const BYTES_IN_KIB = 1024;

/** Opening a large log in the built page: first rows, the whole scan, and what is held afterwards. */
export const pageScan: Measure = {
  name: 'page',
  title: 'Opening a log in Chromium',
  run: async ({ size, seed, rounds }) => {
    const file = await realisticLog(size, seed);
    const openings: Opening[] = [];
    const memories: PageMemory[] = [];
    const times = await withBrowser(({ browser, address }) =>
      timeRounds(
        {
          stream: () => readInBrowser(browser, file.path, 'stream'),
          slices: () => readInBrowser(browser, file.path, 'slices'),
          small: async () => {
            const small = await visit(browser, address);
            const { rowsMs } = await openByDrop(small, SMALL_FILE);
            await small.close();
            return rowsMs;
          },
          scan: async () => {
            const large = await visit(browser, address);
            const opening = await openByDrop(large, file.path);
            if (opening.records !== file.records) {
              throw new Error(`${file.records} records were written, the page found ${opening.records}`);
            }
            openings.push(opening);
            memories.push(await measureMemory(browser, large.cdp));
            await large.close();
            return opening.scanMs;
          },
        },
        rounds,
      ),
    );
    const counted = openings.slice(-rounds);
    const rowsMs = counted.map((opening) => opening.rowsMs);
    const held = memories.slice(-rounds);
    // The faster of the two is what it is held against.
    const read = times.stream.map((ms, round) => Math.min(ms, times.slices[round] ?? ms));
    const whole = held.flatMap((memory) => memory.whole ?? []);
    return [
      figure(
        'page.scan/read',
        'Scan in Chromium ÷ merely reading there',
        'ratio',
        rateRatios(times.scan, read),
        atLeast(0.85),
      ),
      figure('page.rows', 'Rows on screen after a drop', 'ms', rowsMs, atMost(200)),
      figure(
        'page.rows/small',
        `The same ÷ a file of ${Math.round(30016 / BYTES_IN_KIB)} KiB`,
        'ratio',
        ratioOf(rowsMs, times.small),
      ),
      figure(
        'page.memory',
        'Memory at rest, page and worker',
        'MB',
        held.map((memory) => memory.heaps),
        atMost(200),
      ),
      figure('page.process', 'Memory at rest, the whole process', 'MB', whole),
      figure(
        'page.verdict',
        'Verdict on screen after a drop',
        'ms',
        counted.map((opening) => opening.verdictMs),
      ),
      figure('page.scan', 'Scan in Chromium', 'MB/s', rates(file.bytes, times.scan)),
      figure('page.read', 'Merely reading in Chromium', 'MB/s', rates(file.bytes, read)),
      figure(
        'page.scan/slices',
        'Scan in Chromium ÷ reading in slices',
        'ratio',
        rateRatios(times.scan, times.slices),
      ),
    ];
  },
};

/** How many times as long, round by round. */
const ratioOf = (subject: readonly number[], base: readonly number[]): number[] =>
  subject.map((ms, round) => ms / (base[round] ?? Number.NaN));
