import type { Locator } from '@playwright/test';
import type { AppPage } from './support/AppPage.ts';
import { emberFile, madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { count, offset } from './support/words.ts';

const log = emberFile('intact/base-medium.aof');
const records = log.expected.records ?? [];

/** Where record `i` of an intact log stands in the table: after the column heads and the file's header. */
const rowIndexOf = (i: number): string => String(i + 3);

/** The row that is selected, by its place in the table. */
async function expectSelected(app: AppPage, index: string): Promise<void> {
  await expect(app.selectedRow).toHaveCount(1);
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', index);
}

function columns(app: AppPage): Locator {
  return app.rows.getByRole('columnheader');
}

test('each record of the file is a row, with its place, size, type and key', async ({ app, page }) => {
  await app.open(log.path);
  // The column heads and the file's header are rows as well.
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(records.length + 2));

  const expectRows = async (some: typeof records): Promise<void> => {
    for (const { i, at, size, type, key } of some) {
      const cells = app.rowAt(offset(at)).getByRole('gridcell');
      await expect(cells.nth(0)).toHaveText(String(i));
      await expect(cells.nth(2)).toHaveText(count(size));
      await expect(cells.nth(3)).toHaveText(String(type));
      if (key !== undefined) await expect(cells.nth(4)).toHaveText(String(key));
      await expect(cells.last()).toHaveText('holds');
    }
  };
  await expectRows(records.slice(0, 20));
  await page.keyboard.press('End');
  await expectRows(records.slice(-20));
});

test('what lies between records is a row of its own', async ({ app }) => {
  const { path, expected } = emberFile('damaged/delete-100-bytes.aof');
  const from = expected.ember.stopped_at;
  const to = Math.min(...(expected.intact ?? []).map(([at]) => at).filter((at) => at > from));
  await app.open(path);
  await app.goTo(offset(from));

  await expect(app.selectedRow).toHaveAccessibleName(
    new RegExp(
      `${offset(from)} ${count(to - from)} gap Gap: ${count(to - from)} bytes: Checksum does not match`,
    ),
  );
  // What comes after it holds, and is marked as found behind damage.
  await expect(app.rowAt(offset(to))).toContainText('salvaged');
  await expect(app.rowAt(offset(expected.intact?.[0]?.[0] ?? 0))).toBeAttached();
});

test('every row is reached by keyboard', async ({ app, page }) => {
  await app.open(log.path);
  const last = rowIndexOf(records.length - 1);

  await page.keyboard.press('j');
  await expectSelected(app, '2');
  await expect(app.selectedRow).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  await expectSelected(app, '4');
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowUp');
  await expectSelected(app, '2');

  await page.keyboard.press('PageDown');
  const paged = Number(await app.selectedRow.getAttribute('aria-rowindex'));
  expect(paged).toBeGreaterThan(10);
  await page.keyboard.press('PageUp');
  await expectSelected(app, '2');

  await page.keyboard.press('End');
  await expectSelected(app, last);
  await expect(app.selectedRow).toBeFocused();
  await page.keyboard.press('j');
  await expectSelected(app, last);
  await page.keyboard.press('Control+Home');
  await expectSelected(app, '2');
  await page.keyboard.press('Control+End');
  await expectSelected(app, last);
});

test('the arrows walk through the cells of a row, and Enter goes on to its fields', async ({ app, page }) => {
  await app.open(log.path);
  await app.goTo('7');
  const row = app.selectedRow;
  await row.focus();
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('ArrowRight');
  await expect(row.getByRole('gridcell').nth(4)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(row.getByRole('gridcell').nth(3)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(app.fields.getByRole('row').first()).toBeFocused();
});

test('the next and the previous record of the same key', async ({ app, page }) => {
  const first = records.find(({ i, key }) => records.some((other) => other.i > i && other.key === key));
  const second = records.find(({ i, key }) => key === first?.key && i > (first?.i ?? 0));
  await app.open(log.path);
  await app.goTo(String(first?.i));
  await page.keyboard.press('.');
  await expectSelected(app, rowIndexOf(second?.i ?? -1));
  await page.keyboard.press(',');
  await expectSelected(app, rowIndexOf(first?.i ?? -1));
  await page.keyboard.press(',');
  await expect(app.toast('No row before this one has the same key.')).toBeVisible();
});

test('the order can be turned round', async ({ app }) => {
  await app.open(log.path);
  const header = columns(app).filter({ hasText: 'Offset' });
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(app.rows.getByRole('row').nth(1)).toContainText(offset(records.at(-1)?.at ?? 0));
  await header.getByRole('button').click();
  await expect(app.rows.getByRole('row').nth(1)).toContainText(offset(0));
});

test('columns are hidden, moved and resized, and stay so after a reload', async ({ app, page }) => {
  await app.open(log.path);
  await expect(columns(app)).toHaveText([
    '#',
    'Offset',
    'Bytes',
    'Type',
    'Key',
    'Arguments',
    'TTL',
    'Integrity',
  ]);
  await page.getByRole('button', { name: 'Columns' }).click();
  const menu = app.dialog('Columns');
  await menu.getByRole('checkbox', { name: 'TTL' }).uncheck();
  await menu.getByRole('button', { name: 'Move Type left' }).click();
  const width = menu.getByRole('slider', { name: 'Width of Key' });
  await width.fill('400');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();

  const shown = ['#', 'Offset', 'Type', 'Bytes', 'Key', 'Arguments', 'Integrity'];
  await expect(columns(app)).toHaveText(shown);
  await app.reload();
  await app.open(log.path);
  await expect(columns(app)).toHaveText(shown);
  const key = await columns(app).filter({ hasText: 'Key' }).boundingBox();
  expect(key?.width).toBeCloseTo(400, 0);

  await page.getByRole('button', { name: 'Columns' }).click();
  await menu.getByRole('button', { name: 'Reset columns' }).click();
  await expect(columns(app)).toHaveText([
    '#',
    'Offset',
    'Bytes',
    'Type',
    'Key',
    'Arguments',
    'TTL',
    'Integrity',
  ]);
});

test('a column is resized by its edge', async ({ app, page }) => {
  await app.open(log.path);
  const type = columns(app).filter({ hasText: 'Type' });
  const before = await type.boundingBox();
  if (before === null) throw new Error('the column has no place');
  const y = before.y + before.height / 2;
  await page.mouse.move(before.x + before.width - 1, y);
  await page.mouse.down();
  await page.mouse.move(before.x + before.width + 59, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await type.boundingBox())?.width).toBeCloseTo(before.width + 60, 0);
});

test('a log of hundreds of thousands of rows is walked from end to end', async ({ app, page }, testInfo) => {
  const intact = emberFile('intact/base-medium.aof');
  const copies = 1000;
  const total = copies * records.length;
  const bytes = Buffer.concat([
    intact.bytes.subarray(0, 5),
    ...Array<Buffer>(copies).fill(intact.bytes.subarray(5)),
  ]);
  await app.open(madeFile(testInfo, 'long.aof', bytes));
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${count(total)} records.`);
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(total + 2));
  await page.keyboard.press('End');
  await expectSelected(app, rowIndexOf(total - 1));
  await expect(app.selectedRow).toBeInViewport();
  await app.goTo('200000');
  await expectSelected(app, rowIndexOf(200_000));
  await expect(app.selectedRow).toBeInViewport();
  // Only what is in view is in the document.
  expect(await app.rows.getByRole('row').count()).toBeLessThan(200);
});
