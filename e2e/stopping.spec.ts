import { everySecondDamaged } from './support/damagedLogs.ts';
import { emberFile, madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { offset } from './support/words.ts';

const intact = emberFile('intact/base-medium.aof');
const RECORDS = intact.expected.records?.length ?? 0;

/** Slow to read: every second record has to be put right by its checksum. The first makes tens of MB. */
const COPIES = 1600;
const FEWER_COPIES = 530;

test('reading a large file can be stopped, and what was read stays', async ({ app, page }, testInfo) => {
  await app.drop(madeFile(testInfo, 'large.aof', everySecondDamaged(intact, COPIES)));
  // Rows are there long before the end.
  await expect(app.rows.getByRole('row').nth(5)).toContainText('0x');
  await expect(app.rows).toHaveAttribute('aria-rowcount', '-1');
  await expect(app.verdict.getByRole('progressbar', { name: 'Reading large.aof' })).toBeVisible();
  await app.verdict.getByRole('button', { name: 'Stop' }).click();

  await expect(app.headline).toHaveText(/^Reading stopped after .+ of 4\d MiB\.$/);
  await expect(app.verdict).toContainText('What a reader makes of the whole file is not known.');
  await expect(app.tab('large.aof')).toHaveAccessibleName(/reading was stopped/);
  const rows = Number(await app.rows.getAttribute('aria-rowcount'));
  expect(rows).toBeGreaterThan(100);
  expect(rows).toBeLessThan(RECORDS * COPIES);

  // It can be walked, searched and looked into.
  await page.keyboard.press('End');
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', String(rows));
  await expect(app.selectedRecord.getByRole('heading').first()).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('e');
  await expect(app.selectedRow).toContainText(offset(intact.expected.records?.[1]?.at ?? -1));
  // A plan for a part would cut off what nobody has looked at.
  await app.show('Repair');
  await expect(page.getByText('The scan did not reach the end of the file.')).toBeVisible();
});

test('what was stopped can be read whole after all, and the page is usable meanwhile', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await app.drop(madeFile(testInfo, 'large.aof', everySecondDamaged(intact, FEWER_COPIES)));
  await app.verdict.getByRole('button', { name: 'Stop' }).click();
  await expect(app.headline).toHaveText(/^Reading stopped/);
  await app.verdict.getByRole('button', { name: 'Read it whole' }).click();
  await expect(app.verdict.getByRole('progressbar')).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('j');
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', '3');
  await expect(app.selectedRecord.getByRole('heading', { name: 'Record 0' })).toBeVisible();
  await app.read('large.aof');
  await expect(app.headline).toHaveText(/^Ember 0\.4\.9 would recover 1 of 200,870 records from this log\.$/);
});

test('closing a file that is being read ends it, and the others go on', async ({ app, page }, testInfo) => {
  await app.drop(madeFile(testInfo, 'large.aof', everySecondDamaged(intact, COPIES)));
  await expect(app.verdict.getByRole('button', { name: 'Stop' })).toBeVisible();
  await app.open(intact.path);
  await page.getByRole('button', { name: 'Close large.aof' }).click();
  await expect(app.tabs.getByRole('listitem')).toHaveCount(1);
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${RECORDS} records.`);
});
