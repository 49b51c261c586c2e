import { expect, type Locator } from '@playwright/test';

/** More presses than this, and nobody finds it by keyboard. */
const MOST = 60;

/** Presses Tab until the focus is on `target`. */
export async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < MOST; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press(key);
  }
  throw new Error(`${MOST} presses of ${key} did not come to ${target}`);
}
