import type { Page } from '@playwright/test';
import { encodeUtf8, writeAofHeader, writeRecord } from '../src/codec/index.ts';
import { expectNoViolations } from './support/axe.ts';
import { emberFile, madeFile } from './support/emberFile.ts';
import { chooseInSavePicker } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

const healthy = emberFile('intact/base-medium.aof');
const damaged = emberFile('damaged/flip-value.aof');
const gap = emberFile('damaged/zero-sector-512.aof');
const encrypted = emberFile('intact/enc-base.aof');
const empty = emberFile('damaged/zero-length.aof');

const SCHEMES = ['light', 'dark'] as const;
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Asks axe about the page as it is, in light and dark, wide and narrow. */
async function audit(page: Page, sizes: readonly (typeof WIDE)[] = [WIDE, NARROW]): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectNoViolations(page, `${colorScheme}, ${size.width} px`);
    }
  }
}

test('the empty page', async ({ app, page }) => {
  await expect(app.openTarget).toBeVisible();
  await audit(page);
});

test('a healthy file, a record selected', async ({ app, page }) => {
  await app.open(healthy.path);
  await app.goTo('5');
  await expect(app.fields).toBeVisible();
  await audit(page);
});

test('a damaged file, its fault selected', async ({ app, page }) => {
  await app.open(damaged.path);
  await expect(app.selectedRecord).toContainText('Checksum does not match');
  await audit(page);
});

test('the menu of a cell, and a collection that is paged through', async ({ app, page }, testInfo) => {
  const values = Array.from({ length: 1200 }, (_, i) => encodeUtf8(`item ${i}`));
  const record = writeRecord({ type: 'RPUSH', key: encodeUtf8('many'), values });
  await app.open(madeFile(testInfo, 'many.aof', Buffer.concat([writeAofHeader(2), record])));
  await app.goTo('0');
  const pager = page.getByRole('form', { name: 'Elements of the collection' });
  // Hundreds of fields would only take axe longer.
  const toTheEnd = async (): Promise<void> => {
    await pager.getByRole('textbox', { name: 'Element to go to' }).fill('1198');
    await page.keyboard.press('Enter');
    await expect(pager.getByRole('status')).toContainText('Elements 1,198 to 1,199');
  };
  await toTheEnd();
  await app.selectedRow.getByRole('gridcell', { name: 'many', exact: true }).click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await audit(page, [WIDE]);
  await page.keyboard.press('Escape');
  await page.setViewportSize(NARROW);
  await app.views.getByRole('button', { name: 'Fields' }).click();
  await toTheEnd();
  await audit(page, [NARROW]);
});

test('a gap between records', async ({ app, page }) => {
  await app.open(gap.path);
  await app.goTo('0x00003796');
  await expect(app.selectedRecord.getByRole('heading', { name: 'Gap' })).toBeVisible();
  await audit(page);
});

test('fields and bytes on a narrow screen', async ({ app, page }) => {
  await page.setViewportSize(NARROW);
  await app.open(damaged.path);
  await app.views.getByRole('button', { name: 'Fields' }).click();
  await expect(app.fields).toBeVisible();
  await audit(page, [NARROW]);
  await app.views.getByRole('button', { name: 'Bytes' }).click();
  await expect(app.bytes).toBeVisible();
  await audit(page, [NARROW]);
});

test('the faults', async ({ app, page }) => {
  await app.open(emberFile('damaged/flip-every-10th-record.aof').path);
  await app.show('Faults');
  await expect(app.faultCards.first()).toBeVisible();
  await audit(page);
});

test('the repair, before and after saving', async ({ app, page }) => {
  await app.open(damaged.path);
  await app.show('Repair');
  const saving = page.getByRole('region', { name: 'Save', exact: true });
  await expect(saving).toBeVisible();
  await audit(page);
  await chooseInSavePicker(page);
  await saving.getByRole('button', { name: 'Save repaired copy…' }).click();
  await expect(saving).toContainText('Saved and checked');
  await audit(page);
});

test('an encrypted file without its key, and the dialog that asks for it', async ({ app, page }) => {
  await app.open(encrypted.path);
  await app.goTo('3');
  await audit(page);
  await app.verdict.getByRole('button', { name: 'Give the key' }).click();
  await app
    .dialog(/^Key for /)
    .getByRole('textbox')
    .fill('0123');
  await expect(app.dialog(/^Key for /).getByRole('status')).toContainText('This is no key.');
  await audit(page);
});

test('a file that can’t be shown', async ({ app, page }) => {
  await app.drop(empty.path);
  await expect(page.getByRole('heading', { name: 'The file is empty: 0 bytes.' })).toBeVisible();
  await audit(page);
});

const DIALOGS = [
  ['Commands', 'Control+k'],
  ['Keys', '?'],
  ['Go to', 'g'],
] as const;
for (const [name, key] of DIALOGS) {
  test(`the dialog “${name}”`, async ({ app, page }) => {
    await app.open(healthy.path);
    await page.keyboard.press(key);
    await expect(app.dialog(name)).toBeVisible();
    await audit(page);
  });
}

test('the reader chooser', async ({ app, page }) => {
  await app.open(healthy.path);
  await app.verdict.getByRole('button', { name: 'Ember 0.4.9' }).click();
  await expect(app.dialog('The reader that verdicts are for')).toBeVisible();
  await audit(page);
});

test('the promise of privacy, with files remembered', async ({ app, page }) => {
  await app.open(healthy.path);
  await app.reload();
  await expect(app.recents).toBeVisible();
  await audit(page);
  await page.getByRole('button', { name: 'How do I check?' }).click();
  await expect(app.dialog('Nothing leaves this computer')).toBeVisible();
  await audit(page);
});

test('the columns menu, and a note in passing', async ({ app, page }) => {
  await app.open(healthy.path);
  await page.keyboard.press('e');
  await expect(app.toast('No faults were found')).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(app.dialog('Columns')).toBeVisible();
  await audit(page, [WIDE]);
});

test('colours follow the system, and can be set', async ({ app, page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await background();
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background();
  expect(light).not.toBe(dark);
  // System, light, dark, system.
  const button = page.getByRole('button', { name: /^Theme: / });
  await button.click();
  await button.click();
  await expect(button).toHaveAccessibleName(/^Theme: dark/);
  await expect.poll(background).toBe(dark);
  await app.reload();
  expect(await background()).toBe(dark);
  await button.click();
  await expect.poll(background).toBe(light);
});

test('nothing is told by colour alone: it holds in forced colours too', async ({ app, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await app.open(damaged.path);
  await expect(app.tab(damaged.name)).toHaveAccessibleName(/damaged/);
  await expect(app.faults.or(app.rows)).toBeVisible();
  await expectNoViolations(page, 'forced colours');
});
