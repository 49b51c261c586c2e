import { type AofRecord, encodeUtf8 } from '../src/codec/index.ts';
import { buildLog } from '../test/support/buildFiles.ts';
import { expectNoViolations } from './support/axe.ts';
import { madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';

const text = encodeUtf8;
const set = (key: string, value: string, expire_ms = -1n): AofRecord => ({
  type: 'SET',
  key: text(key),
  value: text(value),
  expire_ms,
});

/** One key of each fate, a lost record in the middle, and what is set anew behind it. */
const RECORDS: readonly AofRecord[] = [
  set('user:1', 'Ada, the first of all users'),
  set('user:2', 'Grace', 60_000n),
  { type: 'RPUSH', key: text('queue:mail'), values: [text('one'), text('two')] },
  { type: 'HSET', key: text('cart:7'), fields: [{ field: text('apples'), value: text('3') }] },
  set('user:2', 'lost'),
  { type: 'LPOP', key: text('queue:mail') },
  { type: 'LPOP', key: text('queue:mail') },
  { type: 'RENAME', key: text('cart:7'), newkey: text('order:7') },
  set('user:1', 'Ada, renewed'),
  set('zero\u200bwidth', 'hidden'),
  { type: 'DEL', key: text('zero\u200bwidth') },
];
const LOST = 4;

test('which keys are there, which are certain, and what became of the others', async ({
  app,
  page,
}, testInfo) => {
  const built = buildLog(RECORDS);
  const bytes = built.bytes.slice();
  bytes.fill(0, built.starts[LOST], built.starts[LOST + 1]);
  await app.open(madeFile(testInfo, 'shard-0.aof', bytes));
  await app.show('Keys');
  const { keys, selectedKey } = app;
  const row = (name: string) =>
    keys.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) });

  await expect(keys).toHaveAttribute('aria-rowcount', '7');
  await expect(row('user:1')).toContainText(/string.*there.*exact/);
  await expect(row('user:2')).toContainText(/1 m.*there.*possibly stale/);
  await expect(row('queue:mail')).toContainText(/list.*emptied.*possibly stale/);
  await expect(row('cart:7')).toContainText('renamed to order:7');
  await expect(row('zero\\u{200b}width')).toContainText('deleted');
  await expect(page.getByText('3 of 6 keys are not certain.')).toBeVisible();
  await expectNoViolations(page, 'the table of keys');

  // Order and filters, by keyboard.
  await keys.getByRole('button', { name: 'Key', exact: true }).click();
  await expect(keys.getByRole('row').nth(1)).toContainText('cart:7');
  await page.keyboard.press('/');
  await page.keyboard.type('user ops>1');
  await expect(keys).toHaveAttribute('aria-rowcount', '2');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Certainty' }).selectOption('Not exact (3)');
  await expect(keys).toHaveAttribute('aria-rowcount', '4');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();

  // One key: its fate, its value, its records.
  await row('cart:7').click();
  await expect(selectedKey).toContainText('A RENAME moved it away.');
  await selectedKey.getByRole('button', { name: 'order:7', exact: true }).click();
  await expect(selectedKey.getByRole('heading', { name: 'order:7' })).toBeVisible();
  await expect(selectedKey.getByRole('region', { name: 'Value in the end' })).toContainText('apples');
  await row('user:1').focus();
  await page.keyboard.press('Enter');
  await expect(selectedKey).toContainText('Ada, renewed');
  await selectedKey.getByRole('region', { name: 'Records of the key' }).getByRole('button').first().click();
  await expect(app.selectedRow).toContainText('Ada, the first of all users');
  await page.keyboard.press('Shift+K');
  await expect(selectedKey.getByRole('heading', { name: 'user:1' })).toBeVisible();

  // By prefix.
  await page.getByRole('radio', { name: 'Groups' }).check();
  await page.getByRole('row', { name: /user:/ }).getByRole('button').click();
  await expect(page.getByRole('row', { name: /^2 1 1/ })).toBeVisible();
  await page.getByRole('navigation', { name: 'Prefix' }).getByRole('button', { name: 'All keys' }).click();
  await expect(page.getByRole('row', { name: /queue:mail/ })).toBeVisible();
  await expectNoViolations(page, 'groups of keys');

  // What it all comes to.
  await app.show('Stats');
  await expect(page.getByRole('heading', { name: '6 keys, 3 of them there in the end' })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'By type' }).getByRole('row', { name: /^string 3 2/ }),
  ).toBeVisible();
  await expectNoViolations(page, 'the stats');

  // On a narrow screen the other views stand behind "More".
  await page.setViewportSize({ width: 390, height: 844 });
  await app.show('Keys');
  await page.getByRole('radio', { name: 'Table' }).check();
  await row('user:2').click();
  await expect(selectedKey.getByRole('heading', { name: 'user:2' })).toBeVisible();
  await selectedKey.getByRole('button', { name: 'Keys' }).click();
  await expect(keys).toBeVisible();
  await app.views.getByRole('button', { name: 'More views' }).click();
  await page.getByRole('dialog', { name: 'More views' }).getByRole('button', { name: 'Stats' }).click();
  await expect(page.getByRole('region', { name: 'What a rewrite would save' })).toBeVisible();
});
