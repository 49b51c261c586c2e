import { appendFileSync, renameSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { everySecondDamaged } from './support/damagedLogs.ts';
import { copyOf, emberFile, madeFile } from './support/emberFile.ts';
import { chooseInSavePicker, readPrivateFile, removePickers } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

const before = emberFile('intact/base-medium.aof');
const after = emberFile('damaged/flip-value.aof');

/** The page looks after its files every few seconds. */
const NOTICED = { timeout: 60_000 };

/** As another program would a minute later: browsers tell a change by its time, to the second. */
function rewrite(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes);
  const later = Date.now() / 1000 + 60;
  utimesSync(path, later, later);
}

test('a file that changes while it is open is told, and read anew when the user says so', async ({
  app,
}, testInfo) => {
  const path = copyOf(testInfo, before, 'shard-3.aof');
  const beside = emberFile('intact/base.snap');
  await app.open(beside.path);
  await app.open(path);
  await app.goTo('200');
  rewrite(path, after.bytes);

  await expect(app.alert).toContainText('shard-3.aof has changed on the disk since it was opened.', NOTICED);
  await expect(app.alert).toContainText('What is shown may be out of date.');
  // What was read of it stays.
  await expect(app.headline).toHaveText(/^Ember 0\.4\.9 loads all 379 records\.$/);
  await app.alert.getByRole('button', { name: 'Reload' }).click();
  await expect(app.headline).toHaveText(/would recover 33 of 76 records from this log\.$/);
  await expect(app.alert).toBeHidden();

  await app.tab(beside.name).click();
  await expect(app.headline).toHaveText(/^Ember 0\.4\.9 loads all 36 entries\.$/);
});

test('a file that grows or shrinks while it is read is told at the end of the reading at the latest', async ({
  app,
}, testInfo) => {
  // Slow to read: every second record has to be put right by its checksum.
  const log = everySecondDamaged(before, 300);
  const path = madeFile(testInfo, 'shard-3.aof', log);
  const later = (): void => {
    const time = Date.now() / 1000 + 60;
    utimesSync(path, time, time);
  };
  await app.drop(path);
  await expect(app.verdict.getByRole('progressbar')).toBeVisible();
  appendFileSync(path, after.bytes);
  later();
  await expect(app.alert).toContainText(/changed on (the )?disk/, NOTICED);

  await app.alert.getByRole('button', { name: 'Reload' }).click();
  await expect(app.verdict.getByRole('progressbar')).toBeVisible();
  truncateSync(path, 5);
  later();
  await expect(app.alert).toContainText(/changed on (the )?disk/, NOTICED);
  await app.alert.getByRole('button', { name: 'Reload' }).click();
  await expect(app.headline).toHaveText(/^Ember 0\.4\.9 loads this log; it holds no records\.$/);
  await expect(app.alert).toBeHidden();
});

test('a file without a handle has to be dropped again, and then takes its old tab’s place', async ({
  app,
  page,
}, testInfo) => {
  const path = copyOf(testInfo, before, 'shard-3.aof');
  await removePickers(page);
  const chooser = page.waitForEvent('filechooser');
  await app.openTarget.click();
  await (await chooser).setFiles(path);
  await app.read('shard-3.aof');
  rewrite(path, after.bytes);
  await expect(app.alert).toContainText('has changed on the disk', NOTICED);
  await expect(app.alert).toContainText('Drop the file here again to read its present version.');
  await expect(app.alert.getByRole('button', { name: 'Reload' })).toBeHidden();
  await app.alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(app.alert).toBeHidden();
});

test('a file that vanishes is told, and can be read again once it is back', async ({ app }, testInfo) => {
  const path = copyOf(testInfo, before, 'shard-3.aof');
  await app.open(path);
  renameSync(path, `${path}.moved`);
  await expect(app.alert).toContainText('shard-3.aof is no longer where it was.', NOTICED);
  const reload = app.alert.getByRole('button', { name: 'Reload' });
  await reload.click();
  await expect(app.alert).toContainText('shard-3.aof is no longer where it was.');

  renameSync(`${path}.moved`, path);
  await reload.click();
  await expect(app.alert).toBeHidden();
  await expect(app.headline).toHaveText(/^Ember 0\.4\.9 loads all 379 records\.$/);
  unlinkSync(path);
});

test('dropping it again reads the version that is there now, in the same tab', async ({ app }, testInfo) => {
  const path = copyOf(testInfo, before, 'shard-3.aof');
  await app.open(path);
  rewrite(path, after.bytes);
  await app.drop(path);
  await expect(app.headline).toHaveText(/would recover 33 of 76 records from this log\.$/);
  await expect(app.tabs.getByRole('listitem')).toHaveCount(1);
});

test('saving a repair of a file that has changed writes nothing', async ({ app, page }, testInfo) => {
  const path = copyOf(testInfo, after, 'shard-3.aof');
  await app.open(path);
  await app.show('Repair');
  await expect(page.getByRole('button', { name: 'Save repaired copy…' })).toBeEnabled();
  rewrite(path, before.bytes);
  await chooseInSavePicker(page);
  await page.getByRole('button', { name: 'Save repaired copy…' }).click();
  const outcome = page.getByRole('region', { name: 'Save' });
  await expect(outcome).toContainText(/changed on (the )?disk/);
  await expect(outcome).not.toContainText('Saved and checked');
  const written = await readPrivateFile(page, 'shard-3.repaired.aof');
  expect(written?.length ?? 0).toBe(0);
});
