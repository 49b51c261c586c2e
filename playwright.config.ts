import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/browser.mjs';

// Served below a path, as a GitHub project page is: an absolute address in the page would show here.
const UNDER = '/shardscope/';
const { E2E_PORT = '4183', E2E_RESULTS } = process.env;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Some tests make files of tens of MB.
  preserveOutput: 'failures-only',
  forbidOnly: true,
  retries: 0,
  workers: 2,
  fullyParallel: true,
  // Patient, since nothing here is about time: on a machine with other work everything takes many times as long.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  globalTimeout: 40 * 60_000,
  reporter: [
    ['list'],
    ['html', { open: 'never' }],
    ...(E2E_RESULTS === undefined ? [] : [['json', { outputFile: E2E_RESULTS }] as const]),
  ],
  use: {
    baseURL: `http://127.0.0.1:${E2E_PORT}${UNDER}`,
    viewport: { width: 1440, height: 900 },
    // Without its film of the page, which costs as much as all the rest; a failure's last picture is enough.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: await launchOptions(),
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
  webServer: {
    command: `node scripts/serve.mjs --exact --port ${E2E_PORT} --under ${UNDER}`,
    url: `http://127.0.0.1:${E2E_PORT}${UNDER}`,
    reuseExistingServer: false,
  },
});
