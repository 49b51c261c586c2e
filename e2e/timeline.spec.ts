import { storyLog } from '../test/support/storyLog.ts';
import { expectNoViolations } from './support/axe.ts';
import { madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';

test('a key is followed back through a rename to before its deletion', async ({ app, page }, testInfo) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const path = madeFile(testInfo, 'shard-0.aof', storyLog().bytes);
  await app.load();
  await app.open(path);
  await app.show('Timeline');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByRole('region', { name: 'Busiest keys' })).toBeVisible();

  // Only the name that it had last is known.
  const adder = timeline.getByRole('combobox', { name: 'Follow a key' });
  await adder.fill('order');
  await expect(timeline.getByRole('option', { name: /^order:42/ })).toBeVisible();
  await adder.press('Enter');
  const chart = timeline.getByRole('slider', { name: 'Records of order:42' });
  await expect(chart).toHaveAttribute('aria-valuemax', '8');
  await expect(timeline.getByRole('list', { name: 'Lanes' })).toContainText('gone at the end · 2 names');

  // Just before its deletion it held what it had held under its earlier name, and one field more.
  await timeline.getByRole('button', { name: 'Just before it was deleted' }).click();
  await expect(chart).toHaveAttribute('aria-valuetext', 'order:42: record 8 of 8, delete');
  const value = timeline.getByRole('region', { name: 'Value before and after' });
  for (const [field, held] of [
    ['apples', '3'],
    ['paid', 'yes'],
    ['pears', '5'],
  ]) {
    await expect(value.getByRole('row', { name: `removed ${field} ${held}` })).toBeVisible();
  }
  await value.getByRole('button', { name: 'Copy as command' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('DEL order:42');

  // Back through the rename, by keys; then to the record that has set a field.
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuetext', 'order:42: record 6 of 8, move');
  await expect(value).toContainText('RENAME');
  await value.getByRole('button', { name: 'Which record set pears?' }).click();
  await expect(chart).toHaveAttribute('aria-valuetext', 'order:42: record 2 of 8, write');
  await expect(value.getByRole('row', { name: 'added pears 5' })).toBeVisible();
  await value.getByRole('button', { name: 'Copy all as commands' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(
      [
        'HSET cart:42 apples 2',
        'HSET cart:42 pears 5',
        'EXPIRE cart:42 3600',
        'HSET cart:42 apples 3',
        'PERSIST cart:42',
        'RENAME cart:42 order:42',
        'HSET order:42 paid yes',
        'DEL order:42',
      ].join('\n'),
    );

  // All keys of a prefix; up and down go between lanes; the same marks stand in a table.
  await adder.fill('user:1042');
  await page.getByRole('option', { name: 'All 2 that begin with user:1042' }).click();
  await chart.or(timeline.getByRole('slider')).first().focus();
  await expectNoViolations(page, 'the timeline');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(timeline).toContainText(/rows [\d,]+ – [\d,]+/);
  await page.keyboard.press('0');
  await expect(timeline).not.toContainText(/rows [\d,]+ – [\d,]+/);
  // Two fingers do the same.
  const box = await timeline.getByRole('slider').first().boundingBox();
  const fingers = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: readonly number[]) =>
    fingers.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: places.map((share, id) => ({
        x: (box?.x ?? 0) + share * (box?.width ?? 0),
        y: (box?.y ?? 0) + 60,
        id,
      })),
    });
  await touch('touchStart', 0.45, 0.55);
  for (const by of [0.05, 0.1, 0.15, 0.2]) await touch('touchMove', 0.45 - by, 0.55 + by);
  await touch('touchEnd');
  await expect(timeline).toContainText(/rows [\d,]+ – [\d,]+/);
  await page.keyboard.press('0');
  await timeline.getByRole('radio', { name: 'Table' }).check();
  await expect(timeline.getByRole('table').first().getByRole('row')).not.toHaveCount(0);
  await expectNoViolations(page, 'the timeline as a table');
  // What was added is in hand, although the selected record is another key's.
  await expect(timeline.getByRole('combobox', { name: 'Lane' }).locator('option:checked')).toHaveText(
    'user:1042:profile',
  );
  await timeline.getByRole('table').getByRole('button', { name: '2', exact: true }).click();

  // Map and timeline show the same part of the file.
  await app.map.focus();
  await page.keyboard.press('+');
  await expect(timeline).toContainText(/rows [\d,]+ – [\d,]+/);
  await expect(app.map).toHaveAttribute('aria-valuetext', /; shown: 0x[0-9A-F]+ to 0x[0-9A-F]+$/);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(app.map).not.toHaveAttribute('aria-valuetext', /shown/);

  // The selection is the page's: the record stands selected in the list.
  await timeline.getByRole('button', { name: 'Show record' }).click();
  await expect(app.selectedRow).toBeVisible();
  await page.keyboard.press('t');
  await expect(timeline).toBeVisible();

  // A row's own menu leads there too.
  await app.show('Records');
  await app.selectedRow.getByRole('gridcell').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Follow this key in the timeline' }).click();
  await expect(timeline).toBeVisible();
});
