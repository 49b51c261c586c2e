// Decides whether something built is older than what it is built from.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './project.mjs';

/**
 * The latest modification time below `path`, in milliseconds; 0 where nothing exists. A folder's own time
 * counts, so that a removed file is noticed.
 *
 * @param {string} path
 * @returns {Promise<number>}
 */
async function newest(path) {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const names = await readdir(path);
  const times = await Promise.all(names.map((name) => newest(join(path, name))));
  return Math.max(found.mtimeMs, ...times);
}

/**
 * @param {string} output one file written by the build
 * @param {readonly string[]} sources files and folders, relative to the project
 */
export async function isStale(output, sources) {
  const built = await newest(join(ROOT, output));
  if (built === 0) return true;
  const changed = await Promise.all(sources.map((source) => newest(join(ROOT, source))));
  return Math.max(...changed) > built;
}
