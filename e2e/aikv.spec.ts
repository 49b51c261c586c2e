import { madeFile } from './support/emberFile.ts';
import { chooseInSavePicker, readPrivateFile } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

const fixture = (path: string): string => `test/fixtures/redis/aikv/${path}`;

test('a damaged log of AiKv: what its reader does, the commands behind the damage, and a copy that it loads', async ({
  app,
  page,
}) => {
  await app.open(fixture('damaged/flip-star.aof'));
  await expect(app.headline).toHaveText('AiKv 0.1.0 would discard this whole log.');
  await expect(app.verdict).toContainText('Invalid AOF format: expected array, got: .4');
  await expect(app.verdict).toContainText('90 records can still be read from it.');
  await expect(app.rows.getByRole('columnheader', { name: 'DB' })).toBeVisible();
  await expect(app.rows.getByText('no checksum', { exact: true }).first()).toBeVisible();

  await app.filterBox.fill('key:leaderboard*');
  await app.filterBox.press('Enter');
  await expect(app.fields).toContainText('ZADD');
  await expect(app.fields).toContainText('leaderboard:w');

  await app.repairButton.click();
  await page.getByRole('radio', { name: /^Salvage/ }).check();
  await expect(page.getByRole('radio', { name: /^Salvage/ })).toHaveAccessibleName(/keeps 90 records/);
  await chooseInSavePicker(page);
  await page.getByRole('button', { name: 'Save repaired copy…' }).click();
  await expect(page.getByRole('region', { name: 'Save', exact: true })).toContainText(/Saved and checked: /);
  expect(await readPrivateFile(page, 'flip-star.repaired.aof')).toHaveLength(5448);
  await page.getByRole('button', { name: 'Open the repaired file' }).click();
  await app.read('flip-star.repaired.aof');
  await expect(app.headline).toHaveText('AiKv 0.1.0 loads all 90 records.');
  await expect(app.verdict).toContainText('This format keeps no checksums');
});

test('an RDB of AiKv shows databases and dates; one of Redis says what can’t be shown', async ({
  app,
  page,
}, testInfo) => {
  await app.open(fixture('rdb/databases.rdb'));
  await expect(app.headline).toHaveText('AiKv 0.1.0 loads all 33 entries.');
  await app.goTo('#0');
  await expect(app.fields).toContainText('2286-11-20T17:46:39.999Z');
  await expect(app.rows).toContainText('2286-11-20');
  await expect(app.rows).toContainText('database 300');

  await app.drop(madeFile(testInfo, 'dump.rdb', Buffer.from('REDIS0011\u00fa\u0009redis-ver', 'latin1')));
  await expect(
    page.getByRole('heading', { name: /^This is an RDB snapshot of Redis or Valkey/ }),
  ).toBeVisible();
  await expect(page.getByText(/only the strings of AiKv are read/)).toBeVisible();
});
