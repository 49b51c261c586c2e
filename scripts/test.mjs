// npm test: every check of the project, from a bare checkout. All stages run, even after one has failed; the
// last line is the sum: `N passed, N failed`.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled } from './install.mjs';
import { run, tool } from './project.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {object} VitestReport
 * @property {number} numTotalTests
 * @property {number} numPassedTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 */

const FAILED = { passed: 0, failed: 1 };
const results = await mkdtemp(join(tmpdir(), 'shardscope-test-'));
/** @type {[name: string, count: Count, seconds: number][]} */
const stages = [];

/** @param {string} name @param {() => Promise<Count>} work */
async function stage(name, work) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`);
  const start = performance.now();
  const count = await work().catch((error) => {
    console.error(error);
    return FAILED;
  });
  stages.push([name, count, (performance.now() - start) / 1000]);
}

/** A check that passes or fails as a whole. @param {readonly string[]} command @returns {Promise<Count>} */
async function check(command) {
  return (await run(command)) === 0 ? { passed: 1, failed: 0 } : FAILED;
}

/**
 * A suite's count is never better than its exit code says: what broke outside of any test is one failure, and
 * so is a suite without tests. A test that did not run counts as failed, since nobody knows what it would say.
 *
 * @param {number} code
 * @param {number} passed
 * @param {number} failed
 * @returns {Count}
 */
function settle(code, passed, failed) {
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}

/** @param {string} project one of vitest.config.ts @returns {Promise<Count>} */
async function vitest(project) {
  const file = join(results, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(tool('vitest/vitest.mjs', 'run', '--project', project, ...reporters));
  /** @type {VitestReport} */
  const { numTotalTests, numPassedTests, testResults } = JSON.parse(await readFile(file, 'utf8'));
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return settle(code, numPassedTests, numTotalTests - numPassedTests + broken.length);
}

/** @returns {Promise<Count>} */
async function playwright() {
  const file = join(results, 'e2e.json');
  const env = { E2E_RESULTS: file, E2E_PORT: String(await freePort()) };
  // Playwright ends itself before that, and says which tests were left.
  const code = await run(tool('@playwright/test/cli.js', 'test'), { env, limitMs: 45 * 60_000 });
  /** @type {PlaywrightReport} */
  const { stats } = JSON.parse(await readFile(file, 'utf8'));
  return settle(code, stats.expected, stats.unexpected + stats.flaky + stats.skipped);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** @param {string} script @param {string[]} args */
const script = (script, ...args) => [process.execPath, `scripts/${script}.mjs`, ...args];

/** Everything there is to check, once the dependencies are in place. */
async function runAll() {
  const browser = await ensureBrowser();
  if (browser !== undefined) console.log(`Chromium: ${browser}`);

  let built = false;
  await stage('types', () => check(script('typecheck')));
  await stage('lint', () => check(tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings')));
  await stage('layers', () => check(script('layers')));
  await stage('docs', () => check(script('docs', '--check')));
  // Before the tests, because those of the command line run the built program.
  await stage('build', async () => {
    built = (await run(script('build'))) === 0;
    return built ? { passed: 0, failed: 0 } : FAILED;
  });
  await stage('unit', () => vitest('unit'));
  await stage('properties', () => vitest('properties'));
  await stage('end to end', async () => {
    if (built && browser !== undefined) return playwright();
    console.error(built ? 'There is no Chromium, and none could be installed.' : 'There is no page to test.');
    return FAILED;
  });
}

try {
  if (await ensureInstalled()) {
    await runAll();
  } else {
    await stage('install', async () => FAILED);
  }
} finally {
  await rm(results, { recursive: true, force: true });
}

console.log('');
for (const [name, { passed, failed }, seconds] of stages) {
  const counts = `${passed} passed, ${failed} failed`.padEnd(28);
  console.log(`${failed === 0 ? '✓' : '✗'} ${name.padEnd(12)} ${counts} ${seconds.toFixed(1)} s`);
}
const passed = stages.reduce((sum, [, count]) => sum + count.passed, 0);
const failed = stages.reduce((sum, [, count]) => sum + count.failed, 0);
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
