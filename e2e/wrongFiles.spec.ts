import { mkdirSync, writeFileSync } from 'node:fs';
import { fixtureKey } from '../test/support/keyFixtures.ts';
import type { AppPage } from './support/AppPage.ts';
import { everySecondDamaged } from './support/damagedLogs.ts';
import { emberFile, fixturePath, madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { count, offset } from './support/words.ts';

const healthy = emberFile('intact/base-medium.aof');
/** The first bytes of a picture. */
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000040000000400806000000', 'hex');

/** Whatever the file in front is: the page goes on, and the file beside it is as it was. */
async function expectOtherTabUntouched(app: AppPage): Promise<void> {
  await app.tab(healthy.name).click();
  await app.read(healthy.name);
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 loads all ${count(healthy.expected.ember.count)} records.`,
  );
  await app.goTo('100');
  await expect(app.selectedRow).toContainText(offset(healthy.expected.records?.[100]?.at ?? -1));
}

test.beforeEach(async ({ app }) => {
  await app.open(healthy.path);
});

test('an empty file', async ({ app, page }) => {
  const file = emberFile('damaged/zero-length.aof');
  await app.drop(file.path);
  await expect(page.getByRole('heading', { name: 'The file is empty: 0 bytes.' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(`${file.name}, 0 B`);
  await expect(page.getByRole('main')).toContainText('There is no data in it.');
  await expect(page.getByRole('button', { name: 'Open another file' })).toBeVisible();
  await expectOtherTabUntouched(app);
});

test('a file of three bytes', async ({ app }) => {
  const file = emberFile('damaged/trunc-3-bytes.aof');
  await app.open(file.path);
  await expect(app.headline).toHaveText('Ember 0.4.9 would read nothing from this log.');
  await expect(app.verdict).toContainText(`It refuses the file with ${file.expected.ember.error}.`);
  await expect(app.verdict).toContainText('No intact record was found in it.');
  await app.repairButton.click();
  await expect(app.page.getByText('No plan can be made for this file.')).toBeVisible();
  await expectOtherTabUntouched(app);
});

test('a picture', async ({ app, page }, testInfo) => {
  await app.drop(madeFile(testInfo, 'holiday.png', PNG));
  await expect(page.getByRole('heading', { name: 'This is no file that Shardscope knows.' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Its first bytes are neither EAOF nor ESNP');
  await page.getByRole('button', { name: 'Close this tab' }).click();
  await expectOtherTabUntouched(app);
});

test('a picture under the name of a log', async ({ app }, testInfo) => {
  await app.open(madeFile(testInfo, 'shard-0.aof', PNG));
  await expect(app.headline).toHaveText('Ember 0.4.9 would read nothing from this log.');
  await expect(app.verdict).toContainText('invalid magic bytes');
  await app.show('Faults');
  await expect(app.faults).toContainText('No log header');
  await expectOtherTabUntouched(app);
});

for (const path of ['damaged/header-version-99.aof', 'damaged/snap-header-version-99.snap']) {
  test(`a version from the future: ${path}`, async ({ app }) => {
    const file = emberFile(path);
    const what = file.expected.format === 'aof' ? 'log' : 'snapshot';
    await app.open(file.path);
    await expect(app.headline).toHaveText(`Ember 0.4.9 would read nothing from this ${what}.`);
    expect(file.expected.ember.error).toContain('99');
    await expect(app.verdict).toContainText(`It refuses the file with ${file.expected.ember.error}.`);
    await expectOtherTabUntouched(app);
  });
}

for (const path of ['keys/key.hex', 'keys/key.raw']) {
  test(`a key in place of a data file: ${path}`, async ({ app, page }) => {
    await app.drop(fixturePath(path));
    await expect(page.getByRole('heading', { name: /^This looks like an encryption key/ })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('Nothing was kept of it.');
    await expectOtherTabUntouched(app);
  });
}

test('a folder without shards in it', async ({ app, page }, testInfo) => {
  const folder = testInfo.outputPath('photos');
  mkdirSync(folder);
  await app.drop(folder);
  await expect(page.getByRole('main')).toContainText('“photos” holds no shards.There is no file in it.');
  mkdirSync(testInfo.outputPath('photos/data'));
  writeFileSync(testInfo.outputPath('photos/one.png'), PNG);
  await app.drop(folder);
  await expect(page.getByRole('main')).toContainText(
    'Its one file is not called shard-N.aof or shard-N.snap. Subfolders were not looked into: data.',
  );
  await expect(app.tabs.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Close photos' }).click();
  await expectOtherTabUntouched(app);
});

/** Numbers that nobody may allocate by: half a GiB, four billion elements, four billion entries. */
const ABSURD = [
  'damaged/len-512mib.aof',
  'damaged/len-512mib-plus-1.aof',
  'damaged/len-ffffffff-value.aof',
  'damaged/count-ffffffff.aof',
  'damaged/snap-count-ffffffff.snap',
  'damaged/snap-entry-count-ffffffff.snap',
  'damaged/enc-len-ffffffff.aof',
  'damaged/craft-vadd-dim-65537.aof',
];
for (const path of ABSURD) {
  test(`an absurd length or count: ${path}`, async ({ app }) => {
    const file = emberFile(path);
    const { ember, key_file: keyFile } = file.expected;
    await app.open(file.path);
    if (keyFile !== null) await app.giveKey(Buffer.from(fixtureKey(keyFile) ?? []).toString('hex'));
    const dropped = count(ember.silently_dropped_tail_bytes ?? 0);
    await expect(app.verdict).toContainText(ember.error ?? `drops the last ${dropped} bytes`);
    await app.show('Faults');
    await expect(app.faultCards.first()).toBeVisible();
    await app.page.keyboard.press('e');
    await expect(app.selectedRecord.getByRole('heading').first()).toBeVisible();
    await expectOtherTabUntouched(app);
  });
}

test('a file of a hundred thousand faults', async ({ app, page }, testInfo) => {
  test.slow();
  const copies = 530;
  const damaged = (healthy.expected.records ?? []).filter(({ i }) => i % 2 === 1).length * copies;
  const held = (healthy.expected.records?.length ?? 0) * copies - damaged;
  expect(damaged).toBeGreaterThan(100_000);
  const path = madeFile(testInfo, 'many-faults.aof', everySecondDamaged(healthy, copies));
  await app.open(path);
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 would recover 1 of ${count(held + damaged)} records from this log.`,
  );
  await expect(page.getByRole('button', { name: `Damage, ${count(damaged)} faults` })).toBeVisible();

  await app.show('Faults');
  await expect(app.faultCards).toHaveCount(100);
  const pager = page.getByRole('navigation', { name: 'Pages of faults' });
  await expect(pager).toContainText(`1–100 of ${count(damaged)}`);
  await pager.getByRole('button', { name: 'Later' }).click();
  await expect(pager).toContainText(`101–200 of ${count(damaged)}`);
  await expect(app.faultCards).toHaveCount(100);

  await page.keyboard.press('e');
  await page.keyboard.press('Shift+E');
  await page.keyboard.press('Shift+E');
  await expect(app.selectedRecord.getByRole('heading').first()).toBeVisible();
  await app.show('Repair');
  await expect(page.getByRole('radio', { name: /^Drop/ })).toHaveAccessibleName(
    new RegExp(`keeps ${count(held)} records`),
    { timeout: 120_000 },
  );
  await expectOtherTabUntouched(app);
});
