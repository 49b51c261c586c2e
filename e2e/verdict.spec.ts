import { type EmberFile, emberFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { count, offset } from './support/words.ts';

/** How many records hold, how many of them the reader does not come to, and how many there were before the damage. */
function counted({ expected }: EmberFile) {
  const held = expected.intact?.length ?? expected.records?.length ?? 0;
  return { held, beyond: held - expected.ember.count, found: held + (expected.lost?.length ?? 0) };
}

test('a healthy log', async ({ app, page }) => {
  const file = emberFile('intact/base-medium.aof');
  await app.open(file.path);
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${count(counted(file).held)} records.`);
  await expect(app.verdict).toContainText('No damage was found.');
  await expect(page.getByRole('button', { name: 'No faults', exact: true })).toBeVisible();
});

test('a healthy snapshot', async ({ app }) => {
  const file = emberFile('intact/base.snap');
  await app.open(file.path);
  await expect(app.headline).toHaveText(`Ember 0.4.9 loads all ${count(counted(file).held)} entries.`);
  await expect(app.verdict).toContainText('No damage was found.');
});

test('a log in which the reader stops: where, with what message, and what lies behind it', async ({
  app,
  page,
}) => {
  const file = emberFile('damaged/flip-value.aof');
  const { ember } = file.expected;
  const { found, beyond } = counted(file);
  await app.open(file.path);
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 would recover ${count(ember.count)} of ${count(found)} records from this log.`,
  );
  await expect(app.verdict).toContainText(
    `It stops at ${offset(ember.stopped_at)} with ${ember.error}. ${count(beyond)} intact records lie beyond the damage.`,
  );
  await expect(page.getByRole('button', { name: 'Damage, 1 fault' })).toBeVisible();

  // The offset in the sentence leads to the row.
  await app.verdict.getByRole('button', { name: offset(ember.stopped_at) }).click();
  await expect(app.selectedRow).toContainText(offset(ember.stopped_at));
});

test('a log of which the reader silently drops the rest', async ({ app }) => {
  const file = emberFile('damaged/flip-keylen-bit24.aof');
  const { ember } = file.expected;
  const { found, beyond } = counted(file);
  await app.open(file.path);
  expect(ember.error).toBeNull();
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 would recover ${count(ember.count)} of ${count(found)} records from this log.`,
  );
  await expect(app.verdict).toContainText(
    `It reports a clean end at ${offset(ember.stopped_at)}, but silently drops the last ` +
      `${count(ember.silently_dropped_tail_bytes ?? 0)} bytes. ${count(beyond)} intact records lie in them.`,
  );
});

test('a torn tail is told from a silent loss', async ({ app, page }) => {
  const file = emberFile('damaged/trunc-mid-value.aof');
  const { ember } = file.expected;
  expect(counted(file).beyond).toBe(0);
  await app.open(file.path);
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 loads all ${count(ember.count)} records and drops the last ${count(ember.silently_dropped_tail_bytes ?? 0)} bytes.`,
  );
  await expect(app.verdict).toContainText(`It reports a clean end at ${offset(ember.stopped_at)}`);
  await expect(app.tab(file.name)).toHaveAccessibleName(/has warnings/);
  await expect(page.getByRole('button', { name: 'Warning, 1 fault' })).toBeVisible();
});

test('a snapshot that the reader discards as a whole', async ({ app }) => {
  const file = emberFile('damaged/snap-flip-value.snap');
  const { ember } = file.expected;
  expect(ember.phase).toBe('footer');
  await app.open(file.path);
  await expect(app.headline).toHaveText('Ember 0.4.9 would discard this whole snapshot.');
  await expect(app.verdict).toContainText(
    `It fails at the footer, ${offset(ember.stopped_at)}, with ${ember.error}; the shard then starts empty ` +
      `and replays its log alone. ${count(counted(file).held)} entries can still be read from it, and one more can be put right.`,
  );
});

test('a log whose header is damaged', async ({ app }) => {
  const file = emberFile('damaged/header-bad-magic-one-letter.aof');
  const { ember } = file.expected;
  await app.open(file.path);
  await expect(app.headline).toHaveText('Ember 0.4.9 would read nothing from this log.');
  await expect(app.verdict).toContainText(
    `It refuses the file with ${ember.error}. ${count(counted(file).held)} intact records lie in it.`,
  );
});

test('an undamaged log that the reader can’t read all of', async ({ app }) => {
  const file = emberFile('intact/base-small-all-tags.aof');
  const { ember } = file.expected;
  await app.open(file.path);
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 would recover ${count(ember.count)} of ${count(counted(file).held)} records from this log.`,
  );
  await expect(app.verdict).toContainText(`It stops at ${offset(ember.stopped_at)} with ${ember.error}.`);
  await expect(app.verdict).toContainText('The file itself is undamaged');
});

test('the sentence is announced when the file has been read', async ({ app }) => {
  await app.open(emberFile('damaged/flip-value.aof').path);
  await expect(app.verdict.getByRole('status')).toHaveText(/^Ember 0\.4\.9 would recover 33 of 76 records/);
});
