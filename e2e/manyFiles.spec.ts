import { madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { tinyRecords } from './support/tinyRecords.ts';
import { count } from './support/words.ts';

/** The first file takes a moment to be read again. */
const RECORDS = 1_000_000;
const IN_OTHERS = 300_000;

test('of ten files the indexes that were used longest ago are given up, and made again with all that was chosen', async ({
  app,
  page,
}, testInfo) => {
  // A computer with very little memory: the indexes of two of the smaller files fit, three don't.
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 0.1 }));
  await app.reload();
  const names = Array.from('abcdefghij', (letter) => `${letter}.aof`);
  const [first = '', ...others] = names.map((name, i) =>
    madeFile(testInfo, name, tinyRecords(i === 0 ? RECORDS : IN_OTHERS).bytes),
  );
  const note = page.getByText('Index released to save memory; reading again…');
  const found = `${count(RECORDS / 10)} of ${count(RECORDS + 1)} rows`;

  await app.open(first);
  await app.goTo(String(RECORDS - 5));
  await app.filterBox.fill('key:k5');
  await expect(page.locator('.filter-count')).toHaveText(found);
  await app.drop(...others);
  await expect(app.tabs.getByRole('listitem')).toHaveCount(10);
  await app.read('b.aof');
  // Each worker holds an index; one that is given up ends with it.
  await expect(async () => {
    for (const name of names)
      await expect(app.tab(name)).not.toHaveAccessibleName(/being read/, { timeout: 100 });
    expect(page.workers().length).toBeLessThanOrEqual(3);
  }).toPass();
  await expect(note).toBeHidden();

  await app.tab('a.aof').click();
  await expect(note).toBeVisible();
  await app.read('a.aof');
  await expect(note).toBeHidden();
  await expect(page.locator('.filter-count')).toHaveText(found);
  // The last of the rows that are listed, below the column heads.
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', String(RECORDS / 10 + 1));
  await expect(app.selectedRecord).toContainText(count(RECORDS - 5));

  // What was looked at just before is still there.
  await app.tab('b.aof').click();
  await app.read('b.aof');
  await app.tab('a.aof').click();
  await expect(app.selectedRecord).toContainText(count(RECORDS - 5));
  await expect(note).toBeHidden();
});
