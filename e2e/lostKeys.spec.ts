import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { encodeUtf8 } from '../src/codec/index.ts';
import { buildLog } from '../test/support/buildFiles.ts';
import { runCommand } from '../test/support/commandLine.ts';
import { storyLog } from '../test/support/storyLog.ts';
import { expectNoViolations } from './support/axe.ts';
import { fixturePath } from './support/emberFile.ts';
import { chooseInSavePicker, readPrivateFile } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

/** Zeros lie over these records, between the last change of cart:42 and its renaming. */
const LOST = { from: 520, to: 524 };

const printed = async (folder: string, ...options: string[]): Promise<readonly string[]> =>
  (await runCommand('recover', folder, '--shard', '1', ...options)).stdout.trimEnd().split('\n');

test('a lost stretch: which keys are lost, what one of them was, and all of it back', async ({
  app,
  page,
}, testInfo) => {
  const { records } = storyLog();
  const invoice = { type: 'SET', key: encodeUtf8('invoice:7'), expire_ms: -1n } as const;
  const built = buildLog([...records, { ...invoice, value: encodeUtf8('paid in full') }]);
  const damaged = built.bytes.slice().fill(0, built.starts[LOST.from], built.starts[LOST.to]);
  const folder = testInfo.outputPath('ember-data');
  mkdirSync(folder);
  writeFileSync(`${folder}/shard-0.aof`, readFileSync(fixturePath('intact/base-small.aof')));
  writeFileSync(`${folder}/shard-1.aof`, damaged);

  // Which shard, and which keys.
  await app.openFolder(folder);
  await expect(app.shards.first()).toContainText('Shard 1');
  await app.shards.first().getByRole('button').first().click();
  await app.read('shard-1.aof');
  await app.show('Recovery');
  const differing = page.getByRole('region', { name: /would be different$/ });
  await expect(differing.getByRole('listitem').filter({ hasText: 'invoice:7' })).toContainText('only after');
  const certainty = page.getByRole('region', { name: 'How certain the keys are' });
  await expect(certainty).toContainText(/possibly stale.*a lost record, .* may have changed or removed it/);
  await differing.getByRole('combobox', { name: 'Certainty' }).selectOption('Not exact');
  await expect(differing.getByRole('listitem').filter({ hasText: 'invoice:7' })).toHaveCount(0);
  await expect(differing.getByRole('listitem').first()).toContainText('possibly stale');
  await expectNoViolations(page, 'recovery with certainties');

  // One of them: from the list of keys back through its renaming, to before its deletion.
  await app.show('Keys');
  await expect(app.keys).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('order');
  await app.keys.getByRole('gridcell', { name: 'order:42', exact: true }).click();
  await expect(app.selectedKey).toContainText('A DEL removed it.');
  await app.selectedKey.getByRole('button', { name: 'Follow in the timeline' }).click();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const chart = timeline.getByRole('slider', { name: 'Records of order:42' });
  const value = timeline.getByRole('region', { name: 'Value before and after' });
  await expect(value.getByRole('row', { name: 'removed paid yes' })).toBeVisible();
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(value).toContainText('possibly stale');
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuetext', /record 6 of 8, move$/);
  await expect(value).toContainText('pears');
  await page.keyboard.press('ArrowLeft');
  await expect(value).not.toContainText('possibly stale');
  await expectNoViolations(page, 'a lane in doubt');
  const saved = page.waitForEvent('download');
  await timeline.getByRole('button', { name: 'SVG' }).click();
  const svg = readFileSync(await (await saved).path(), 'utf8');
  expect(svg).toContain('>possibly stale<');
  expect(svg).toContain('>damaged<');

  // What is lost, in a file of its own.
  await app.show('Keys');
  await expect(app.keys).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('invoice');
  await expect(app.keys).toHaveAttribute('aria-rowcount', '2');
  await page.getByRole('button', { name: 'Export…' }).first().click();
  await chooseInSavePicker(page, 'invoice.jsonl');
  const dialog = app.dialog('Export 1 key');
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog.getByRole('status')).toContainText('Saved invoice.jsonl');
  const exported = (await readPrivateFile(page, 'invoice.jsonl'))?.toString('utf8').trimEnd();
  const salvaged = await printed(folder, '--salvage');
  expect(exported).toBe(salvaged.find((line) => line.includes('invoice:7')));
  await dialog.getByRole('button', { name: 'Close' }).first().click();

  // The rows that the filter lists, and only these.
  await app.show('Records');
  await app.filterBox.fill('key:invoice:*');
  await expect(app.rows).toHaveAttribute('aria-rowcount', '2');
  await chooseInSavePicker(page, 'rows.csv');
  await app.command('Save the rows that the filter lists as CSV…');
  await expect(app.toast('Saved rows.csv')).toBeVisible();
  const rows = (await readPrivateFile(page, 'rows.csv'))?.toString('utf8').trimEnd().split('\n');
  expect(rows).toHaveLength(2);
  expect(rows?.[1]).toContain('invoice:7');

  // Repaired, it holds what was promised.
  await app.show('Repair');
  await page.getByRole('radio', { name: /^Salvage(?! and)/ }).check();
  await chooseInSavePicker(page);
  await page.getByRole('button', { name: 'Save repaired copy…' }).click();
  await expect(page.getByRole('region', { name: 'Save', exact: true })).toContainText('Saved and checked');
  const repaired = await readPrivateFile(page, 'shard-1.repaired.aof');
  const back = testInfo.outputPath('repaired');
  cpSync(folder, back, { recursive: true });
  writeFileSync(`${back}/shard-1.aof`, repaired ?? '');
  expect(await printed(back)).toEqual(salvaged);
  await app.openFolder(back);
  await app.shards.filter({ hasText: 'Shard 1' }).getByRole('button').first().click();
  await app.read('shard-1.aof');
  await app.show('Recovery');
  await expect(page.getByRole('region', { name: 'Recovery' })).toContainText(
    `holds ${salvaged.length} keys when it starts now. The repair changes nothing`,
  );
});
