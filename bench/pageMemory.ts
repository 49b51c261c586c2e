import { readFile } from 'node:fs/promises';
import type { Browser, CDPSession } from '@playwright/test';
import { attachToWorkers } from './workerSessions.ts';

/** Megabytes (10^6 bytes). */
export interface PageMemory {
  /** JavaScript objects and typed arrays of the page and of its workers. */
  readonly heaps: number;
  /** What the page's process holds that is nobody else's, Chromium's own included; null where that can't be told. */
  readonly whole: number | null;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
}

const megabytes = (bytes: number): number => bytes / 1e6;

/** What the page holds once garbage is collected. */
export async function measureMemory(browser: Browser, cdp: CDPSession): Promise<PageMemory> {
  const heaps = [await heapOfPage(cdp), ...(await heapsOfWorkers(cdp))];
  return {
    heaps: megabytes(heaps.reduce((sum, heap) => sum + heap, 0)),
    whole: process.platform === 'linux' ? megabytes(await largestRenderer(browser)) : null,
  };
}

const total = ({ usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 }: HeapUsage): number =>
  usedSize + embedderHeapUsedSize + backingStorageSize;

async function heapOfPage(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return total(await cdp.send('Runtime.getHeapUsage'));
}

async function heapsOfWorkers(cdp: CDPSession): Promise<number[]> {
  const heaps: number[] = [];
  for (const worker of await attachToWorkers(cdp)) {
    await worker.ask('HeapProfiler.collectGarbage');
    heaps.push(total((await worker.ask('Runtime.getHeapUsage')) as HeapUsage));
  }
  return heaps;
}

/** Anonymous memory of the renderer that has most of it: the page's, where only one page is open. */
async function largestRenderer(browser: Browser): Promise<number> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const sizes = await Promise.all(
    renderers.map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    }),
  );
  return Math.max(0, ...sizes);
}
