import { truncateSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { emberFile, madeFile } from './support/emberFile.ts';
import { expect, test } from './support/test.ts';

const log = emberFile('intact/base-small.aof');
const RECORDS = log.expected.ember.count;
const HOLE_ENDS = 700 * 2 ** 20;

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
