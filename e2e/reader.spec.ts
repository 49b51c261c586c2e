import { emberFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';

/** Its first record is a PROTO.SET, which a build without that feature does not know. */
const log = emberFile('intact/base-small.aof');
const total = log.expected.ember.count;

test('another reader gives another verdict, and stays chosen after a reload', async ({ app }) => {
  await app.open(log.path);
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${total} records.`);

  await app.verdict.getByRole('button', { name: 'Ember 0.4.9' }).click();
  const chooser = app.dialog('The reader that verdicts are for');
  for (const feature of await chooser.getByRole('checkbox').all()) await feature.uncheck();
  await expect(chooser.getByRole('region', { name: 'What this reader does' })).toContainText(
    'Encrypted files: refuses them',
  );
  await chooser.getByRole('button', { name: 'Use this reader' }).click();

  await expect(chooser).toBeHidden();
  const without = `would recover 0 of ${total} records from this log.`;
  await expect(app.headline).toHaveText(new RegExp(`${without}$`));
  await expect(app.verdict).toContainText('It stops at 0x00000005 with unknown record tag');

  await app.reload();
  await app.open(log.path);
  await expect(app.headline).toHaveText(new RegExp(`${without}$`));
});

test('choosing is cancelled by Escape, and every open file is judged anew', async ({ app, page }) => {
  const other = emberFile('intact/base.snap');
  await app.drop(log.path, other.path);
  await app.read(log.name);
  const button = app.verdict.getByRole('button', { name: 'Ember 0.4.9' });
  await button.click();
  const chooser = app.dialog('The reader that verdicts are for');
  await chooser.getByRole('combobox', { name: 'Ember version' }).selectOption('0.4.2');
  await page.keyboard.press('Escape');
  await expect(button).toBeVisible();
  await expect(button).toBeFocused();

  await button.click();
  await chooser.getByRole('combobox', { name: 'Ember version' }).selectOption('0.4.2');
  await chooser.getByRole('button', { name: 'Use this reader' }).click();
  await expect(app.headline).toHaveText(/^Ember 0\.4\.2/);
  await app.tab(other.name).click();
  await expect(app.headline).toHaveText(/^Ember 0\.4\.2/);
});
