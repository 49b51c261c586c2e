import { emberFile } from './support/emberFile.ts';
import { chooseInSavePicker, readPrivateFile } from './support/pickers.ts';
import { tabTo } from './support/tabTo.ts';
import { expect, test } from './support/test.ts';
import { offset } from './support/words.ts';

const damaged = emberFile('damaged/flip-value.aof');
const intact = emberFile('intact/base-small.aof');

test('from the drop to a clean repaired file without a mouse', async ({ app, page }) => {
  await app.open(damaged.path);
  await chooseInSavePicker(page);

  // Look at the fault: its row, its fields, its bytes.
  await page.keyboard.press('Home');
  await page.keyboard.press('e');
  await expect(app.selectedRow).toContainText(offset(damaged.expected.ember.stopped_at));
  await tabTo(app.selectedRow);
  await page.keyboard.press('Enter');
  await expect(app.fields.getByRole('row').first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(app.field('crc32')).toBeFocused();
  await tabTo(app.bytes);
  await page.keyboard.press('ArrowRight');
  await expect(app.selectedBytes).toHaveCount(1);

  // The faults, and from there the repair.
  await tabTo(app.views.getByRole('button', { name: /^Faults/ }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(app.faultCards.first()).toBeVisible();
  await tabTo(app.repairButton, 'Shift+Tab');
  await page.keyboard.press('Enter');
  const chosen = page.getByRole('radio', { checked: true, name: /keeps|Salvage|Drop|Cut/ });
  await tabTo(chosen);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: /^Drop/ })).toBeChecked();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Salvage and fix/ })).toBeChecked();

  await tabTo(page.getByRole('button', { name: 'Save repaired copy…' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Save', exact: true })).toContainText(
    'Saved and checked: ember 0.4.9 loads all 76 records',
  );
  // The focus is where the news is; the next stop leads on.
  await tabTo(page.getByRole('button', { name: 'Open the repaired file' }));
  await page.keyboard.press('Enter');
  await app.read('flip-value.repaired.aof');
  await expect(app.headline).toHaveText('Ember 0.4.9 loads all 76 records.');
  expect((await readPrivateFile(page, 'flip-value.repaired.aof'))?.equals(intact.bytes)).toBe(true);
});

test('the same by the command palette alone', async ({ app, page }) => {
  const run = async (words: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await expect(app.dialog('Commands').getByRole('combobox')).toBeFocused();
    await page.keyboard.type(words);
    await expect(app.dialog('Commands').getByRole('option', { selected: true })).toContainText(words);
    await page.keyboard.press('Enter');
  };
  await app.open(damaged.path);
  await chooseInSavePicker(page);
  await run('Repair this file');
  await expect(page.getByRole('button', { name: 'Save repaired copy…' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await run('Save the repaired copy');
  await expect(page.getByRole('region', { name: 'Save', exact: true })).toContainText('Saved and checked');
});

test('every control of the start page is reached by Tab, in the order in which it stands', async ({
  app,
  page,
}) => {
  await tabTo(app.openTarget);
  await tabTo(page.getByRole('button', { name: 'How do I check?' }));
  await page.keyboard.press('Enter');
  await expect(app.dialog('Nothing leaves this computer')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'How do I check?' })).toBeFocused();
  await tabTo(app.sample('Silent loss'));
  await page.keyboard.press('Enter');
  await app.read('silent-loss.aof');
});

test('the panes are resized by keyboard, and stay so', async ({ app, page }) => {
  await app.open(intact.path);
  const edge = page.getByRole('separator', { name: 'Width of the fields and bytes' });
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await tabTo(edge);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 32));
  await app.reload();
  await app.open(intact.path);
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 32));
});
