// What is built, and from what. The lists of sources only decide whether a rebuild is due.
import { run } from './project.mjs';
import { isStale } from './stale.mjs';

const SHARED = ['src', 'package.json', 'package-lock.json', 'tsconfig.base.json', 'scripts'];

/** @typedef {{ name: 'app' | 'cli', output: string, sources: readonly string[] }} Target */

/** The page. @type {Target} */
export const APP = {
  name: 'app',
  output: 'dist/index.html',
  sources: [...SHARED, 'public', 'index.html', 'vite.config.ts'],
};

/** The command line and the library. The program is written last. @type {Target} */
export const CLI = { name: 'cli', output: 'build/shardscope.mjs', sources: [...SHARED, 'cli'] };

/**
 * Builds the target unless it is up to date; resolves to whether it is now. In a process of its own, because
 * the bundler is installed only when this is called, and loading it costs more than the check.
 *
 * @param {Target} target
 */
export async function ensureBuilt({ name, output, sources }) {
  if (!(await isStale(output, sources))) return true;
  return (await run([process.execPath, 'scripts/build.mjs', name], { quiet: true })) === 0;
}
