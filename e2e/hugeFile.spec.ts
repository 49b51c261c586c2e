import { truncateSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { emberFile, madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';

const log = emberFile('intact/base-small.aof');
const RECORDS = log.expected.ember.count;
const HOLE_ENDS = 700 * 2 ** 20;
/** Far more than can be read before somebody presses a button. */
const ZEROS = 64 * 2 ** 30;

/** Has the page's workers collect their garbage again and again, until it is called off. */
async function keepCollecting(page: Page): Promise<() => Promise<void>> {
  const cdp = await page.context().newCDPSession(page);
  let wanted = true;
  const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' });
  cdp.on('Target.attachedToTarget', async ({ sessionId }) => {
    while (wanted) {
      await cdp.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return async () => {
    wanted = false;
    await cdp.detach();
  };
}

test('a log that goes on in a hole of hundreds of megabytes is read to its end, also while memory is collected', async ({
  app,
  page,
}, testInfo) => {
  const path = madeFile(testInfo, 'shard-0.aof', log.bytes);
  // The file system keeps nothing of what is not there.
  truncateSync(path, HOLE_ENDS);
  const stop = await keepCollecting(page);
  await app.drop(path);
  // What stands before the hole is there at once, and can be looked at.
  await expect(app.rows.getByRole('row').nth(5)).toContainText('0x');
  await app.read('shard-0.aof');
  await stop();
  await expect(app.headline).toHaveText(
    `Ember 0.4.9 would recover ${RECORDS} of ${RECORDS} records from this log.`,
  );
  await app.show('Faults');
  await expect(app.faultCards).toHaveCount(1);
  await expect(app.faultCards).toContainText('zeros');
});

test('a file of nothing but zeros says what is searched for; stopped, it claims no more than was searched', async ({
  app,
  page,
}, testInfo) => {
  const path = madeFile(testInfo, 'shard-0.aof', new Uint8Array(0));
  truncateSync(path, ZEROS);
  await app.drop(path);
  await expect(app.verdict).toContainText('searching for the first record: nothing but zeros so far');
  await expect(app.rows.getByRole('row')).toHaveCount(0);
  // Its bytes can be looked at meanwhile.
  await app.bytes.getByRole('gridcell').first().click();
  await page.keyboard.press('Control+End');
  await expect(app.bytes).toContainText('FFFFFFFF0');

  await app.verdict.getByRole('button', { name: 'Stop' }).click();
  await expect(app.headline).toHaveText(/^Reading stopped after [\d.]+ [MG]iB of 64 GiB\.$/);
  await expect(app.verdict).toContainText('No record was found up to there: nothing but zeros.');
  await expect(page.getByText('No row was found in what was read.')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('No row found so far');
  await app.verdict.getByRole('button', { name: 'Read it whole' }).click();
  await expect(app.verdict.getByRole('progressbar')).toBeVisible();
});
