import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { emberFile } from './support/emberFile.ts';
import { removePickers } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

const log = emberFile('intact/data-plain/shard-0.aof');
const snapshot = emberFile('intact/data-plain/shard-0.snap');

const section = (page: Page) => page.getByRole('region', { name: 'Compact to a snapshot and an empty log' });

/** Lets the folder dialog "choose" a folder in the origin-private file system, which may hold files already. */
async function chooseFolder(page: Page, names: readonly string[] = []): Promise<void> {
  await page.evaluate(async (names) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('compacted', { create: true });
    for (const name of names) await folder.getFileHandle(name, { create: true });
    Object.assign(window, { showDirectoryPicker: async () => folder });
  }, names);
}

const inFolder = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('compacted');
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name);
    return names.sort();
  });

test('a log and the snapshot in another tab become two files that the server loads', async ({
  app,
  page,
}) => {
  await app.open(snapshot.path);
  await app.open(log.path);
  await app.repairButton.click();
  const compact = section(page);
  await expect(compact.getByRole('radio', { name: /shard-0\.snap, open in another tab/ })).toBeChecked();

  await expectNoViolations(page, 'before it is compacted');

  // Where files of these names stand already, nothing is written over.
  await chooseFolder(page, ['shard-0.aof']);
  const button = compact.getByRole('button', { name: 'Compact to an empty folder…' });
  await button.click();
  await expect(compact).toContainText('holds shard-0.aof already');
  expect(await inFolder(page)).toEqual(['shard-0.aof']);
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('compacted', { recursive: true });
  });

  await chooseFolder(page);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(compact).toContainText('Saved and checked: ember 0.4.9 loads 67 keys from the two files');
  expect(await inFolder(page)).toEqual(['shard-0.aof', 'shard-0.snap']);
  await expect(compact.getByRole('region', { name: 'Report of the compaction' })).toContainText(
    '67 in the snapshot; 67 were loaded before: 0 come back, 0 change, 0 go',
  );
  await expectNoViolations(page, 'the report');
  await compact.getByRole('button', { name: 'Open the two files' }).click();
  await expect(app.headline).toContainText('loads');
  await expect(app.verdict).toContainText('No damage was found.');
});

test('without a snapshot the user says so, and a browser without dialogs downloads both files', async ({
  app,
  page,
}) => {
  await app.open(log.path);
  await removePickers(page);
  await page.evaluate(() => Object.assign(window, { showDirectoryPicker: undefined }));
  await app.repairButton.click();
  const compact = section(page);
  const button = compact.getByRole('button', { name: 'Compact to an empty folder…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await compact.getByRole('radio', { name: /^There is none/ }).check();
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  await button.click();
  await expect(compact).toContainText('Downloaded and checked');
  await expect.poll(() => [...downloads].sort()).toEqual(['shard-0.aof', 'shard-0.snap']);
});
