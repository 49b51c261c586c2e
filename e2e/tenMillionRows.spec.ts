import { madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { tinyRecords } from './support/tinyRecords.ts';
import { count, offset } from './support/words.ts';

const RECORDS = 10_000_000;
/** Where record `i` stands in the table: after the column heads and the file's header. */
const rowIndexOf = (i: number): string => String(i + 3);

test('ten million rows: by wheel, keys and thumb each shows what stands there, in as few elements as a hundred', async ({
  app,
  page,
}, testInfo) => {
  const { bytes, each } = tinyRecords(RECORDS);
  await app.open(madeFile(testInfo, 'tiny.aof', bytes));
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${count(RECORDS)} records.`);
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(RECORDS + 2));
  const elements = app.rows.getByRole('row');
  const few = await elements.count();
  expect(few).toBeLessThan(150);

  const placeOf = (i: number): string => offset(5 + i * each);
  /** Each row in view says the place that goes with its number. */
  const expectRowsInView = async (): Promise<number> => {
    // At one moment: what is scrolled to may come between two looks.
    let shown: readonly { readonly index: number; readonly isBusy: boolean; readonly cells: string[] }[] = [];
    await expect(async () => {
      shown = await elements.evaluateAll((rows) =>
        rows.slice(1).map((row) => ({
          index: Number(row.getAttribute('aria-rowindex')),
          isBusy: row.getAttribute('aria-busy') === 'true',
          cells: Array.from(row.querySelectorAll('[role="gridcell"]'), (cell) => cell.textContent),
        })),
      );
      expect(shown.filter(({ isBusy }) => isBusy)).toEqual([]);
    }).toPass();
    expect(shown.length).toBeGreaterThan(10);
    for (const { index, cells } of shown) {
      const record = index - 3;
      if (record < 0) continue;
      expect(cells.slice(0, 2)).toEqual([count(record), placeOf(record)]);
      expect(cells[4]).toBe(`k${record % 10}`);
    }
    expect(await elements.count()).toBeLessThan(few + 60);
    // The row that has the focus may stand far away from the others.
    return shown[Math.floor(shown.length / 2)]?.index ?? 0;
  };

  await page.keyboard.press('End');
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', rowIndexOf(RECORDS - 1));
  await expect(app.selectedRow).toBeInViewport();
  await expectRowsInView();

  await app.goTo('5000000');
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', rowIndexOf(5_000_000));
  await page.keyboard.press('j');
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', rowIndexOf(5_000_001));
  await expect(app.selectedRow).toBeFocused();
  const before = await expectRowsInView();

  // A wheel moves by as much as it turns, however long the table is; the selection stays where it was.
  await app.rows.hover();
  for (let notch = 0; notch < 40; notch++) await page.mouse.wheel(0, 120);
  await expect.poll(expectRowsInView).toBeGreaterThan(before + 100);
  expect(await expectRowsInView()).toBeLessThan(before + 250);
  await page.keyboard.press('k');
  await expect(app.selectedRow).toHaveAttribute('aria-rowindex', rowIndexOf(5_000_000));
  await expect(app.selectedRow).toBeInViewport();

  // The thumb jumps in proportion.
  await app.rows.evaluate((grid) => {
    const scrolls = [grid, ...grid.querySelectorAll('*')].find(
      (element) => element.scrollHeight > element.clientHeight * 10,
    );
    if (scrolls === undefined) throw new Error('nothing scrolls');
    scrolls.scrollTop = scrolls.scrollHeight / 4;
  });
  await expect.poll(expectRowsInView).toBeGreaterThan(RECORDS * 0.24);
  expect(await expectRowsInView()).toBeLessThan(RECORDS * 0.26);

  await app.filterBox.fill('key:k7 at:0x0..0x1000');
  await expect(page.locator('.filter-count')).toHaveText(/ of 10,000,001 rows$/);
  await expect(app.rows.getByRole('row').nth(1)).toContainText(placeOf(7));
});
