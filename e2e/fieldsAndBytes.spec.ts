import type { AppPage } from './support/AppPage.ts';
import { emberFile } from './support/emberFile.ts';
import { chooseInSavePicker, readPrivateFile } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

const log = emberFile('intact/base-small.aof');
const records = log.expected.records ?? [];
/** A SET record: a key, a value in JSON, no time to live. */
const record = records.find(({ i }) => i === 5) ?? { i: -1, at: 0, size: 0 };
const key = String(record.key);
const value = Buffer.from(String(record.value), 'base64');
const keyAt = record.at + 5;
const valueAt = keyAt + Buffer.byteLength(key) + 4;

const pairs = (bytes: Buffer): string[] => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));

/** A byte of the file as the hex view shows it. */
function byteAt(app: AppPage, at: number) {
  const start = `0x${(at - (at % 16)).toString(16).toUpperCase().padStart(8, '0')}`;
  return app.bytes
    .getByRole('row', { name: start, exact: true })
    .getByRole('gridcell')
    .nth(at % 16);
}

test.beforeEach(async ({ app }) => {
  await app.open(log.path);
  await app.goTo(String(record.i));
  await expect(app.selectedRecord.getByRole('heading', { name: `Record ${record.i}` })).toBeVisible();
});

test('the fields of a record are those that ember wrote', async ({ app }) => {
  await expect(app.fields.getByRole('rowheader')).toHaveText([
    'tag',
    'key length',
    'key',
    'value length',
    'value',
    'expire_ms',
    'crc32',
  ]);
  await expect(app.field('tag')).toContainText('[SET]');
  await expect(app.field('key length')).toContainText(String(Buffer.byteLength(key)));
  await expect(app.field('key')).toContainText(`"${key}"`);
  await expect(app.field('value length')).toContainText(String(value.length));
  await expect(app.field('value')).toContainText(value.toString('utf8'));
  await expect(app.field('expire_ms')).toContainText(String(record.expire_ms));
  const stored = log.bytes.readUInt32LE(record.at + record.size - 4);
  await expect(app.field('crc32')).toContainText(`0x${stored.toString(16).padStart(8, '0')} [holds]`);
});

test('a field that is selected is highlighted in the bytes', async ({ app }) => {
  await app.field('key').click();
  await expect(app.selectedField).toContainText(key);
  await expect(app.selectedBytes).toHaveText(pairs(Buffer.from(key)));
  await app.field('value').click();
  await expect(app.selectedBytes).toHaveText(pairs(value));
  await app.field('crc32').click();
  await expect(app.selectedBytes).toHaveText(
    pairs(log.bytes.subarray(record.at + record.size - 4, record.at + record.size)),
  );
});

test('the arrows walk through the fields, and their bytes follow', async ({ app, page }) => {
  await app.field('tag').click();
  await expect(app.selectedBytes).toHaveText(pairs(log.bytes.subarray(record.at, record.at + 1)));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(app.field('key')).toBeFocused();
  await expect(app.selectedBytes).toHaveText(pairs(Buffer.from(key)));
  await page.keyboard.press('End');
  await expect(app.field('crc32')).toBeFocused();
});

test('bytes that are selected name their field', async ({ app, page }) => {
  await byteAt(app, keyAt + 3).click();
  await expect(app.selectedField).toContainText(key);
  await expect(app.selectedBytes).toHaveText(pairs(log.bytes.subarray(keyAt + 3, keyAt + 4)));

  await byteAt(app, valueAt).click();
  await byteAt(app, valueAt + 7).click({ modifiers: ['Shift'] });
  await expect(app.selectedField).toContainText(value.toString('utf8'));
  await expect(app.selectedBytes).toHaveText(pairs(value.subarray(0, 8)));
  await expect(page.getByRole('contentinfo')).toContainText('8 bytes');

  // Bytes of two fields belong to the record only.
  await byteAt(app, keyAt).click();
  await byteAt(app, valueAt).click({ modifiers: ['Shift'] });
  await expect(app.selectedField).toHaveCount(0);
});

test('a mouse drawn over the bytes selects them', async ({ app, page }) => {
  await byteAt(app, valueAt).hover();
  await page.mouse.down();
  await byteAt(app, valueAt + 5).hover();
  await page.mouse.up();
  await expect(app.selectedBytes).toHaveText(pairs(value.subarray(0, 6)));
  await expect(app.selectedField).toContainText(value.toString('utf8'));
});

test('bytes of another record take the selection to that record', async ({ app }) => {
  const next = records[record.i + 1];
  const at = (next?.at ?? 0) + 6;
  await byteAt(app, at).click();
  await expect(app.selectedRecord.getByRole('heading', { name: `Record ${record.i + 1}` })).toBeVisible();
  await expect(app.selectedRow).toContainText(String(next?.key));
  await expect(app.selectedBytes).toHaveText(pairs(log.bytes.subarray(at, at + 1)));
  await expect(app.selectedField).toContainText(String(next?.key));
});

test('the bytes are walked and selected by keyboard', async ({ app, page }) => {
  await byteAt(app, valueAt).click();
  await app.bytes.focus();
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Shift+ArrowRight');
  await expect(app.selectedBytes).toHaveText(pairs(value.subarray(0, 4)));
  await page.keyboard.press('Control+a');
  await expect(app.selectedBytes).toHaveText(pairs(log.bytes.subarray(record.at, record.at + record.size)));
  await page.keyboard.press('Control+Home');
  await expect(app.selectedRow).toContainText('header');
  await expect(app.selectedBytes).toHaveText(['45']);
  await page.keyboard.press('Control+End');
  await expect(app.selectedBytes).toHaveText(pairs(log.bytes.subarray(-1)));
});

test('Escape goes back from a field to its record', async ({ app, page }) => {
  await app.field('value').click();
  await page.keyboard.press('Escape');
  await expect(app.selectedField).toHaveCount(0);
  await expect(app.selectedRow).toContainText(key);
});

test('a value is shown as JSON, text, hex, number and Base64', async ({ app, page }) => {
  const shown = app.selectedRecord.getByRole('group', { name: /^value as / });
  const as = (name: string) => app.selectedRecord.getByRole('radio', { name, exact: true });
  await expect(shown).toHaveAccessibleName('value as JSON');
  await expect(shown).toContainText('"Priya"');
  await as('Text').check();
  await expect(shown).toHaveText(value.toString('utf8'));
  await as('Base64').check();
  await expect(shown).toHaveText(value.toString('base64'));
  await as('Hex').check();
  await expect(shown).toContainText(pairs(value.subarray(0, 8)).join(' '));
  await as('Number').check();
  await expect(shown).toContainText('A number has 1, 2, 4 or 8 bytes');
  await app.field('expire_ms').click();
  await expect(page.getByRole('group', { name: 'expire_ms as Number' })).toContainText('-1');
});

test('bytes and values are copied as they are', async ({ app, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await app.field('value').click();
  const pane = page.getByRole('region', { name: 'Bytes', exact: true });
  await pane.getByRole('button', { name: 'Hex' }).click();
  await expect.poll(clipboard).toBe(pairs(value).join(' '));
  await app.selectedRecord.getByRole('button', { name: 'as Base64' }).click();
  await expect.poll(clipboard).toBe(value.toString('base64'));
  await app.selectedRecord.getByRole('button', { name: 'Copy as text' }).click();
  await expect.poll(clipboard).toBe(value.toString('utf8'));
  await app.selectedRecord.getByRole('button', { name: 'Copy record as JSON' }).click();
  await expect
    .poll(async () => JSON.parse(await clipboard()) as object)
    .toMatchObject({
      record: record.i,
      type: 'SET',
      offset: record.at,
      size: record.size,
      fields: { key, value: value.toString('utf8'), expire_ms: String(record.expire_ms) },
    });
});

test('a value is saved to a file, byte for byte', async ({ app, page }) => {
  await chooseInSavePicker(page, 'value.json');
  await app.selectedRecord.getByRole('button', { name: 'Save value…' }).click();
  await expect(app.toast('Saved 40 B to value.json.')).toBeVisible();
  expect(await readPrivateFile(page, 'value.json')).toEqual(value);
});

test('the bytes at the cursor are read as numbers', async ({ app, page }) => {
  await app.field('key length').click();
  const numbers = page.getByRole('region', { name: 'The bytes at the cursor as numbers' });
  const reading = (type: string) =>
    numbers.getByRole('term').filter({ hasText: type }).locator('xpath=following-sibling::dd');
  await expect(reading('u32')).toHaveText(String(Buffer.byteLength(key)));
  await numbers.getByRole('checkbox', { name: /big-endian/ }).check();
  await expect(reading('u32')).toHaveText(String(Buffer.byteLength(key) * 2 ** 24));
});
