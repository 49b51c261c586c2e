import { emberFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { offset } from './support/words.ts';

const log = emberFile('intact/base-medium.aof');
const records = log.expected.records ?? [];
const place = (i: number): string => offset(records[i]?.at ?? -1);

/** Part of several keys of the log, but not of all. */
const PART = 'hash:';
const hits = records.filter(({ key }) => String(key ?? '').includes(PART));

test.describe('going to a place', () => {
  test('a record by its number', async ({ app, page }) => {
    await app.open(log.path);
    await page.keyboard.press('g');
    const dialog = app.dialog('Go to');
    await expect(dialog.getByRole('textbox', { name: 'Record number or offset' })).toBeFocused();
    await page.keyboard.type('300');
    await expect(dialog.getByRole('status')).toHaveText('Record 300');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(app.selectedRow).toContainText(place(300));
    await expect(app.selectedRow).toBeInViewport();
  });

  test('any byte, by its offset in hex, in decimal or in KiB', async ({ app }) => {
    const inside = (records[200]?.at ?? 0) + 3;
    await app.open(log.path);
    await app.goTo(offset(inside));
    await expect(app.selectedRow).toContainText(place(200));
    await expect(app.selectedBytes).toHaveCount(1);
    await app.goTo(`@${(records[10]?.at ?? 0) + 1}`);
    await expect(app.selectedRow).toContainText(place(10));
    await app.goTo('2 KiB');
    const holder = records.findLast(({ at }) => at <= 2048);
    await expect(app.selectedRow).toContainText(offset(holder?.at ?? -1));
  });

  test('what is not there is told, with what is', async ({ app, page }) => {
    await app.open(log.path);
    await page.keyboard.press(':');
    const dialog = app.dialog('Go to');
    const field = dialog.getByRole('textbox');
    await field.fill('379');
    await field.press('Enter');
    await expect(dialog.getByRole('status')).toHaveText('Records here go up to 378.');
    await field.fill('1 GiB');
    await field.press('Enter');
    await expect(dialog.getByRole('status')).toHaveText(
      `The file ends at ${offset(log.bytes.length)}, after 30,016 bytes.`,
    );
    await field.fill('twelve');
    await field.press('Enter');
    await expect(dialog.getByRole('status')).toHaveText('That is neither a record number nor an offset.');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
});

test.describe('finding keys', () => {
  test('Enter and Shift+Enter go from hit to hit, around the ends', async ({ app, page }) => {
    expect(hits.length).toBeGreaterThan(3);
    await app.open(log.path);
    await page.keyboard.press('/');
    await expect(app.filterBox).toBeFocused();
    await page.keyboard.type(PART);
    for (const { i } of hits.slice(0, 3)) {
      await page.keyboard.press('Enter');
      await expect(app.selectedRow).toContainText(place(i));
    }
    await page.keyboard.press('Shift+Enter');
    await expect(app.selectedRow).toContainText(place(hits[1]?.i ?? -1));
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(app.selectedRow).toContainText(place(hits.at(-1)?.i ?? -1));
    await expect(page.getByRole('search').getByRole('status')).toHaveText('From the end');
  });

  test('n and N do the same from the table', async ({ app, page }) => {
    await app.open(log.path);
    await app.filterBox.fill(PART);
    await page.keyboard.press('Enter');
    await expect(app.selectedRow).toContainText(place(hits[0]?.i ?? -1));
    await app.selectedRow.focus();
    await page.keyboard.press('n');
    await expect(app.selectedRow).toContainText(place(hits[1]?.i ?? -1));
    await page.keyboard.press('n');
    await expect(app.selectedRow).toContainText(place(hits[2]?.i ?? -1));
    await page.keyboard.press('Shift+N');
    await expect(app.selectedRow).toContainText(place(hits[1]?.i ?? -1));
  });

  test('case counts only when it is asked to', async ({ app, page }) => {
    await app.open(log.path);
    await app.filterBox.fill(PART.toUpperCase());
    await page.keyboard.press('Enter');
    await expect(app.selectedRow).toContainText(place(hits[0]?.i ?? -1));
    await page.getByRole('button', { name: 'Match upper and lower case' }).click();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('search').getByRole('status')).toHaveText('No hit');
    await expect(page.getByText('No row matches the filter')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(app.filterBox).toHaveValue('');
  });
});

test.describe('the command palette', () => {
  test('finds a command by a few of its letters, and runs it', async ({ app, page }) => {
    await app.open(log.path);
    await page.keyboard.press('Control+k');
    const palette = app.dialog('Commands');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('faults');
    await expect(palette.getByRole('option').first()).toContainText('Show the faults');
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(app.faults).toBeVisible();
  });

  test('takes a place, an open file and the arrows as well', async ({ app, page }) => {
    const other = emberFile('intact/base.snap');
    await app.drop(log.path, other.path);
    await app.read(log.name);
    await page.keyboard.press('Control+k');
    const palette = app.dialog('Commands');
    await page.keyboard.type('120');
    await expect(palette.getByRole('option', { selected: true })).toHaveText(/^Go to record 120/);
    await page.keyboard.press('Enter');
    await expect(app.selectedRow).toContainText(place(120));

    await page.getByRole('button', { name: 'Commands' }).click();
    await page.keyboard.type('base.snap');
    await page.keyboard.press('Enter');
    await app.read(other.name);

    await page.keyboard.press('Control+k');
    const options = palette.getByRole('option');
    await page.keyboard.press('ArrowDown');
    await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(options.last()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Control+k');
    await expect(palette).toBeHidden();
  });

  test('gives the focus back when it is closed', async ({ app, page }) => {
    await app.open(log.path);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(app.selectedRow).toBeFocused();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await expect(app.selectedRow).toBeFocused();
  });
});

test.describe('the keys', () => {
  test('are all listed', async ({ app, page }) => {
    await app.open(log.path);
    await page.keyboard.press('?');
    const keys = app.dialog('Keys');
    for (const label of [
      'Next fault',
      'Filter or find rows',
      'Go to a record or an offset',
      'Next hit',
      'Next row',
    ]) {
      await expect(keys.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) })).toBeVisible();
    }
    await page.keyboard.press('Escape');
    await expect(keys).toBeHidden();
  });

  test('that are single letters can be switched off for good', async ({ app, page }) => {
    const damaged = emberFile('damaged/flip-value.aof');
    const toggle = page.getByRole('checkbox', { name: /^Single keys without Ctrl or Alt/ });
    await app.open(damaged.path);
    await page.keyboard.press('?');
    await toggle.uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.keyboard.press('e');
    await page.keyboard.press('?');
    await expect(app.dialog('Keys')).toBeHidden();
    await expect(app.selectedRow).toContainText(offset(0));

    await app.reload();
    await app.open(damaged.path);
    await page.keyboard.press('Home');
    await page.keyboard.press('e');
    await expect(app.selectedRow).toContainText(offset(0));
    await app.command('Show all keys');
    await toggle.check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await expect(app.selectedRow).toContainText(offset(damaged.expected.ember.stopped_at));
  });
});

test('Alt and the arrows walk back and forth through what was looked at', async ({ app, page }) => {
  await app.open(log.path);
  for (const i of [5, 100, 300]) {
    await app.goTo(String(i));
    await expect(app.selectedRow).toContainText(place(i));
  }
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(app.selectedRow).toContainText(place(100));
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(app.selectedRow).toContainText(place(5));
  await page.keyboard.press('Alt+ArrowRight');
  await expect(app.selectedRow).toContainText(place(100));
  await page.keyboard.press('Alt+ArrowRight');
  await expect(app.selectedRow).toContainText(place(300));
});

test('[ and ] go from file to file', async ({ app, page }) => {
  const other = emberFile('intact/base.snap');
  const third = emberFile('damaged/flip-value.aof');
  await app.drop(log.path, other.path, third.path);
  await app.read(log.name);
  await page.keyboard.press(']');
  await app.read(other.name);
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await app.read(third.name);
});

test('each file keeps its own selection and view', async ({ app, page }) => {
  const damaged = emberFile('damaged/flip-value.aof');
  await app.drop(log.path, damaged.path);
  await app.read(log.name);
  await app.goTo('12');
  await app.tab(damaged.name).click();
  await app.read(damaged.name);
  await app.show('Faults');
  await app.tab(log.name).click();
  await expect(app.selectedRow).toContainText(place(12));
  await page.keyboard.press(']');
  await expect(app.faults).toBeVisible();
});
