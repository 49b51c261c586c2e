// npm run icons: draws the bitmap icons from public/icon.svg.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { ROOT } from './project.mjs';

const svg = await readFile(join(ROOT, 'public/icon.svg'), 'utf8');
const browser = await chromium.launch(await launchOptions());
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`);
  await page.screenshot({ path: join(ROOT, `public/icon-${size}.png`), omitBackground: true });
}
await browser.close();
