import { expectNoViolations } from './support/axe.ts';
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

test('what the commands of AiKv lead to: a key followed, its databases, what a repair brings back', async ({
  app,
  page,
}) => {
  await app.open(fixture('damaged/three-damages.aof'));
  await app.filterBox.fill('key:leaderboard* db:3');
  await app.filterBox.press('Enter');
  await expect(app.fields).toContainText('leaderboard:w');
  await app.rows.getByRole('row', { name: /73.24 kettle/ }).click();
  await page.keyboard.press('t');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const chart = timeline.getByRole('slider', { name: /^Records of leaderboard:w \(database 3\)/ });
  // The same name in database 0 has records of its own.
  await expect(chart).toHaveAttribute('aria-valuemax', '5');

  await app.show('Keys');
  const { keys } = app;
  await expect(keys.getByRole('columnheader', { name: 'DB' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('leaderboard db:3');
  await expect(keys.getByRole('row', { name: /leaderboard:w 3 zset/ })).toBeVisible();
  await expectNoViolations(page, 'the keys of a log of AiKv');

  await app.show('Recovery');
  const recovery = page.getByRole('region', { name: 'Recovery' });
  await expect(recovery).toContainText(
    'AiKv 0.1.0 holds 0 keys when it starts now. After the repair it would hold 25',
  );
  await expect(recovery.getByRole('region', { name: 'Now', exact: true })).toContainText(
    'AiKv 0.1.0 refuses the file, and loads nothing of it',
  );
  await expectNoViolations(page, 'what comes back of a log of AiKv');
  await recovery.getByRole('radio', { name: 'Commands' }).check();
  await chooseInSavePicker(page);
  await recovery.getByRole('button', { name: 'Export…' }).click();
  const saved = async (): Promise<string> =>
    Buffer.from((await readPrivateFile(page, 'three-damages.recovered.resp')) ?? []).toString();
  await expect.poll(saved).toContain('SELECT\r\n$1\r\n3\r\n');
});
