import type { CDPSession, Page } from '@playwright/test';
import { type BenchFile, tinyRecords } from './benchFiles.ts';
import { type BrowserSession, withBrowser } from './browserSession.ts';
import { atLeast, atMost, type Figure, figure, median } from './figure.ts';
import type { Measure } from './measure.ts';
import { openByDrop, visit } from './pageVisit.ts';

const RECORDS = 10_000_000;
/** Pixels a second, both ways: a brisk turn of the wheel. */
const SPEED = 4000;
const DISTANCE = 12_000;
const ROW_HEIGHT = 24;

interface Scroll {
  /** Milliseconds between one frame and the next. */
  readonly frames: readonly number[];
  /** Frames in which a row in view was not there yet. */
  readonly pending: number;
}

declare global {
  interface Window {
    benchScroll?: { frames: number[]; pending: number; farthest: number; stop: boolean };
  }
}

/** Scrolling through ten million rows, with the smoothness that the compositor reports. */
export const pageScroll: Measure = {
  name: 'scroll',
  title: 'Scrolling through 10 million rows',
  run: async ({ rounds }) => {
    const file = await tinyRecords(RECORDS);
    const scrolls = await withBrowser((session) => scrollThrough(session, file, rounds));
    return figures(scrolls);
  },
};

async function scrollThrough(
  { browser, address }: BrowserSession,
  file: BenchFile,
  rounds: number,
): Promise<Scroll[]> {
  const open = await visit(browser, address);
  await openByDrop(open, file.path);
  const scrolls: Scroll[] = [];
  for (let round = 0; round <= rounds; round++) {
    const scroll = await scrollOnce(open.page, open.cdp);
    // The first lets the compiler settle, as elsewhere.
    if (round > 0) scrolls.push(scroll);
  }
  await open.close();
  return scrolls;
}

async function scrollOnce(page: Page, cdp: CDPSession): Promise<Scroll> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], pending: 0, farthest: 0, stop: false };
    window.benchScroll = seen;
    let last = performance.now();
    const frame = (now: number): void => {
      seen.frames.push(now - last);
      last = now;
      const busy = document.querySelectorAll(
        '.records-canvas [role="row"][aria-busy="true"]:not(.record-row-unseen)',
      );
      if (busy.length > 0) seen.pending += 1;
      const row = document.querySelector<HTMLElement>('.records-canvas [role="row"]:not(.record-row-unseen)');
      seen.farthest = Math.max(seen.farthest, Number(row?.dataset.position ?? 0));
      if (!seen.stop) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const gesture = { x: 500, y: 600, speed: SPEED, gestureSourceType: 'mouse' as const };
  for (const yDistance of [-DISTANCE, DISTANCE]) {
    await cdp.send('Input.synthesizeScrollGesture', { ...gesture, yDistance });
  }
  const seen = await page.evaluate(() => {
    const { benchScroll } = window;
    if (benchScroll === undefined) throw new Error('nothing was observed');
    benchScroll.stop = true;
    return benchScroll;
  });
  if (seen.farthest * ROW_HEIGHT < DISTANCE / 2) throw new Error(`only ${seen.farthest} rows were scrolled`);
  // The first interval began before the scrolling did.
  return { frames: seen.frames.slice(1), pending: seen.pending };
}

function figures(scrolls: readonly Scroll[]): Figure[] {
  return [
    figure(
      'scroll.fps',
      'Frames a second, median, scrolling 10 million rows',
      'fps',
      scrolls.map(({ frames }) => 1000 / median(frames)),
      atLeast(59),
    ),
    figure(
      'scroll.worst',
      'Longest frame while scrolling',
      'ms',
      scrolls.map(({ frames }) => Math.max(...frames)),
      atMost(50),
    ),
    figure(
      'scroll.pending',
      'Frames with a row not there yet',
      '%',
      scrolls.map(({ frames, pending }) => (100 * pending) / frames.length),
    ),
  ];
}
