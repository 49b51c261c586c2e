import { emberFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { count, offset } from './support/words.ts';

const log = emberFile('intact/base-medium.aof');
const records = log.expected.records ?? [];
/** Records, the header, and no footer. */
const rows = records.length + 1;

const among = (found: number): string => `${count(found)} of ${count(rows)} rows`;

test('a filter is typed, completed, sorted, shared, and shows a colleague the same rows', async ({
  app,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const sets = records.filter(({ type }) => type === 'HSET');
  await app.open(log.path);
  await page.keyboard.press('/');
  await expect(app.filterBox).toBeFocused();

  // Names are completed: the field, then the type.
  await page.keyboard.type('ty');
  const options = page.getByRole('listbox', { name: 'What could go on here' }).getByRole('option');
  await expect(options.first()).toContainText('type:');
  await page.keyboard.press('Tab');
  await page.keyboard.type('hs');
  await expect(options.first()).toHaveText('HSET');
  await page.keyboard.press('ArrowDown');
  await expect(app.filterBox).toHaveAttribute('aria-activedescendant', /./);
  await page.keyboard.press('Enter');
  await expect(app.filterBox).toHaveValue('type:HSET ');
  await expect(page.getByText(among(sets.length)).first()).toBeVisible();
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(sets.length + 1));
  const first = sets[0];
  const top = app.rows.getByRole('row').nth(1);
  await expect(top).toContainText(offset(first?.at ?? -1));
  await expect(top.getByRole('gridcell').first()).toHaveText(String(first?.i));

  // What is wrong is told and marked, and the rows stay.
  await page.keyboard.type('size>many');
  await expect(app.filterBox).toHaveAttribute('aria-invalid', 'true');
  await expect(app.filterBox).toHaveAccessibleDescription(/“many” is not a number of bytes/);
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(sets.length + 1));
  await app.filterBox.fill('type:HSET size>30');
  const large = sets.filter(({ size }) => size > 30);
  await expect(page.getByText(among(large.length)).first()).toBeVisible();

  // The largest first; those of one size in the order of the file.
  const header = app.rows.getByRole('columnheader').filter({ hasText: 'Bytes' });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  const sorted = large.toSorted((a, b) => b.size - a.size);
  for (const [at, { i }] of sorted.slice(0, 5).entries()) {
    await expect(
      app.rows
        .getByRole('row')
        .nth(at + 1)
        .getByRole('gridcell')
        .first(),
    ).toHaveText(String(i));
  }

  // A link has it all but the file.
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(app.toast(/^Copied a link to this view/)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URLSearchParams(new URL(link).hash.slice(1)).get('filter')).toBe('type:HSET size>30');
  await expect.poll(() => page.url()).toBe(link);
  await app.reload();
  await app.open(log.path);
  await expect(app.filterBox).toHaveValue('type:HSET size>30');
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(top.getByRole('gridcell').first()).toHaveText(String(sorted[0]?.i));

  // A condition is taken out again; the text stays the truth.
  await page.getByRole('button', { name: 'Take out size>30' }).click();
  await expect(app.filterBox).toHaveValue('type:HSET');
  await expect(page.getByText(among(sets.length)).first()).toBeVisible();
});

test('by keyboard alone: filter to a cell, step, mark only, sort, and back out', async ({ app, page }) => {
  await app.open(log.path);
  const shared = records.find(
    ({ i, key }) => key !== undefined && records.some((other) => other.i > i && other.key === key),
  );
  const same = records.filter(({ key }) => key === shared?.key);
  await app.goTo(String(shared?.i));
  await app.selectedRow.focus();
  await page.keyboard.press('f');
  await expect(page.getByText(among(same.length)).first()).toBeVisible();
  await page.keyboard.press('n');
  await expect(app.selectedRow).toContainText(offset(same[1]?.at ?? -1));

  // Leave them out: what is selected is hidden, and stays in the inspector.
  await page.keyboard.press('f');
  await expect(app.filterBox).toHaveValue('');
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(rows + 1));
  await app.selectedRow.focus();
  await page.keyboard.press('Shift+F');
  await expect(page.getByText('The selected row is hidden by the filter.')).toBeVisible();
  await expect(app.selectedRow).toHaveCount(0);
  await expect(app.selectedRecord).toContainText(String(same[1]?.i));
  await page.getByRole('button', { name: 'Show it' }).press('Enter');
  await expect(app.selectedRow).toHaveCount(1);
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(rows + 1));

  await app.selectedRow.focus();
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('s');
  await expect(app.rows.getByRole('columnheader').filter({ hasText: 'Key' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.keyboard.press('Escape');
  await expect(app.filterBox).toHaveValue('');

  // Nothing found says so, and offers the way back.
  await page.keyboard.press('/');
  await page.keyboard.type('value:"no value has this"');
  await expect(page.getByText('No row matches the filter')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).last().press('Enter');
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(rows + 1));
});

test('gaps and faults are found like records', async ({ app }) => {
  const damaged = emberFile('damaged/delete-100-bytes.aof');
  await app.open(damaged.path);
  await app.filterBox.fill('fault:*');
  await expect(app.rows).toHaveAttribute('aria-rowcount', '2');
  await expect(app.rows.getByRole('row').nth(1)).toContainText(offset(damaged.expected.ember.stopped_at));
  await app.filterBox.fill('type:gap or salvaged:yes');
  const held = damaged.expected.intact?.filter(([at]) => at > damaged.expected.ember.stopped_at) ?? [];
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(held.length + 2));
});

test('the other button of the mouse offers what a cell can do; so it does on a narrow screen', async ({
  app,
  page,
}) => {
  await app.open(log.path);
  const types = new Set(records.map(({ type }) => type));
  const first = records[0];
  const cell = (at: number, name: string) => app.rowAt(offset(at)).locator(`[data-column="${name}"]`);
  const menu = page.getByRole('menu', { name: 'Of this cell' });

  await cell(first?.at ?? -1, 'type').click({ button: 'right' });
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(app.selectedRow).toBeFocused();

  await cell(first?.at ?? -1, 'type').click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Leave this type out' }).click();
  const others = records.filter(({ type }) => type !== first?.type);
  await expect(page.getByText(among(others.length + 1)).first()).toBeVisible();
  expect(types.size).toBeGreaterThan(1);
  await app.filterBox.fill('');

  await page.setViewportSize({ width: 390, height: 844 });
  await app.rows.getByRole('row').nth(2).click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Sort by size, the largest first' }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  const largest = Math.max(...records.map(({ size }) => size));
  await page.keyboard.press('Control+Home');
  const top = app.selectedRow.locator('[data-column="bytes"]');
  await expect(top).toHaveText(count(largest));
  await top.click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'In the order of the file' }).click();
  await page.keyboard.press('Control+Home');
  await expect(app.selectedRow).toContainText(offset(0));
});
