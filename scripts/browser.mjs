// Finds a Chromium for the end-to-end tests, pictures and benchmarks, and installs one where there is none.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fail, run, tool } from './project.mjs';

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const isRoot = process.getuid?.() === 0;

/** The arguments every browser of this project is started with: alone, and silent on the network. */
export const LAUNCH_ARGS = [
  // Chromium's sandbox refuses to run as root, as in most containers.
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/**
 * Whether a browser is there and starts. Being there is not enough: on Ubuntu `chromium-browser` may be a
 * script that only asks for a snap.
 *
 * @param {string} path
 */
function answers(path) {
  if (!existsSync(path)) return false;
  try {
    const version = execFileSync(path, ['--version'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000,
    });
    return /\d+\.\d+/.test(String(version));
  } catch {
    return false;
  }
}

async function downloadedByPlaywright() {
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

/** The path of a Chromium that starts, or undefined. CHROMIUM_PATH comes before everything else. */
export async function findBrowser() {
  const { CHROMIUM_PATH } = process.env;
  // Said explicitly, it is not second-guessed: a wrong path should be heard of, not replaced by another browser.
  if (CHROMIUM_PATH) return answers(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  return [...KNOWN_PLACES, await downloadedByPlaywright()].find(answers);
}

function isDebianLike() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Finds a Chromium or installs one; resolves to its path, or undefined where neither was possible. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found !== undefined || process.env.CHROMIUM_PATH) return found;

  if (isRoot && isDebianLike()) {
    console.error('Installing Chromium (apt-get) …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run(['apt-get', 'update', '-qq'], { env, quiet: true });
    await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env,
      quiet: true,
    });
    const installed = await findBrowser();
    if (installed !== undefined) return installed;
  }

  console.error('Downloading Chromium (playwright install) …');
  const systemLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  await run(tool('@playwright/test/cli.js', 'install', ...systemLibraries, 'chromium'), { quiet: true });
  return findBrowser();
}

/** What Playwright needs to start the browser. Ends the process with advice where there is none. */
export async function launchOptions() {
  const executablePath = await findBrowser();
  if (executablePath === undefined) {
    fail('No Chromium found. Set CHROMIUM_PATH to one, or run `npm test`, which installs one.');
  }
  return { executablePath, args: LAUNCH_ARGS };
}
