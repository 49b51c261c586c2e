import type { Page } from '@playwright/test';
import { openFileSource } from '../cli/fileSource.ts';
import { rowIndex } from '../src/base/index.ts';
import { encodeUtf8 } from '../src/codec/index.ts';
import { NO_KEY } from '../src/columnar/index.ts';
import type { FileIndex } from '../src/scan/index.ts';
import { RowFilter } from '../src/workers/rowFilter.ts';
import { realisticLog } from './benchFiles.ts';
import { withBrowser } from './browserSession.ts';
import { atMost, figure } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { openByDrop, visit } from './pageVisit.ts';
import { timed, timeRounds } from './rounds.ts';

/** The keys of one name that are written most often; a log of any size has them. */
const PREFIX = 'user:profile:00';
const QUERY = `key:${PREFIX}*`;

/** What a search took, in ms. */
interface Search {
  readonly firstMs: number;
  readonly allMs: number;
  readonly hits: number;
}

declare global {
  interface Window {
    benchSearch?: { startedAt?: number; firstAt?: number; allAt?: number };
  }
}

/** A filter by the beginning of a key over all rows of the log: the worker's own code in Node, and the page. */
export const filterKeys: Measure = {
  name: 'filter',
  title: 'Filtering by the beginning of a key',
  run: async ({ size, seed, rounds }) => {
    const file = await realisticLog(size, seed);
    const source = await openFileSource(file.path);
    const index = await scanWhole(source, 'shard-1.aof', null);
    const expected = countPlainly(index);
    const inNode: Search[] = [];
    await timeRounds(
      {
        filter: () =>
          timed(async () => {
            const filter = new RowFilter(source, index);
            filter.scanEnded();
            inNode.push(await searchInNode(filter));
          }),
      },
      rounds,
    );
    await source.close();
    const inPage = await withBrowser(async ({ browser, address }) => {
      const { page, cdp, close } = await visit(browser, address);
      await openByDrop({ page, cdp, close }, file.path);
      const searches: Search[] = [];
      for (let round = 0; round <= rounds; round++) searches.push(await searchInPage(page));
      await close();
      return searches;
    });
    for (const { hits } of [...inNode, ...inPage])
      if (hits !== expected) throw new Error(`the filter found ${hits} rows, a plain loop ${expected}`);
    const of = (searches: readonly Search[], what: 'firstMs' | 'allMs'): number[] =>
      searches.slice(1).map((search) => search[what]);
    const rows = `${(file.records / 1e6).toFixed(1)} million records`;
    return [
      figure(
        'filter.first',
        `Filter by key over ${rows}: first hits on screen`,
        'ms',
        of(inPage, 'firstMs'),
        atMost(50),
      ),
      figure('filter.all', 'The same, complete on screen', 'ms', of(inPage, 'allMs'), atMost(500)),
      figure('filter.node.first', 'The same in Node: first hits', 'ms', of(inNode, 'firstMs')),
      figure('filter.node.all', 'The same in Node: complete', 'ms', of(inNode, 'allMs')),
    ];
  },
};

/** How many rows a loop over them finds that knows nothing of queries. */
function countPlainly({ rows, keys }: FileIndex): number {
  const wanted = encodeUtf8(PREFIX);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    const key = rows.key(rowIndex(row));
    if (key === NO_KEY) continue;
    const bytes = keys.bytesOf(key);
    if (bytes.length >= wanted.length && wanted.every((byte, i) => bytes[i] === byte)) count++;
  }
  return count;
}

async function searchInNode(filter: RowFilter): Promise<Search> {
  const started = performance.now();
  let firstMs = Number.NaN;
  let hits = 0;
  await filter.filter({ text: QUERY, caseSensitive: false }, ({ found }) => {
    if (hits === 0 && found.length > 0) firstMs = performance.now() - started;
    hits += found.length;
  });
  return { firstMs, allMs: performance.now() - started, hits };
}

/** Writes the query as one paste would, watches the frames that follow, and takes it out again. */
async function searchInPage(page: Page): Promise<Search> {
  await page.evaluate(watchSearch);
  const box = page.getByRole('combobox', { name: 'Filter rows' });
  await box.fill(QUERY);
  await page.waitForFunction(() => window.benchSearch?.allAt !== undefined, null, { polling: 50 });
  const search = (await page.evaluate(() => window.benchSearch)) as Required<typeof window.benchSearch>;
  const told = await page.locator('.filter-count').innerText();
  await box.fill('');
  await page.locator('.filter-bar').waitFor({ state: 'detached' });
  const { startedAt = Number.NaN, firstAt = Number.NaN, allAt = Number.NaN } = search ?? {};
  return {
    firstMs: firstAt - startedAt,
    allMs: allAt - startedAt,
    hits: Number(told.split(' of ')[0]?.replaceAll(/\D/g, '')),
  };
}

/** Runs in the page: when the first hits stand in the table, and when their count is said to be final. */
function watchSearch(): void {
  const seen: NonNullable<typeof window.benchSearch> = {};
  window.benchSearch = seen;
  const watch = (): void => {
    const counted = document.querySelector('.filter-count')?.textContent ?? '';
    const row = document.querySelector(
      '.records-canvas [role="row"][aria-busy="false"]:not(.record-row-unseen)',
    );
    if (/^[1-9]/.test(counted) && row !== null) seen.firstAt ??= performance.now();
    const final = document.querySelector('.filter-bar [role="status"]')?.textContent ?? '';
    if (final !== '') seen.allAt = performance.now();
    else requestAnimationFrame(watch);
  };
  addEventListener(
    'input',
    () => {
      seen.startedAt = performance.now();
      requestAnimationFrame(watch);
    },
    { capture: true, once: true },
  );
}
