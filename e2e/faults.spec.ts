import { emberFile, lostPlaces } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { offset } from './support/words.ts';

const several = emberFile('damaged/flip-every-10th-record.aof');

const damagedPlaces = (): number[] => lostPlaces(several).map(({ at }) => at);

test('every fault is listed, with what shows it, what it means and what to do', async ({ app }) => {
  const places = damagedPlaces();
  expect(places.length).toBeGreaterThan(4);
  await app.open(several.path);
  await expect(app.views.getByRole('button', { name: `Faults ${places.length} faults` })).toBeVisible();
  await app.show('Faults');
  await expect(app.faultCards).toHaveCount(places.length);
  for (const place of places) {
    await expect(app.faultCards.getByRole('button', { name: offset(place), exact: true })).toBeVisible();
  }
  const first = app.faultCards.first();
  await expect(first).toContainText('Damage');
  await expect(first).toContainText(/stored 0x[0-9a-f]{8}, computed 0x[0-9a-f]{8}/);
  await expect(first).toContainText(`A reader that gets this far stops at ${offset(places[0] ?? 0)}`);
});

test('the first fault is shown at once, and e and E step through them, around the ends', async ({
  app,
  page,
}) => {
  const places = damagedPlaces();
  await app.open(several.path);
  await expect(app.selectedRow).toContainText(offset(places[0] ?? 0));
  for (const place of places.slice(1)) {
    await page.keyboard.press('e');
    await expect(app.selectedRow).toContainText(offset(place));
  }
  await page.keyboard.press('e');
  await expect(app.selectedRow).toContainText(offset(places[0] ?? 0));
  await page.keyboard.press('Shift+E');
  await expect(app.selectedRow).toContainText(offset(places.at(-1) ?? 0));
  await page.keyboard.press('Shift+E');
  await expect(app.selectedRow).toContainText(offset(places.at(-2) ?? 0));
  await app.verdict.getByRole('button', { name: 'Next fault' }).click();
  await expect(app.selectedRow).toContainText(offset(places.at(-1) ?? 0));
});

test('the selected row says what is wrong with it, and what explains it', async ({ app, page }) => {
  const file = emberFile('damaged/flip-value.aof');
  await app.open(file.path);
  await expect(app.selectedRow).toContainText(offset(file.expected.ember.stopped_at));
  await expect(app.selectedRecord).toContainText('Checksum does not match');
  await expect(app.field('crc32')).toContainText('0x8cea0b5f');
  // As the fixture has it: bit 5 of the byte at 2496, which was e6 and is c6.
  await expect(app.selectedRecord).toContainText('One flipped bit explains this.');
  await expect(app.selectedRecord).toContainText('0x000009C0, bit 5, in value: c6 → e6');
  await app.selectedRecord.getByRole('button', { name: '0x000009C0' }).click();
  await expect(app.selectedBytes).toHaveText(['c6']);
  await app.selectedRecord.getByRole('button', { name: 'Use this fix in the repair' }).click();
  await expect(page.getByRole('heading', { name: `Repair plan for ${file.name}` })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Salvage and fix/ })).toBeChecked();
});

test('a card selects its row, and its offset leads to the table', async ({ app, page }) => {
  const place = damagedPlaces()[2] ?? 0;
  await app.open(several.path);
  await app.show('Faults');
  const card = app.faultCards.filter({ has: page.getByRole('button', { name: offset(place), exact: true }) });
  await card.getByRole('button').first().click();
  await expect(card.getByRole('button').first()).toHaveAttribute('aria-current', 'true');
  await expect(app.selectedRecord).toContainText(offset(place));
  await card.getByRole('button', { name: offset(place), exact: true }).click();
  await expect(app.selectedRow).toContainText(offset(place));
  await expect(app.selectedRow).toBeFocused();
});

test('the list is walked by keyboard', async ({ app, page }) => {
  await app.open(several.path);
  await app.show('Faults');
  const card = (n: number) => app.faultCards.nth(n).getByRole('button').first();
  await expect(card(0)).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await card(0).focus();
  await page.keyboard.press('j');
  await expect(card(1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(card(2)).toBeFocused();
  await page.keyboard.press('k');
  await expect(card(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card(1)).toHaveAttribute('aria-current', 'true');
});

test('a file without faults says so', async ({ app, page }) => {
  await app.open(emberFile('intact/base-medium.aof').path);
  await app.show('Faults');
  await expect(app.faults).toContainText('No faults: every checksum in this file holds');
  await page.keyboard.press('e');
  await expect(app.toast('No faults were found in base-medium.aof.')).toBeVisible();
});

test('the map shows where the reader stops, and goes to any place', async ({ app, page }) => {
  const file = emberFile('damaged/flip-value.aof');
  const at = file.expected.ember.stopped_at;
  await app.open(file.path);
  await expect(app.map).toHaveAccessibleDescription(`The reader stops at ${offset(at)}`);
  const box = await app.map.boundingBox();
  if (box === null) throw new Error('the map has no place');
  await page.mouse.click(box.x + box.width * ((at + 20) / file.bytes.length), box.y + box.height / 2);
  await expect(app.selectedRow).toContainText(offset(at));
  await expect(app.map).toHaveAttribute('aria-valuetext', `Offset ${offset(at)}, record 33`);
  await app.map.focus();
  await page.keyboard.press('Home');
  await expect(app.selectedRow).toContainText('header');
  await page.keyboard.press('End');
  await expect(app.selectedRow).toContainText('holds');
  await expect(app.map).toHaveAttribute('aria-valuenow', String(file.bytes.length - 1));
});
