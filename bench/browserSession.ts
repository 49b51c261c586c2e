import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { launchOptions } from '../scripts/browser.mjs';
import { fail, ROOT } from '../scripts/project.mjs';
import { serve } from '../scripts/serve.mjs';
import { APP, ensureBuilt } from '../scripts/targets.mjs';

export interface BrowserSession {
  readonly browser: Browser;
  /** Where the built page is. */
  readonly address: string;
}

/** Builds the page unless it is up to date, serves it, and runs `work` with a browser that is closed afterwards. */
export async function withBrowser<T>(work: (session: BrowserSession) => Promise<T>): Promise<T> {
  const address = await builtPage();
  const browser = await chromium.launch(await launchOptions());
  try {
    return await work({ browser, address });
  } finally {
    await browser.close();
  }
}

let served: Promise<string> | null = null;

/** The server ends with the process. */
function builtPage(): Promise<string> {
  served ??= (async () => {
    if (!(await ensureBuilt(APP))) fail('The page could not be built.');
    return serve({ folder: join(ROOT, 'dist'), port: 4293 });
  })();
  return served;
}
