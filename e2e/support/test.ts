import { test as base, expect } from '@playwright/test';
import { AppPage } from './AppPage.ts';
import { type PageWatch, watchPage } from './watchPage.ts';

interface Fixtures {
  /** The page, loaded and watched. */
  readonly app: AppPage;
  readonly watch: PageWatch;
}

/** A test of the built page. It fails too when the page complains, breaks, or speaks to anyone. */
export const test = base.extend<Fixtures>({
  watch: async ({ page, baseURL }, use) => {
    const watch = watchPage(page, baseURL ?? '');
    await use(watch);
    expect(watch.problems()).toEqual([]);
  },
  app: async ({ page, watch }, use) => {
    const app = new AppPage(page, watch);
    await app.load();
    await use(app);
    // A pane that failed says so in place; a test that did not look there must not pass over it.
    await expect(page.getByText('This is a fault of the page')).toHaveCount(0);
  },
});

export { expect };
