import type { Page } from '@playwright/test';
import { emberFile } from './support/emberFile.ts';
import { chooseInSavePicker } from './support/pickers.ts';
import { expect, test } from './support/test.ts';
import { offset } from './support/words.ts';

const damaged = emberFile('damaged/flip-value.aof');
const WIDTHS = [390, 1024, 1440];

/**
 * What sticks out of the window to the side: it can neither be seen nor be scrolled to. Boxes that scroll by
 * themselves may hold more than they show; boxes that cut off may not, where there is something to press in them.
 */
function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth > clientWidth)
      found.push(`the page scrolls sideways: ${scrollWidth} of ${clientWidth} px`);
    const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const cuts = (element: Element): boolean => /hidden|clip/.test(getComputedStyle(element).overflowX);
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const box = element.getBoundingClientRect();
      // What is there for screen readers only has no size to speak of.
      if (box.width <= 2 || box.height <= 2 || !element.checkVisibility({ visibilityProperty: true }))
        continue;
      if (box.right <= clientWidth + 1 && box.left >= -1) continue;
      const isControl = element.matches(
        'button, input, select, textarea, a, [role="slider"], [role="separator"]',
      );
      let excused = false;
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        excused ||= scrolls(around) || (!isControl && cuts(around));
      }
      if (!excused) {
        found.push(
          `${element.tagName} ${element.className} “${element.textContent.slice(0, 30)}” ${box.left}–${box.right}`,
        );
      }
    }
    return found;
  });
}

async function expectNoOverflow(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => overflowing(page), `at ${width} px`).toEqual([]);
  }
}

test('nothing sticks out: the empty page, with recent files', async ({ app, page }) => {
  await app.open(damaged.path);
  await app.reload();
  await expect(app.recents).toBeVisible();
  await expectNoOverflow(page);
});

test('nothing sticks out: a damaged file with many others open', async ({ app, page }) => {
  await app.drop(
    damaged.path,
    ...[
      'intact/base-medium.aof',
      'intact/base.snap',
      'damaged/flip-keylen-bit24.aof',
      'intact/enc-base.aof',
    ].map((path) => emberFile(path).path),
  );
  await app.read(damaged.name);
  await app.goTo('33');
  await expectNoOverflow(page);
});

test('nothing sticks out: the faults', async ({ app, page }) => {
  await app.open(emberFile('damaged/flip-every-10th-record.aof').path);
  await app.show('Faults');
  await expect(app.faultCards.first()).toBeVisible();
  await expectNoOverflow(page);
});

test('nothing sticks out: the repair, and its outcome', async ({ app, page }) => {
  await app.open(damaged.path);
  await app.show('Repair');
  const saving = page.getByRole('region', { name: 'Save', exact: true });
  await expect(saving).toBeVisible();
  await expectNoOverflow(page);
  await chooseInSavePicker(page);
  await saving.getByRole('button', { name: 'Save repaired copy…' }).click();
  await expect(saving).toContainText('Saved and checked');
  await expectNoOverflow(page);
});

test('nothing sticks out: the dialogs', async ({ app, page }) => {
  await app.open(emberFile('intact/enc-base.aof').path);
  const expectFits = async (): Promise<void> => {
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoOverflow(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  };
  await page.keyboard.press('Control+k');
  await expectFits();
  await page.keyboard.press('?');
  await expectFits();
  await page.keyboard.press('g');
  await expectFits();
  for (const words of ['Choose the reader', 'Give the key of this file', 'What stays on this computer']) {
    await app.command(words);
    await expectFits();
  }
});

test('nothing sticks out: a file that can’t be shown', async ({ app, page }) => {
  await app.drop(emberFile('damaged/zero-length.aof').path);
  await expect(page.getByRole('heading', { name: 'The file is empty: 0 bytes.' })).toBeVisible();
  await expectNoOverflow(page);
});

test('a narrow screen shows one pane at a time, and switches between them', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open(damaged.path);
  await expect(app.rows).toBeVisible();
  await expect(app.fields).toBeHidden();
  await expect(app.bytes).toBeHidden();

  await app.views.getByRole('button', { name: 'Fields' }).click();
  await expect(app.fields).toBeVisible();
  await expect(app.rows).toBeHidden();
  await expect(app.views.getByRole('button', { name: 'Fields' })).toHaveAttribute('aria-current', 'true');

  await app.views.getByRole('button', { name: 'Bytes' }).click();
  await expect(app.bytes).toBeVisible();
  await expect(app.fields).toBeHidden();

  await page.keyboard.press('Escape');
  await expect(app.rows).toBeVisible();
  await expect(app.bytes).toBeHidden();

  await app.views.getByRole('button', { name: /^Faults/ }).click();
  await expect(app.faultCards).toHaveCount(1);
  await app.views.getByRole('button', { name: 'Repair' }).click();
  await expect(page.getByRole('button', { name: 'Save repaired copy…' })).toBeVisible();
  await app.views.getByRole('button', { name: 'Records' }).click();
  await expect(app.rows).toBeVisible();
});

test('on a narrow screen a second tap opens the row', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open(emberFile('intact/base-medium.aof').path);
  const row = app.rows.getByRole('row').nth(4);
  await row.click();
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await expect(app.rows).toBeVisible();
  await row.click();
  await expect(app.fields).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Record 2' })).toBeVisible();
});

test('on a narrow screen a damaged file is found, looked at and repaired', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open(damaged.path);
  await expect(app.verdict).toContainText(offset(damaged.expected.ember.stopped_at));
  await app.views.getByRole('button', { name: 'Fields' }).click();
  await expect(page.getByRole('main')).toContainText('Checksum does not match');
  await app.views.getByRole('button', { name: 'Repair' }).click();
  await chooseInSavePicker(page);
  await page.getByRole('button', { name: 'Save repaired copy…' }).click();
  await expect(page.getByRole('region', { name: 'Save', exact: true })).toContainText('Saved and checked');
  await page.getByRole('button', { name: 'Open the repaired file' }).click();
  await app.read('flip-value.repaired.aof');
  await expect(app.headline).toHaveText('Ember 0.4.9 loads all 76 records.');
});

test('the filter box opens and closes on a narrow screen', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open(emberFile('intact/base-medium.aof').path);
  await page.getByRole('button', { name: 'Filter or find rows' }).click();
  await expect(app.filterBox).toBeFocused();
  await page.keyboard.type('hash:');
  await page.keyboard.press('Enter');
  await expect(app.selectedRow).toContainText('hash:');
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(app.filterBox).toBeHidden();
});
