import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { runCommand } from '../test/support/commandLine.ts';
import { expectNoViolations } from './support/axe.ts';
import { fixturePath } from './support/emberFile.ts';
import { chooseInSavePicker, readPrivateFile, removePickers } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

/** The clock in the page and on the command line. */
const CLOCK = '1790000000000';
const FIELD_CLOCK = '2026-09-21T13:33:20';

/** What the page exports to a file of this name. */
async function exported(page: Page, which: 'After the repair' | 'Now', name: string): Promise<string> {
  const panel = page.getByRole('region', { name: 'Export' });
  await panel.getByRole('radio', { name: which, exact: true }).check();
  await chooseInSavePicker(page, name);
  await panel.getByRole('button', { name: 'Export…' }).click();
  await expect(panel.getByRole('status').filter({ hasText: `Saved ${name}` })).toBeVisible();
  return (await readPrivateFile(page, name))?.toString('utf8') ?? '';
}

const printed = async (folder: string, ...options: string[]): Promise<string> =>
  (await runCommand('recover', folder, '--shard', '0', '--at', CLOCK, ...options)).stdout;

test('one shard of four is damaged: found, its lost keys seen, exported, repaired, and seen to be back', async ({
  app,
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('ember-data');
  mkdirSync(folder);
  for (const shard of [0, 1, 2, 3]) {
    for (const ending of ['aof', 'snap']) {
      const name = `shard-${shard}.${ending}`;
      copyFileSync(fixturePath(`intact/data-plain/${name}`), `${folder}/${name}`);
    }
  }
  const damaged = readFileSync(fixturePath('damaged/data-aof-flip/shard-0.aof'));
  writeFileSync(`${folder}/shard-0.aof`, damaged);
  copyFileSync(fixturePath('damaged/data-leftover-tmp/shard-0.snap.tmp'), `${folder}/shard-0.snap.tmp`);
  writeFileSync(`${folder}/README.txt`, 'ours');

  // The damaged one stands first, and says what the server would do.
  await app.openFolder(folder);
  await expect(app.shards).toHaveCount(4);
  const first = app.shards.first();
  await expect(first).toContainText('in trouble');
  await expect(first).toContainText(/Shard 0Ember 0\.4\.9 loads all 24 entries, then stops in the log after/);
  await expect(first).toContainText('shard-0.snap.tmp: a snapshot that was never finished');
  await expect(page.getByRole('region', { name: '1 other file' })).toContainText('README.txt');
  await expectNoViolations(page, 'shards');

  // By keyboard alone: down to the next shard, back up, and in.
  await first.getByRole('button', { name: /Shard 0/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(app.shards.nth(1).getByRole('button').first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await app.read('shard-0.aof');
  await expect(app.tab('shard-0.snap')).toBeVisible();

  // Both states, for both files.
  await app.show('Recovery');
  const recovery = page.getByRole('region', { name: 'Recovery' });
  await expect(recovery).toContainText('Together with shard-0.snap, the shard’s snapshot.');
  await recovery.getByLabel('The server starts at (UTC)').fill(FIELD_CLOCK);
  const now = (await printed(folder)).split('\n').length - 1;
  const after = (await printed(folder, '--salvage')).split('\n').length - 1;
  await expect(recovery).toContainText(`Ember 0.4.9 holds ${now} keys when it starts now.`);
  await expect(recovery).toContainText(
    'WARN failed to replay aof, using snapshot state only: crc32 mismatch',
  );
  await expect(recovery.getByRole('region', { name: /would be different$/ })).toContainText('only after');
  await expectNoViolations(page, 'recovery');

  // Byte for byte what the command line prints.
  expect(await exported(page, 'Now', 'now.jsonl')).toBe(await printed(folder));
  const promised = await exported(page, 'After the repair', 'after.jsonl');
  expect(promised.split('\n').length - 1).toBeLessThanOrEqual(after);

  // Repaired with the plan that was promised.
  await expect(recovery).toContainText('shard-0.aof: the proposed plan, “Salvage and fix”.');
  await app.show('Repair');
  await expect(page.getByRole('radio', { name: /^Salvage and fix/ })).toBeChecked();
  await app.show('Recovery');
  await expect(recovery).toContainText('shard-0.aof: the plan under review, “Salvage and fix”.');
  await app.show('Repair');
  await chooseInSavePicker(page);
  await page.getByRole('button', { name: 'Save repaired copy…' }).click();
  await expect(page.getByRole('region', { name: 'Save', exact: true })).toContainText('Saved and checked');
  const repaired = await readPrivateFile(page, 'shard-0.repaired.aof');
  const back = testInfo.outputPath('repaired');
  cpSync(folder, back, { recursive: true });
  writeFileSync(`${back}/shard-0.aof`, repaired ?? '');
  expect(await printed(back)).toBe(promised);
  expect(readFileSync(`${folder}/shard-0.aof`)).toEqual(damaged);

  // And Recovery agrees.
  await app.openFolder(back);
  await app.shards.filter({ hasText: 'Shard 0' }).getByRole('button').first().click();
  await app.read('shard-0.aof');
  await app.show('Recovery');
  await recovery.getByLabel('The server starts at (UTC)').fill(FIELD_CLOCK);
  const kept = promised.split('\n').length - 1;
  await expect(recovery).toContainText(`holds ${kept} keys when it starts now. The repair changes nothing`);
  expect(await exported(page, 'Now', 'again.jsonl')).toBe(promised);
});

test('an encrypted folder asks for its key once, and is remembered', async ({ app, page }) => {
  await app.openFolder(fixturePath('intact/data-enc'));
  await expect(app.shards.first()).toContainText('Encrypted. Give the key to see what it holds.');
  await page.getByRole('button', { name: 'Give the key', exact: true }).click();
  const dialog = app.dialog('Key for data-enc');
  const hex = readFileSync(fixturePath('keys/key.hex'), 'utf8').trim();
  await dialog.getByRole('textbox').fill(hex);
  await expect(dialog.getByRole('status')).toContainText('This key fits');
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  for (const shard of [0, 1]) {
    await expect(app.shards.filter({ hasText: `Shard ${shard}` })).toContainText(
      /loads all \d+ entries, then/,
    );
  }
  await app.shards.filter({ hasText: 'Shard 1' }).getByRole('button').first().click();
  await app.read('shard-1.aof');
  await app.show('Recovery');
  await expect(page.getByRole('region', { name: 'Recovery' })).toContainText(
    /holds \d+ keys when it starts now/,
  );

  await app.reload();
  await app.recents.getByRole('button', { name: /^data-enc/ }).click();
  await expect(app.shards.first()).toContainText('Encrypted. Give the key');
});

test('without the browser’s dialogs an input takes the folder', async ({ app, page }) => {
  await removePickers(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a data directory' }).last().click();
  await (await chooser).setFiles(fixturePath('damaged/data-shards-0-2-7'));
  await app.readFolder('data-shards-0-2-7');
  await expect(app.shards).toHaveCount(3);
  await expect(page.getByRole('main')).toContainText('Shards 1, 3 to 6 are missing.');
  await expect(app.shards.filter({ hasText: 'Shard 7' })).toContainText('The log is missing');
  await app.shards.filter({ hasText: 'Shard 7' }).getByRole('button').first().click();
  await app.read('shard-7.snap');
});

test('a folder of 500 shards, one of them damaged', async ({ app, page }, testInfo) => {
  const folder = testInfo.outputPath('many');
  mkdirSync(folder);
  const intact = readFileSync(fixturePath('intact/base-small.aof'));
  for (let shard = 0; shard < 500; shard++) writeFileSync(`${folder}/shard-${shard}.aof`, intact);
  copyFileSync(fixturePath('damaged/flip-value.aof'), `${folder}/shard-371.aof`);
  await app.drop(folder);
  // Usable while it is read.
  await expect(app.shards).toHaveCount(500);
  await app.readFolder('many');
  await expect(app.shards.filter({ hasText: 'Shard 371' })).toContainText('stops in the log after 33 of 76');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
});
