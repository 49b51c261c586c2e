import { dropFiles, FileDrag } from './support/dropFiles.ts';
import { emberFile } from './support/emberFile.ts';
import { cancelPickers, chooseInOpenPicker, pickerCalls, removePickers } from './support/pickers.ts';
import { expect, test } from './support/test.ts';
import { count } from './support/words.ts';

const log = emberFile('intact/base-medium.aof');
const damaged = emberFile('damaged/flip-value.aof');
const snapshot = emberFile('intact/base.snap');

const LOG_LOADS = `Ember 0.4.9 loads all ${count(log.expected.ember.count)} records.`;
const SNAPSHOT_LOADS = `Ember 0.4.9 loads all ${count(snapshot.expected.ember.count)} entries.`;

test('a file dragged onto the page opens', async ({ app, page }) => {
  const drag = new FileDrag(page, [log.path]);
  await drag.hover();
  await expect(page.getByText('Drop to open')).toBeVisible();
  await drag.drop();

  await expect(page.getByText('Drop to open')).toBeHidden();
  await app.read(log.name);
  await expect(app.headline).toHaveText(LOG_LOADS);
  await expect(app.tab(log.name)).toHaveAttribute('aria-current', 'page');
  await expect(page).toHaveTitle(`${log.name} – Shardscope`);
  await expect(page.getByRole('contentinfo')).toContainText('Ember log, version 2');
});

test('a drag that leaves again opens nothing', async ({ app, page }) => {
  const drag = new FileDrag(page, [log.path]);
  await drag.hover();
  await expect(page.getByText('Drop to open')).toBeVisible();
  await drag.leave();
  await expect(page.getByText('Drop to open')).toBeHidden();
  await expect(app.tabs.getByRole('button')).toHaveCount(0);
});

test('two files dragged at once get a tab each, and each its own verdict', async ({ app }) => {
  await app.drop(log.path, damaged.path);
  await app.read(log.name);
  await expect(app.tabs.getByRole('listitem')).toHaveCount(2);
  await expect(app.headline).toHaveText(LOG_LOADS);
  await expect(app.tab(log.name)).toHaveAccessibleName(/no damage found/);
  await expect(app.tab(damaged.name)).toHaveAccessibleName(/damaged/);

  await app.tab(damaged.name).click();
  await app.read(damaged.name);
  await expect(app.headline).toHaveText(/would recover 33 of 76 records/);
  await app.tab(log.name).click();
  await expect(app.headline).toHaveText(LOG_LOADS);
});

test('a file that is open already is shown, not opened twice', async ({ app, page }) => {
  await app.open(log.path);
  await app.open(snapshot.path);
  await dropFiles(page, [log.path]);
  await expect(app.tab(log.name)).toHaveAttribute('aria-current', 'page');
  await expect(app.tabs.getByRole('listitem')).toHaveCount(2);
});

test('closing a tab brings the one beside it to the front', async ({ app, page }) => {
  await app.drop(log.path, damaged.path, snapshot.path);
  await app.read(log.name);
  await page.getByRole('button', { name: `Close ${log.name}` }).click();
  await expect(app.tabs.getByRole('listitem')).toHaveCount(2);
  await expect(app.tab(damaged.name)).toHaveAttribute('aria-current', 'page');
  await expect(app.tab(damaged.name)).toBeFocused();
  await page.getByRole('button', { name: `Close ${damaged.name}` }).click();
  await page.getByRole('button', { name: `Close ${snapshot.name}` }).click();
  await expect(app.openTarget).toBeVisible();
});

test('without the browser’s picker a file input takes its place', async ({ app, page }) => {
  await removePickers(page);
  const chooser = page.waitForEvent('filechooser');
  await app.openTarget.click();
  expect((await chooser).isMultiple()).toBe(true);
  await (await chooser).setFiles([log.path, snapshot.path]);

  await app.read(log.name);
  await expect(app.headline).toHaveText(LOG_LOADS);
  await app.tab(snapshot.name).click();
  await expect(app.headline).toHaveText(SNAPSHOT_LOADS);
});

test('the picker gives a real handle, asked for inside the click', async ({ app, page }) => {
  await chooseInOpenPicker(page, [{ name: 'shard-1.snap', bytes: snapshot.bytes }]);
  await app.openTarget.click();
  await app.read('shard-1.snap');
  await expect(app.headline).toHaveText(SNAPSHOT_LOADS);
  expect(await pickerCalls(page)).toEqual([expect.objectContaining({ multiple: true, isUserActive: true })]);

  // From the header as well, by its button and by its key; the handle tells that it is the same file.
  await page.getByRole('button', { name: 'Open files' }).click();
  await page.keyboard.press('Control+o');
  await expect.poll(async () => (await pickerCalls(page)).length).toBe(3);
  await expect(app.tabs.getByRole('listitem')).toHaveCount(1);
});

test('a picker that is closed without a choice changes nothing', async ({ app, page }) => {
  await cancelPickers(page);
  await app.openTarget.click();
  await expect(app.openTarget).toBeVisible();
  await expect(app.tabs.getByRole('button')).toHaveCount(0);
  await expect(app.toast(/./)).toHaveCount(0);
});

test('a sample opens by one click, and says what happened to it', async ({ app, page, watch }) => {
  await app.sample('Healthy log').click();
  await app.read('healthy.aof');
  await expect(app.headline).toHaveText(LOG_LOADS);
  await expect(page.getByRole('contentinfo')).toContainText('An intact log of 379 records.');
  expect(watch.requested()).toContainEqual(expect.stringMatching(/\/samples\/healthy\.aof$/));
});
