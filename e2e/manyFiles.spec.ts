import { madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { tinyRecords } from './support/tinyRecords.ts';
import { count } from './support/words.ts';

test('the index that was used longest ago is given up for others, and made again with all that was chosen', async ({
  app,
  page,
}, testInfo) => {
  // A computer with very little memory: the indexes of two of these files fit, three don't.
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 0.25 }));
  await app.reload();
  const { bytes } = tinyRecords(1_000_000);
  const [first = '', ...others] = ['a.aof', 'b.aof', 'c.aof'].map((name) => madeFile(testInfo, name, bytes));
  const note = page.getByText('Index released to save memory; reading again…');

  await app.open(first);
  await app.goTo('999995');
  await app.filterBox.fill('key:k5');
  await expect(page.locator('.filter-count')).toHaveText(`${count(100_000)} of ${count(1_000_001)} rows`);
  for (const other of others) await app.open(other);
  await expect(note).toBeHidden();

  await app.tab('a.aof').click();
  await expect(note).toBeVisible();
  await app.read('a.aof');
  await expect(note).toBeHidden();
  await expect(page.locator('.filter-count')).toHaveText(`${count(100_000)} of ${count(1_000_001)} rows`);
  // The last of the rows that are listed, below the column heads.
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', String(100_000 + 1));
  await expect(app.selectedRecord).toContainText('999,995');

  // What was used last is still there.
  await app.tab('c.aof').click();
  await app.read('c.aof');
  await expect(note).toBeHidden();
});
