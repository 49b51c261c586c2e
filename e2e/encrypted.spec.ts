import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type AofRecord, encodeUtf8 } from '../src/codec/index.ts';
import { buildLog, TEST_KEY } from '../test/support/buildFiles.ts';
import { fixtureKey } from '../test/support/keyFixtures.ts';
import { emberFile, fixturePath, madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { count, offset } from './support/words.ts';

const log = emberFile('intact/enc-base.aof');
const total = log.expected.ember.count;
const key = Buffer.from(fixtureKey('keys/key.hex') ?? []);
const wrongKey = readFileSync(fixturePath('keys/wrong-key.hex'), 'utf8').trim();

const LOADS = `Ember 0.4.9 loads all ${count(total)} records.`;

/** All that this origin has kept in the browser, and what the address bar shows. */
function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept: unknown[] = [location.href, document.title, document.cookie];
    kept.push({ ...localStorage }, { ...sessionStorage }, history.state);
    const asText = (_name: string, value: unknown): unknown =>
      ArrayBuffer.isView(value) || value instanceof ArrayBuffer
        ? Array.from(new Uint8Array(ArrayBuffer.isView(value) ? value.buffer : value), (byte) =>
            byte.toString(16).padStart(2, '0'),
          ).join('')
        : value;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      for (const store of database.objectStoreNames) {
        kept.push(
          await new Promise((done) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => done(request.result);
          }),
        );
      }
      database.close();
    }
    kept.push(await caches.keys());
    return JSON.stringify(kept, asText);
  });
}

test('without a key the frames are shown, locked, each with its place and size', async ({ app }) => {
  await app.open(log.path);
  await expect(app.headline).toHaveText('This log is encrypted.');
  await expect(app.verdict).toContainText('file is encrypted but no encryption key was provided');
  await expect(app.tab(log.name)).toHaveAccessibleName(/encrypted, needs its key/);
  for (const { i, at, size } of (log.expected.records ?? []).slice(0, 10)) {
    const cells = app.rowAt(offset(at)).getByRole('gridcell');
    await expect(cells.first()).toHaveText(String(i));
    await expect(cells.nth(2)).toHaveText(count(size));
    await expect(cells.nth(4)).toHaveText('[locked]');
    await expect(cells.last()).toHaveText('locked');
  }
  await app.goTo('3');
  await expect(app.selectedRecord).toContainText('This record is encrypted.');
  await expect(app.fields.getByRole('rowheader').filter({ hasText: 'nonce' })).toBeVisible();
});

test('without a key a file that was cut off is told all the same', async ({ app }) => {
  const cut = emberFile('damaged/enc-trunc-mid-ciphertext.aof');
  await app.open(cut.path);
  await app.show('Faults');
  await expect(app.faults).toContainText('The last record is cut short');
  await expect(app.faults).toContainText('The file is encrypted');
});

test('a wrong key is told at once, and changes nothing', async ({ app, page }) => {
  await app.open(log.path);
  await app.verdict.getByRole('button', { name: 'Give the key' }).click();
  const dialog = app.dialog(`Key for ${log.name}`);
  const field = dialog.getByRole('textbox');
  await expect(field).toBeFocused();
  await field.fill(wrongKey);
  await expect(dialog.getByRole('status')).toContainText('This key does not open the first record.');
  await expect(dialog.getByRole('button', { name: 'Use it anyway' })).toBeVisible();
  await field.fill('0123');
  await expect(dialog.getByRole('status')).toContainText('This is no key.');
  await expect(dialog.getByRole('button', { name: 'Unlock' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(app.headline).toHaveText('This log is encrypted.');
});

test('a wrong key that is used all the same leaves every record unread, and another can be tried', async ({
  app,
}) => {
  await app.open(log.path);
  await app.verdict.getByRole('button', { name: 'Give the key' }).click();
  const dialog = app.dialog(`Key for ${log.name}`);
  await dialog.getByRole('textbox').fill(wrongKey);
  await dialog.getByRole('button', { name: 'Use it anyway' }).click();
  await expect(app.headline).toHaveText('Ember 0.4.9 would recover nothing from this log.');
  await expect(app.verdict).toContainText('decryption failed (wrong key or tampered data)');
  await app.verdict.getByRole('button', { name: 'Try another key' }).click();
  await dialog.getByRole('textbox').fill(key.toString('hex'));
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  await expect(app.headline).toHaveText(LOADS);
});

test('the right key opens it: keys, values, decrypted bytes', async ({ app, page }) => {
  const record = (log.expected.records ?? []).find(({ type }) => type === 'SET');
  await app.open(log.path);
  await app.giveKey(key.toString('hex'));
  await expect(app.headline).toHaveText(LOADS);
  await app.goTo(String(record?.i));
  await expect(app.selectedRow).toContainText(String(record?.key));

  const decrypted = page.getByRole('radio', { name: 'Decrypted' });
  await app.field('value').click();
  await expect(decrypted).toBeChecked();
  const value = Buffer.from(String(record?.value), 'base64');
  await expect(app.selectedBytes.first()).toHaveText((value[0] ?? 0).toString(16).padStart(2, '0'));
  await expect(page.getByRole('contentinfo')).toContainText(`${value.length} bytes [decrypted]`);
  await page.getByRole('radio', { name: 'In the file' }).check();
  await expect(page.getByRole('grid', { name: 'Bytes of the file' })).toBeVisible();
});

test('the key file is taken as ember takes it', async ({ app, page }) => {
  await app.open(log.path);
  await app.verdict.getByRole('button', { name: 'Give the key' }).click();
  const dialog = app.dialog(`Key for ${log.name}`);
  const choose = async (path: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose the key file' }).click();
    await (await chooser).setFiles(fixturePath(path));
  };
  await choose('keys/bad-short.key');
  await expect(dialog.getByRole('status')).toContainText('This is no key.');
  await choose('keys/bad-nothex.hex');
  await expect(dialog.getByRole('status')).toContainText('This is no key.');
  await choose('keys/key-upper-crlf.hex');
  await expect(dialog.getByRole('status')).toContainText('This key fits');
  await choose('keys/key.raw');
  await expect(dialog.getByRole('status')).toContainText('This key fits');
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  await expect(app.headline).toHaveText(LOADS);
});

test('the key is kept in memory and nowhere else', async ({ app, page }) => {
  await app.open(log.path);
  await app.giveKey(key.toString('hex'));
  await expect(app.headline).toHaveText(LOADS);
  const kept = await stored(page);
  // What is kept was found: the file's name is among it.
  expect(kept).toContain(log.name);
  for (const form of [key.toString('hex'), key.toString('base64').slice(0, 40), [...key].join(',')]) {
    expect(kept.toLowerCase()).not.toContain(form.toLowerCase());
  }
  // The address says what is shown, which is all of the file, and nothing else.
  expect(new URL(page.url()).hash).toBe('#v=1');

  await app.reload();
  await app.open(log.path);
  await expect(app.headline).toHaveText('This log is encrypted.');
});

test('one changed bit is found with the key, and the rest is saved', async ({ app }) => {
  const damaged = emberFile('damaged/enc-flip-ciphertext.aof');
  const { ember, intact = [] } = damaged.expected;
  await app.open(damaged.path);
  await app.giveKey(key.toString('hex'));
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 would recover ${ember.count} of ${intact.length + 1} records from this log.`,
  );
  await expect(app.verdict).toContainText(`It stops at ${offset(ember.stopped_at)} with ${ember.error}.`);
  await app.show('Faults');
  await expect(app.faults).toContainText('A frame can’t be decrypted');
});

test('a large one is opened by all processors together, as one would open it', async ({
  app,
  page,
  browser,
}, testInfo) => {
  const RECORDS = 60_000;
  const { bytes, starts } = buildLog(
    Array.from(
      { length: RECORDS },
      (_, i): AofRecord => ({
        type: 'SET',
        key: encodeUtf8(`key:${i}`),
        value: encodeUtf8(`${i} `.repeat(20)),
        expire_ms: -1n,
      }),
    ),
    3,
  );
  const damaged = 40_000;
  const at = starts[damaged] ?? 0;
  bytes[at + 30] = (bytes[at + 30] ?? 0) ^ 1;
  const session = await browser.newBrowserCDPSession();
  const helpers: string[] = [];
  session.on('Target.targetCreated', ({ targetInfo: { type, title } }) => {
    if (type === 'worker' && title === 'helper') helpers.push(title);
  });
  session.on('Target.targetInfoChanged', ({ targetInfo: { type, title } }) => {
    if (type === 'worker' && title === 'helper') helpers.push(title);
  });
  await session.send('Target.setDiscoverTargets', { discover: true, filter: [{ type: 'worker' }] });

  await app.open(madeFile(testInfo, 'large.aof', bytes));
  await app.giveKey(Buffer.from(TEST_KEY).toString('hex'));
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 would recover ${count(damaged)} of ${count(RECORDS)} records from this log.`,
  );
  await expect(app.rows).toHaveAttribute('aria-rowcount', String(RECORDS + 2));
  await app.goTo(offset(starts[RECORDS - 1] ?? 0));
  await expect(app.selectedRow).toContainText(`key:${RECORDS - 1}`);
  await app.goTo(offset(at));
  await expect(app.selectedRow).toContainText('can’t decrypt');
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  if (cores > 1) expect(helpers.length).toBeGreaterThan(0);
  else expect(helpers).toEqual([]);
  await session.detach();
});
