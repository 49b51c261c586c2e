import type { Browser } from '@playwright/test';
import { openByDrop, SETTLED_MS, scanned, visit } from './pageVisit.ts';
import { lookAtProcessors, spentBetween, type ThreadTime } from './processorTime.ts';
import { type ReadingWay, readByDrop, visitReading } from './readingPage.ts';
import { profileWorkers } from './workerProfile.ts';

/** How long something took, in ms, and what each thread of the browser took meanwhile. */
export interface Watched {
  readonly ms: number;
  readonly threads: readonly ThreadTime[];
}

/** What the workers did while a file was scanned, in ms by layers of the source; and how long that took when sampled. */
export interface Profiled {
  readonly ms: number;
  readonly groups: ReadonlyMap<string, number>;
}

/** Merely reading a file, on a page of its own. */
export async function watchReading(browser: Browser, path: string, way: ReadingWay): Promise<Watched> {
  const reading = await visitReading(browser, way);
  await reading.page.waitForTimeout(SETTLED_MS);
  const threadsSince = await watchThreads(browser);
  const ms = await readByDrop(reading, path);
  const threads = await threadsSince();
  await reading.close();
  return { ms, threads };
}

/** Scanning a file that is dropped on the built page. What the page makes of it afterwards isn't watched. */
export async function watchScan(browser: Browser, address: string, path: string): Promise<Watched> {
  const open = await visit(browser, address);
  const threadsSince = await watchThreads(browser);
  const [{ scanMs }, threads] = await Promise.all([openByDrop(open, path), scanned(open).then(threadsSince)]);
  await open.close();
  return { ms: scanMs, threads };
}

/** The same, sampling the workers. */
export async function profileScan(browser: Browser, address: string, path: string): Promise<Profiled> {
  const open = await visit(browser, address);
  let ms = 0;
  const groups = await profileWorkers(open.cdp, async () => {
    ms = (await openByDrop(open, path)).scanMs;
  });
  await open.close();
  return { ms, groups };
}

/** Resolves to what tells, once, what each thread took since. */
async function watchThreads(browser: Browser): Promise<() => Promise<ThreadTime[]>> {
  const cdp = await browser.newBrowserCDPSession();
  const before = await lookAtProcessors(cdp);
  return async () => {
    const threads = spentBetween(before, await lookAtProcessors(cdp));
    await cdp.detach();
    return threads;
  };
}
