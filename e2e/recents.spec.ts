import { chromium } from '@playwright/test';
import { AppPage } from './support/AppPage.ts';
import { emberFile } from './support/emberFile.ts';
import { chooseInOpenPicker } from './support/pickers.ts';
import { expect, test } from './support/test.ts';
import { watchPage } from './support/watchPage.ts';

const damaged = emberFile('damaged/flip-value.aof');
const healthy = emberFile('intact/base-medium.aof');

declare global {
  interface Window {
    permissionAsked?: { readonly mode: string | undefined; readonly isUserActive: boolean }[];
  }
}

test('a file opened through a handle can be opened again after a reload', async ({ app, page }) => {
  await chooseInOpenPicker(page, [{ name: 'shard-3.aof', bytes: damaged.bytes }]);
  await app.openTarget.click();
  await app.read('shard-3.aof');
  await app.reload();
  await expect(app.tabs.getByRole('button')).toHaveCount(0);

  await app.recents.getByRole('button', { name: /^shard-3\.aof/ }).click();
  await app.read('shard-3.aof');
  await expect(app.headline).toHaveText(/would recover 33 of 76 records/);
});

test('a dropped file too: its handle outlives the page', async ({ app }) => {
  await app.open(damaged.path);
  await app.reload();
  await app.recents.getByRole('button', { name: /^flip-value\.aof/ }).click();
  await app.read(damaged.name);
  await expect(app.headline).toHaveText(/would recover 33 of 76 records/);
});

test('permission to read it is asked for again, inside the click, and for reading only', async ({
  launchOptions,
  baseURL,
}, testInfo) => {
  const home = baseURL ?? '';
  // A private window keeps its permissions as long as it is open; only a profile on the disk loses them.
  const profile = await chromium.launchPersistentContext(testInfo.outputPath('profile'), {
    ...launchOptions,
    baseURL: home,
  });
  const page = await profile.newPage();
  const watch = watchPage(page, home);
  const app = new AppPage(page, watch);
  await app.load();
  await app.open(damaged.path);
  await app.reload();
  const recent = app.recents.getByRole('button', { name: /^flip-value\.aof/ });
  await expect(recent).toContainText('the browser will ask first');

  // Nobody answers the browser's question here: it is enough to see it put. The real function is called all the same.
  await page.evaluate(() => {
    const { prototype } = FileSystemHandle as unknown as {
      prototype: { requestPermission: (options?: { mode?: string }) => Promise<string> };
    };
    const real = prototype.requestPermission;
    window.permissionAsked = [];
    prototype.requestPermission = function ask(options) {
      window.permissionAsked?.push({ mode: options?.mode, isUserActive: navigator.userActivation.isActive });
      return real.call(this, options);
    };
  });
  await recent.click();
  await expect
    .poll(() => page.evaluate(() => window.permissionAsked))
    .toEqual([{ mode: 'read', isUserActive: true }]);
  expect(watch.problems()).toEqual([]);
  await profile.close();
});

test('a file that is gone says so, and can be taken off the list', async ({ app, page }) => {
  await chooseInOpenPicker(page, [{ name: 'shard-4.aof', bytes: healthy.bytes }]);
  await app.openTarget.click();
  await app.read('shard-4.aof');
  await app.reload();
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry('shard-4.aof'));

  const recent = app.recents.getByRole('button', { name: /^shard-4\.aof/ });
  await recent.click();
  await expect(app.toast('shard-4.aof is no longer where it was.')).toBeVisible();
  await expect(recent).toBeDisabled();
  await expect(recent).toContainText('no longer where it was');
  await app.recents.getByRole('button', { name: 'Remove shard-4.aof from the list' }).click();
  await expect(app.recents).toBeHidden();
  await app.reload();
  await expect(app.recents).toBeHidden();
});

test('samples are not remembered, and what is remembered can be forgotten', async ({ app, page }) => {
  await app.sample('Flipped bit').click();
  await app.read('flipped-bit.aof');
  await app.open(healthy.path);
  await app.reload();
  await expect(app.recents.getByRole('listitem')).toHaveCount(1);
  await expect(app.recents).toContainText(healthy.name);

  await page.getByRole('button', { name: 'How do I check?' }).click();
  const privacy = app.dialog('Nothing leaves this computer');
  await privacy.getByRole('button', { name: 'Forget recent files' }).click();
  await page.keyboard.press('Escape');
  await expect(app.recents).toBeHidden();
  await app.reload();
  await expect(app.recents).toBeHidden();
});
