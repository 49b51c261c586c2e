/*
 * The yardstick in the browser: a page of its own that does nothing but read a dropped file in a worker, in both of the
 * ways that the scan knows: by a stream into memory that is used again, and in slices of 16 MiB, three of them in
 * flight. It is no part of the project's page, whose content security policy would not let it run.
 */
import type { Browser } from '@playwright/test';
import { DEFAULT_WINDOWS } from '../src/scan/index.ts';
import { dropFile, type Visit } from './pageVisit.ts';

// A name that is not looked up: the request is answered here. A secure context, for the file's handle.
const ADDRESS = 'https://reading.invalid/';

/** How the file is read. */
export type ReadingWay = 'stream' | 'slices';

const WORKER = `
const readStream = async (file) => {
  const reader = file.stream().getReader({ mode: 'byob' });
  let bytes = new Uint8Array(1 << 20);
  for (;;) {
    const { done, value } = await reader.read(bytes);
    if (done) return;
    bytes = new Uint8Array(value.buffer);
  }
};
const readSlices = async (file, sliceBytes, inFlight) => {
  const reads = [];
  let next = 0;
  for (let done = 0; done < file.size; ) {
    while (reads.length < inFlight && next < file.size) {
      reads.push(file.slice(next, next + sliceBytes).arrayBuffer());
      next += sliceBytes;
    }
    done += (await reads.shift()).byteLength;
  }
};
self.onmessage = async ({ data: { file, way, sliceBytes, inFlight } }) => {
  const started = performance.now();
  await (way === 'stream' ? readStream(file) : readSlices(file, sliceBytes, inFlight));
  postMessage(performance.now() - started);
};`;

const html = (way: ReadingWay): string => `<!doctype html><title>Reading</title><script>
const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(WORKER)}])));
worker.onmessage = ({ data }) => { window.readMs = data; };
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', async (event) => {
  event.preventDefault();
  const handle = await event.dataTransfer.items[0].getAsFileSystemHandle();
  worker.postMessage({ file: await handle.getFile(), ...${JSON.stringify({ way, ...DEFAULT_WINDOWS })} });
});
</script>`;

/** A page that reads what is dropped on it. */
export async function visitReading(browser: Browser, way: ReadingWay): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: html(way) }));
  await page.goto(ADDRESS);
  return { page, cdp: await context.newCDPSession(page), close: () => context.close() };
}

/** How long Chromium takes to hand over the file, in ms. */
export async function readByDrop({ page, cdp }: Visit, path: string): Promise<number> {
  await dropFile(cdp, path);
  const read = await page.waitForFunction(() => (window as { readMs?: number }).readMs, null, {
    timeout: 600_000,
    polling: 50,
  });
  return (await read.jsonValue()) as number;
}

/** The same, on a page of its own. */
export async function readInBrowser(browser: Browser, path: string, way: ReadingWay): Promise<number> {
  const reading = await visitReading(browser, way);
  try {
    return await readByDrop(reading, path);
  } finally {
    await reading.close();
  }
}
