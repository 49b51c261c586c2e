import type { Worker } from '@playwright/test';
import { encodeUtf8, writeAofHeader, writeRecord } from '../src/codec/index.ts';
import { everySecondDamaged } from './support/damagedLogs.ts';
import { emberFile, madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';
import { count } from './support/words.ts';

const beside = emberFile('intact/base.snap');

const RECORDS = 300_000;
/** Records of the same length, each with a key of its own. */
const manyKeys = (): Buffer => {
  const records = Array.from({ length: RECORDS }, (_, i) =>
    writeRecord({ type: 'DEL', key: encodeUtf8(`k${String(i).padStart(7, '0')}`) }),
  );
  return Buffer.concat([writeAofHeader(2), ...records]);
};

/** From now on a worker gets no array of more bytes than this, as from a browser that has no more to give. */
const refuseArrays = (worker: Worker | undefined, mostBytes: number) =>
  worker?.evaluate((most) => {
    for (const name of ['Uint8Array', 'Uint32Array', 'Int32Array', 'Float64Array'] as const) {
      const real = globalThis[name];
      const refusing = new Proxy(real, {
        construct: (target, args, as) => {
          if (typeof args[0] === 'number' && args[0] * target.BYTES_PER_ELEMENT > most) {
            throw new RangeError('Array buffer allocation failed');
          }
          return Reflect.construct(target, args, as);
        },
      });
      Object.assign(globalThis, { [name]: refusing, [`real${name}`]: real });
    }
  }, mostBytes);

test('a file whose index does not fit is shown as far as it does; what asks for too much fails by itself', async ({
  app,
  page,
}, testInfo) => {
  // A computer with so little memory that half of it holds less than 300,000 rows and their keys.
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 1 / 64 }));
  await app.reload();
  const log = manyKeys();
  const each = (log.length - 5) / RECORDS;
  await app.drop(madeFile(testInfo, 'many.aof', log));
  await expect(app.headline).toHaveText(/^Reading failed after [\d.]+ MiB of [\d.]+ MiB\.$/);
  const rows = Number(await app.rows.getAttribute('aria-rowcount')) - 1;
  expect(rows).toBeGreaterThan(60_000);
  expect(rows).toBeLessThan(RECORDS);
  const end = 5 + (rows - 1) * each;
  await expect(app.alert).toContainText('There is not enough memory to index more of this file.');
  await expect(app.alert).toContainText(
    `Reading got as far as 0x${end.toString(16).toUpperCase().padStart(8, '0')}. The ${count(rows)} rows up to there`,
  );

  // What is there can be used.
  await app.goTo(String(rows - 2));
  await expect(app.selectedRecord.getByRole('heading', { name: `Record ${count(rows - 2)}` })).toBeVisible();
  await app.filterBox.fill('key:k00012*');
  await expect(page.locator('.filter-count')).toHaveText(/^100 of /);

  await refuseArrays(page.workers()[0], 1 << 18);
  await app.show('Keys');
  const failed = page.getByRole('alert').filter({ hasText: 'The keys could not be worked out.' });
  await expect(failed).toContainText('There is not enough memory for this in many.aof.');
  await app.show('Records');
  await page.keyboard.press('Home');
  await expect(app.selectedRecord.getByRole('heading', { name: 'Record 1,200' })).toBeVisible();

  // Others have memory of their own.
  await app.open(beside.path);
  await expect(app.headline).toHaveText(/^Ember 0\.4\.9 loads all 36 entries\.$/);
});

test('a worker that dies of a lack of memory while it reads is replaced by one that stops short of that', async ({
  app,
  page,
}, testInfo) => {
  // Slow to read: every second record has to be put right by its checksum.
  const log = everySecondDamaged(emberFile('intact/base-medium.aof'), 1600);
  await app.drop(madeFile(testInfo, 'large.aof', log));
  await expect(app.rows.getByRole('row').nth(5)).toContainText('0x');
  await expect(app.verdict).toContainText(/[\d.]+ MiB of 4\d MiB/);
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new RangeError('Array buffer allocation failed');
    });
  });
  await expect(
    app.toast('The reader of large.aof ran out of memory and was started again. It now stops short'),
  ).toBeVisible();
  await expect(app.headline).toHaveText(/^Reading failed after .+ of 4\d MiB\.$/);
  await expect(app.alert).toContainText('There is not enough memory to index more of this file.');
  expect(page.workers()).toHaveLength(1);
  await page.keyboard.press('End');
  await expect(app.selectedRecord.getByRole('heading').first()).toBeVisible();
});
