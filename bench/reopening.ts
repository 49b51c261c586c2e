import type { Browser } from '@playwright/test';
import { realisticLog } from './benchFiles.ts';
import { withBrowser } from './browserSession.ts';
import { atMost, figure } from './figure.ts';
import type { Measure } from './measure.ts';
import { measureMemory } from './pageMemory.ts';
import { openByDrop, type Visit, visit } from './pageVisit.ts';

const TIMES = 10;
/** What is made once and kept, code above all, is there after so many. */
const WARM_UP = 3;
const LARGEST = 64 << 20;

/** What opening and closing a file ten times leaves behind. */
export const reopening: Measure = {
  name: 'reopen',
  title: 'Opening and closing a log ten times',
  run: async ({ size, seed }) => {
    const file = await realisticLog(Math.min(size, LARGEST), seed);
    const { before, open, after } = await withBrowser(async ({ browser, address }) => {
      const page = await visit(browser, address);
      for (let time = 0; time < WARM_UP; time++) await openAndClose(page, file.path);
      const before = await restingHeap(browser, page);
      for (let time = 1; time < TIMES; time++) await openAndClose(page, file.path);
      await openByDrop(page, file.path);
      const open = await restingHeap(browser, page);
      await close(page);
      const after = await restingHeap(browser, page);
      await page.close();
      return { before, open, after };
    });
    return [
      figure(
        'reopen.left',
        'Heap after ten opens and closes, above that before',
        'MB',
        [after - before],
        atMost(1),
      ),
      figure('reopen.open', 'The same while it is open', 'MB', [open - before]),
    ];
  },
};

async function openAndClose(open: Visit, path: string): Promise<void> {
  await openByDrop(open, path);
  await close(open);
}

async function close({ page }: Visit): Promise<void> {
  await page.getByRole('button', { name: /^Close / }).click();
  await page.getByRole('button', { name: /^Drop files here/ }).waitFor();
}

/** Of the page and of whatever workers there are. A session of its own: an older one has told of its workers already. */
async function restingHeap(browser: Browser, { page }: Visit): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  const { heaps } = await measureMemory(browser, cdp);
  await cdp.detach();
  return heaps;
}
