// npm run screenshots: the pictures in docs/, taken of the built page in a real Chromium. The same page gives the same
// pictures: fixed samples, no clock, no animation.
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { ROOT } from '../scripts/project.mjs';
import { withBrowser } from './browserSession.ts';
import { palettePng } from './palettePng.ts';

type Theme = 'dark' | 'light';

/** What to do on the empty page before the picture is taken. */
interface Scene {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly act: (page: Page) => Promise<void>;
}

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const DOCS = join(ROOT, 'docs');

const openSample = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('button', { name: title }).first().click();
  await page.locator('.verdict-strip:not(.verdict-strip-reading)').waitFor();
  await page.locator('.record-row[aria-busy="false"]').first().waitFor();
};
const showView = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();
/** Moves the table by so many rows: down, or up where it is negative. */
const scrollRows = async (page: Page, rows: number): Promise<void> => {
  await page.locator('.records-canvas').hover();
  await page.mouse.wheel(0, rows * 24);
  await page.waitForTimeout(200);
};
const selectRow = async (page: Page, row: number): Promise<void> => {
  await page.locator(`.record-row[data-position="${row}"]`).click();
  await page.getByRole('row', { selected: true }).waitFor();
};

const SCENES: readonly Scene[] = [
  { name: 'empty', size: WIDE, act: async () => {} },
  {
    name: 'healthy',
    size: WIDE,
    act: async (page) => {
      await openSample(page, 'Healthy log');
      await scrollRows(page, 11);
      await selectRow(page, 19);
    },
  },
  {
    name: 'damaged',
    size: WIDE,
    act: async (page) => {
      await openSample(page, 'Silent loss');
      await page.keyboard.press('e');
      await page.getByRole('row', { selected: true }).waitFor();
    },
  },
  { name: 'encrypted', size: WIDE, act: (page) => openSample(page, 'Encrypted log') },
  {
    name: 'faults',
    size: WIDE,
    act: async (page) => {
      await openSample(page, 'Sent as text');
      await showView(page, 'Faults');
      await page.locator('.fault-card-main').first().waitFor();
    },
  },
  {
    name: 'repair',
    size: WIDE,
    act: async (page) => {
      await openSample(page, 'Overwritten page');
      await showView(page, 'Repair');
      await page.locator('.step-card').first().waitFor();
    },
  },
  {
    name: 'keys',
    size: WIDE,
    act: async (page) => {
      await openSample(page, 'Overwritten page');
      await showView(page, 'Keys');
      await page
        .getByRole('grid', { name: /^Keys of / })
        .getByRole('row')
        .nth(3)
        .click();
      await page.getByRole('button', { name: 'Follow in the timeline' }).waitFor();
    },
  },
  {
    name: 'timeline',
    size: WIDE,
    act: async (page) => {
      await openSample(page, 'Healthy log');
      await page.locator('.record-row', { hasText: 'HSET' }).first().click();
      await page.getByRole('row', { selected: true }).waitFor();
      await page.keyboard.press('t');
      await page.getByRole('region', { name: /^Timeline/ }).waitFor();
      await page.locator('.plot-line').waitFor();
    },
  },
  {
    name: 'recovery',
    size: WIDE,
    act: async (page) => {
      await openSample(page, 'Flipped bit');
      await showView(page, 'Recovery');
      // What the clock says is the only thing in it that no two days share.
      await page.getByLabel('The server starts at (UTC)').fill('2026-01-01T00:00:00');
      await page.getByRole('region', { name: /would be different$/ }).waitFor();
    },
  },
  { name: 'narrow-empty', size: NARROW, act: async () => {} },
  {
    name: 'narrow-records',
    size: NARROW,
    act: async (page) => {
      await openSample(page, 'Silent loss');
      await page.keyboard.press('e');
      await page.getByRole('row', { selected: true }).waitFor();
    },
  },
  {
    name: 'narrow-repair',
    size: NARROW,
    act: async (page) => {
      await openSample(page, 'Silent loss');
      await showView(page, 'Repair');
      await page.locator('.step-card').first().waitFor();
    },
  },
];

async function take(browser: Browser, address: string, scene: Scene, theme: Theme): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: scene.size,
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('button', { name: 'Healthy log' }).waitFor();
  await scene.act(page);
  // No pointer over anything, and nothing of the time that it took.
  await page.mouse.move(0, 0);
  await page.locator('.status-bar-extra', { hasText: /^Read in/ }).evaluateAll((notes) => {
    for (const note of notes) (note as HTMLElement).style.display = 'none';
  });
  // What was asked of the worker has been answered, and drawn.
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.waitForTimeout(400);
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await context.close();
  return palettePng(picture);
}

for (const name of await readdir(DOCS)) {
  if (name.endsWith('.png')) await rm(join(DOCS, name));
}
const total = await withBrowser(async ({ browser, address }) => {
  let bytes = 0;
  for (const scene of SCENES) {
    for (const theme of ['dark', 'light'] as const) {
      const picture = await take(browser, address, scene, theme);
      const name = `${scene.name}-${theme}.png`;
      await writeFile(join(DOCS, name), picture);
      console.log(`docs/${name}: ${Math.round(picture.length / 1024)} KiB`);
      bytes += picture.length;
    }
  }
  return bytes;
});
console.log(`${Math.round(total / 1024)} KiB in all`);
// The page's server would keep the process alive.
process.exit(0);
