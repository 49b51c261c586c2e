import { createHash } from 'node:crypto';
import { encodeUtf8, writeAofHeader, writeRecord } from '../src/codec/index.ts';
import { madeFile } from './support/emberFile.ts';
import { chooseInSavePicker, readPrivateFile } from './support/pickers.ts';
import { expect, test } from './support/test.ts';
import { count } from './support/words.ts';

const ITEMS = 300_000;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a value of many megabytes is previewed, searched and saved; a list of many items is paged through', async ({
  app,
  page,
}, testInfo) => {
  const value = Buffer.alloc(24_000_000, 'The quick brown fox. ');
  value.write('needle', 16 << 20);
  const items = Array.from({ length: ITEMS }, (_, i) => encodeUtf8(`item ${i}`));
  const log = Buffer.concat([
    writeAofHeader(2),
    writeRecord({ type: 'SET', key: encodeUtf8('large'), value, expire_ms: -1n }),
    writeRecord({ type: 'RPUSH', key: encodeUtf8('many'), values: items }),
    writeRecord({ type: 'DEL', key: encodeUtf8('many') }),
  ]);
  await app.open(madeFile(testInfo, 'large.aof', log));

  await app.goTo('0');
  const pane = page.getByRole('region', { name: 'Value of value' });
  await expect(pane).toContainText('64 KiB of 23 MiB (24,000,000 bytes) shown');
  await pane.getByRole('button', { name: /^Show 64 KiB more/ }).click();
  await expect(pane).toContainText('128 KiB of 23 MiB');
  await chooseInSavePicker(page);
  await pane.getByRole('button', { name: 'Save value…' }).click();
  await expect(app.toast('Saved 23 MiB to')).toBeVisible();
  const saved = await readPrivateFile(page, 'record-0-value.txt');
  expect(sha256(saved ?? Buffer.alloc(0))).toBe(sha256(value));

  await app.goTo('1');
  const pager = page.getByRole('form', { name: 'Elements of the collection' });
  await expect(pager.getByRole('status')).toHaveText(`Elements 0 to 499 of 0 to ${count(ITEMS - 1)}`);
  await pager.getByRole('button', { name: 'Next' }).click();
  await expect(pager.getByRole('status')).toContainText('Elements 500 to 999');
  await expect(app.field('values[500]')).toContainText('item 500');
  await pager.getByRole('textbox', { name: 'Element to go to' }).fill(count(ITEMS - 2));
  await page.keyboard.press('Enter');
  await expect(pager.getByRole('status')).toContainText(
    `Elements ${count(ITEMS - 2)} to ${count(ITEMS - 1)}`,
  );
  await app.field(`values[${ITEMS - 1}]`).click();
  await expect(page.getByRole('region', { name: `Value of values[${ITEMS - 1}]` })).toContainText(
    `item ${ITEMS - 1}`,
  );
  await expect(pager.getByRole('button', { name: 'Next' })).toBeDisabled();

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy record as JSON' }).click();
  await expect(app.toast('Copied')).toBeVisible();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(copied.fields).toMatchObject({ key: 'many', [`values[${ITEMS - 1}]`]: `item ${ITEMS - 1}` });

  await app.filterBox.fill('value:needle');
  await expect(page.locator('.filter-count')).toHaveText('1 of 4 rows');
});
