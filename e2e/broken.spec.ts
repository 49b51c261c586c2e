import type { Page } from '@playwright/test';
import { emberFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';

const log = emberFile('intact/base-small.aof');
const RECORDS = log.expected.ember.count;
const other = emberFile('intact/base.snap');

/** Brings down the only worker of the page, as an error in its code would, or a lack of memory. */
async function breakWorker(page: Page, of: 'mistake' | 'memory'): Promise<void> {
  const [worker] = page.workers();
  const closed = worker?.waitForEvent('close');
  await worker?.evaluate((reason) => {
    setTimeout(() => {
      throw reason === 'memory'
        ? new RangeError('Array buffer allocation failed')
        : new TypeError('x is undefined');
    });
  }, of);
  await closed;
}

test('a worker that dies is replaced, says so, and what was looked at stays', async ({ app, page }) => {
  await app.open(log.path);
  await page.keyboard.press('End');
  await expect(app.selectedRecord.getByRole('heading', { name: `Record ${RECORDS - 1}` })).toBeVisible();
  await breakWorker(page, 'mistake');
  await expect(
    page.getByText(`The reader of ${log.name} stopped and was started again. The file is being read anew.`),
  ).toBeVisible();
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${RECORDS} records.`);
  await expect(app.selectedRecord.getByRole('heading', { name: `Record ${RECORDS - 1}` })).toBeVisible();
  // Its rows come in again meanwhile.
  await expect(async () => {
    await app.rows.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    await expect(app.selectedRecord.getByRole('heading', { name: 'Record 0' })).toBeVisible({
      timeout: 2000,
    });
  }).toPass();
});

test('one that dies again and again is given up, and the other files go on', async ({ app, page }) => {
  await app.open(log.path);
  await app.filterBox.fill('value:"x"');
  await expect(page.locator('.filter-count')).toHaveText(/^\d+ of /);
  await breakWorker(page, 'memory');
  await expect(
    app.toast(
      `The reader of ${log.name} ran out of memory over what was asked of it, and was started again.`,
    ),
  ).toBeVisible();
  // It is not asked the same again.
  await expect(app.filterBox).toHaveValue('');
  for (let time = 0; time < 3; time++) {
    await expect.poll(() => page.workers().length).toBe(1);
    await breakWorker(page, 'memory');
  }
  await expect(
    app.alert.filter({ hasText: `The part of the page that reads ${log.name} stopped` }),
  ).toContainText('Array buffer allocation failed');
  // It may have been read whole before the worker died for the last time: then that still stands.
  const known = [`Reading ${log.name} failed`, `Ember 0.4.9 loads all ${RECORDS} records.`];
  expect(known).toContain(await app.headline.textContent());
  await app.open(other.path);
  await expect(app.headline).toHaveText(/^Ember 0\.4\.9 loads all/);

  await app.tab(log.name).click();
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${RECORDS} records.`);
});

test('a pane that fails says so in its place, and can be tried again', async ({ app, page, watch }) => {
  watch.expect(/no canvas today/);
  await page.evaluate(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    Object.assign(window, {
      mend: () => Object.assign(HTMLCanvasElement.prototype, { getContext }),
    });
    HTMLCanvasElement.prototype.getContext = () => {
      throw new Error('no canvas today');
    };
  });
  await app.open(log.path);
  const failed = page.getByRole('alert').filter({ hasText: 'failed to show the map of the file' });
  await expect(failed).toContainText('This is a fault of the page, not of your file.');
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${RECORDS} records.`);
  await page.keyboard.press('End');
  await expect(app.selectedRecord.getByRole('heading', { name: `Record ${RECORDS - 1}` })).toBeVisible();

  await page.evaluate(() => (window as unknown as { mend(): void }).mend());
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect(app.map).toBeVisible();
});
