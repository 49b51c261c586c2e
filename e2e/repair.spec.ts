import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import type { AppPage } from './support/AppPage.ts';
import { copyOf, type EmberFile, emberFile, lostPlaces, madeFile } from './support/emberFile.ts';
import {
  cancelPickers,
  chooseInOpenPicker,
  chooseInSavePicker,
  pickerCalls,
  privateFileNames,
  readPrivateFile,
  removePickers,
} from './support/pickers.ts';
import { expect, test } from './support/test.ts';
import { count } from './support/words.ts';

const flipped = emberFile('damaged/flip-value.aof');
const silent = emberFile('damaged/flip-keylen-bit24.aof');
const intact = emberFile('intact/base-small.aof');

const saveButton = (page: Page): Locator => page.getByRole('button', { name: 'Save repaired copy…' });
const saving = (page: Page): Locator => page.getByRole('region', { name: 'Save', exact: true });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Opens a file and the repair of it, with one of the ready-made plans. */
async function plan(app: AppPage, path: string, preset: RegExp): Promise<void> {
  await app.open(path);
  await app.repairButton.click();
  const radio = app.page.getByRole('radio', { name: preset });
  await radio.check();
  await expect(app.page.getByRole('region', { name: 'What the plan changes' })).not.toHaveAttribute(
    'aria-busy',
    'true',
  );
}

/** Saves to a new file of the suggested name, and returns what was written. */
async function save(page: Page, name: string): Promise<Buffer> {
  await chooseInSavePicker(page);
  await saveButton(page).click();
  await expect(saving(page)).toContainText(/^.*Saved and checked: /s);
  expect(await pickerCalls(page)).toEqual([{ id: 'shards', suggestedName: name, isUserActive: true }]);
  const written = await readPrivateFile(page, name);
  if (written === null) throw new Error(`${name} was not written`);
  return written;
}

/** Opens what was saved, in a tab of its own, and finds it clean. */
async function expectClean(app: AppPage, name: string, rows: string): Promise<void> {
  await app.page.getByRole('button', { name: 'Open the repaired file' }).click();
  await app.read(name);
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${rows}.`);
  await expect(app.verdict).toContainText('No damage was found.');
  await expect(app.tab(name)).toHaveAccessibleName(/no damage found/);
}

/** The file without its one damaged record. */
function withoutLost(file: EmberFile): Buffer {
  const [lost] = lostPlaces(file);
  return Buffer.concat([file.bytes.subarray(0, lost?.at), file.bytes.subarray(lost?.end)]);
}

test('drop what is damaged: saved, checked, reopened clean, and the source is as it was', async ({
  app,
  page,
}, testInfo) => {
  const path = copyOf(testInfo, flipped, 'shard-3.aof');
  await plan(app, path, /^Drop/);
  await expect(page.getByRole('radio', { name: /^Drop/ })).toHaveAccessibleName(/keeps 75 records, drops 1/);
  const summary = page.getByRole('region', { name: 'What the plan changes' });
  await expect(summary).toContainText('75 records kept, 1 record dropped');

  const written = await save(page, 'shard-3.repaired.aof');
  expect(written).toEqual(withoutLost(flipped));
  await expect(saving(page)).toContainText('Saved and checked: ember 0.4.9 loads all 75 records');
  const report = page.getByRole('region', { name: 'Report of the repair' });
  await expect(report).toContainText(sha256(flipped.bytes));
  await expect(report).toContainText(sha256(written));
  await expect(report).toContainText('75 kept, 1 dropped');

  await expectClean(app, 'shard-3.repaired.aof', '75 records');
  expect(readFileSync(path)).toEqual(flipped.bytes);
});

test('cut at the first fault', async ({ app, page }) => {
  const file = emberFile('damaged/zero-sector-512.aof');
  const { count: before, stopped_at: at } = file.expected.ember;
  await plan(app, file.path, /^(Cut|Truncate) at the first fault/);
  const written = await save(page, 'zero-sector-512.repaired.aof');
  expect(written).toEqual(file.bytes.subarray(0, at));
  await expectClean(app, 'zero-sector-512.repaired.aof', `${before} records`);
});

test('salvage after lost framing keeps every record that holds', async ({ app, page }) => {
  const file = emberFile('damaged/zero-sector-512.aof');
  const held = file.expected.intact ?? [];
  await plan(app, file.path, /^Salvage(?! and)/);
  const written = await save(page, 'zero-sector-512.repaired.aof');
  const kept = held.map(([at, size]) => file.bytes.subarray(at, at + size));
  expect(written).toEqual(Buffer.concat([file.bytes.subarray(0, 5), ...kept]));
  await expectClean(app, 'zero-sector-512.repaired.aof', `${held.length} records`);
});

test('salvage of a silent loss brings back what the server would drop without a word', async ({
  app,
  page,
}) => {
  await plan(app, silent.path, /^Salvage(?! and)/);
  const written = await save(page, 'flip-keylen-bit24.repaired.aof');
  expect(written).toEqual(withoutLost(silent));
  await expectClean(app, 'flip-keylen-bit24.repaired.aof', '75 records');
});

/** Each had one bit flipped, which a checksum covers; turned back, it is the file that ember wrote. */
const FLIPPED = [
  ['damaged/flip-value.aof', 'intact/base-small.aof', '76 records'],
  ['damaged/flip-keylen-bit24.aof', 'intact/base-small.aof', '76 records'],
  ['damaged/snap-flip-value.snap', 'intact/base.snap', '36 entries'],
] as const;
for (const [path, original, rows] of FLIPPED) {
  test(`fixing bits gives back the original, byte for byte: ${path}`, async ({ app, page }) => {
    const file = emberFile(path);
    const name = file.name.replace(/(\.\w+)$/, '.repaired$1');
    await plan(app, file.path, /^Salvage and fix/);
    const written = await save(page, name);
    expect(written.equals(emberFile(original).bytes)).toBe(true);
    await expectClean(app, name, rows);
  });
}

test('a snapshot that was cut off becomes a whole one: right count, right footer', async ({ app, page }) => {
  const file = emberFile('damaged/snap-trunc-mid-value.snap');
  const held = file.expected.intact ?? [];
  await plan(app, file.path, /^Drop/);
  const written = await save(page, 'snap-trunc-mid-value.repaired.snap');
  const last = held.at(-1);
  const end = (last?.[0] ?? 0) + (last?.[1] ?? 0);
  expect(written.length).toBe(end + 4);
  expect(written.readUInt32LE(7)).toBe(held.length);
  expect(written.subarray(11, end)).toEqual(file.bytes.subarray(11, end));
  await expectClean(app, 'snap-trunc-mid-value.repaired.snap', `${held.length} entries`);
});

test('an unfinished snapshot loses its .tmp when it is finished', async ({ app, page }, testInfo) => {
  const file = emberFile('damaged/snap-tmp-unfinished.snap');
  await plan(app, copyOf(testInfo, file, 'shard-1.snap.tmp'), /^Drop/);
  await save(page, 'shard-1.repaired.snap');
  await expectClean(app, 'shard-1.repaired.snap', '34 entries');
});

test('an encrypted log is repaired with its key, and stays encrypted', async ({ app, page }) => {
  const file = emberFile('damaged/enc-flip-ciphertext.aof');
  const key = readFileSync(new URL('../test/fixtures/ember/keys/key.hex', import.meta.url), 'utf8').trim();
  await app.open(file.path);
  await app.giveKey(key);
  await expect(app.headline).toHaveText(/would recover 63 of 112 records/);
  await app.repairButton.click();
  await page.getByRole('radio', { name: /^Drop/ }).check();
  const written = await save(page, 'enc-flip-ciphertext.repaired.aof');
  const kept = (file.expected.intact ?? []).map(([at, size]) => file.bytes.subarray(at, at + size));
  expect(written).toEqual(Buffer.concat([file.bytes.subarray(0, 5), ...kept]));
  await page.getByRole('button', { name: 'Open the repaired file' }).click();
  await app.read('enc-flip-ciphertext.repaired.aof');
  await app.giveKey(key);
  await expect(app.headline).toHaveText('Ember 0.4.9 loads all 111 records.');
});

test('a step can be switched off and on, and the numbers follow', async ({ app, page }) => {
  const file = emberFile('damaged/flip-every-10th-record.aof');
  const held = file.expected.intact?.length ?? 0;
  await plan(app, file.path, /^Drop/);
  const summary = page.getByRole('region', { name: 'What the plan changes' });
  await expect(summary).toContainText(`${count(held)} records kept`);
  const step = page.getByRole('checkbox', { name: /^Drop the/ }).first();
  await step.uncheck();
  await expect(summary).toContainText('but damage stays in: a step is off');
  await expect(page.getByRole('radio', { name: /^Drop/ })).toHaveAccessibleName(/changed by hand/i);
  await step.check();
  await expect(summary).toContainText(`${count(held)} records kept`);
  await expect(summary).not.toContainText('damage stays in');
});

test('without the browser’s dialog the copy is downloaded, after it was checked', async ({ app, page }) => {
  await removePickers(page);
  await plan(app, flipped.path, /^Drop/);
  const download = page.waitForEvent('download');
  await saveButton(page).click();
  expect((await download).suggestedFilename()).toBe('flip-value.repaired.aof');
  expect(readFileSync(await (await download).path())).toEqual(withoutLost(flipped));
  await expect(saving(page)).toContainText('Downloaded and checked: ember 0.4.9 loads all 75 records');
  await expectClean(app, 'flip-value.repaired.aof', '75 records');
});

test('closing the dialog without a choice writes nothing, and saving can be begun again', async ({
  app,
  page,
}) => {
  await plan(app, flipped.path, /^Drop/);
  await cancelPickers(page);
  await saveButton(page).click();
  await expect(saving(page)).not.toContainText(/checked:|Try again/);
  expect(await privateFileNames(page)).toEqual([]);
  await save(page, 'flip-value.repaired.aof');
});

test('the original itself is never written over', async ({ app, page }) => {
  await chooseInOpenPicker(page, [{ name: 'shard-3.aof', bytes: flipped.bytes }]);
  await app.openTarget.click();
  await app.read('shard-3.aof');
  await app.repairButton.click();
  await chooseInSavePicker(page, 'shard-3.aof');
  await saveButton(page).click();
  await expect(saving(page)).toContainText('This is the original file.');
  await expect(saving(page)).toContainText('Save under another name, such as shard-3.repaired.aof.');
  expect(await readPrivateFile(page, 'shard-3.aof')).toEqual(flipped.bytes);
});

test('a write that fails says so, leaves nothing behind, and can be tried again', async ({ app, page }) => {
  await plan(app, flipped.path, /^Drop/);
  // Somebody else holds the file, as another program may.
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const held = (await root.getFileHandle('flip-value.repaired.aof', {
      create: true,
    })) as FileSystemFileHandle & {
      createWritable(options: { mode: string }): Promise<FileSystemWritableFileStream>;
    };
    const writable = await held.createWritable({ mode: 'exclusive' });
    Object.assign(window, { letGo: () => writable.abort() });
  });
  await chooseInSavePicker(page);
  await saveButton(page).click();
  const retry = saving(page).getByRole('button', { name: 'Try again' });
  await expect(retry).toBeVisible();
  await expect(saving(page)).toContainText('the original is untouched');
  expect((await readPrivateFile(page, 'flip-value.repaired.aof'))?.length).toBe(0);

  await page.evaluate(() => (window as unknown as { letGo: () => Promise<void> }).letGo());
  await retry.click();
  await expect(saving(page)).toContainText('Saved and checked: ember 0.4.9 loads all 75 records');
});

test('a plan is saved as a file, loaded again, and refused for another file', async ({
  app,
  page,
}, testInfo) => {
  await plan(app, flipped.path, /^Drop/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save plan' }).click();
  const text = readFileSync(await (await download).path());
  expect(JSON.parse(text.toString())).toMatchObject({
    version: 1,
    preset: 'drop-damaged',
    source: { size: flipped.bytes.length, sha256: sha256(flipped.bytes) },
  });
  const file = madeFile(testInfo, (await download).suggestedFilename(), text);

  const load = async (): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Load plan…' }).click();
    await (await chooser).setFiles(file);
  };
  await page.getByRole('radio', { name: /^(Cut|Truncate)/ }).check();
  await load();
  await expect(app.toast(/^Loaded .+: it was made for this very file\.$/)).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Drop/ })).toBeChecked();

  await app.open(silent.path);
  await app.repairButton.click();
  await load();
  await expect(app.alert).toBeVisible();
  await expect(app.alert).toContainText(/another file|not this file|other file/);
});

test('a healthy file needs no repair', async ({ app, page }) => {
  await app.open(intact.path);
  await app.repairButton.click();
  await expect(page.getByRole('main')).toContainText('There is nothing to repair.');
  await expect(saveButton(page)).toHaveCount(0);
});
