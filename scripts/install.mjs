// Installs the dependencies exactly as the lock file lists them, unless they are there already.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, run } from './project.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/** @param {string} path @returns {Promise<Record<string, LockedPackage> | undefined>} */
async function lockedPackages(path) {
  try {
    return JSON.parse(await readFile(join(ROOT, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules holds what the lock file asks for. npm writes its own lock file into node_modules as
 * the last step of an install, so an interrupted one, or one from before a version changed, is noticed.
 * Optional packages (builds for other platforms) may be absent.
 */
async function isInstalled() {
  const wanted = await lockedPackages('package-lock.json');
  const present = await lockedPackages('node_modules/.package-lock.json');
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = present[path];
    return found === undefined
      ? optional === true
      : found.version === version && found.integrity === integrity;
  });
}

/** Resolves to whether the dependencies are in place. Prints to standard error only. */
export async function ensureInstalled() {
  if (await isInstalled()) return true;
  console.error('Installing dependencies (npm ci) …');
  // The level is set here because a caller's `npm --silent` would otherwise hide the reason of a failure.
  const install = ['npm', 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  return (await run(install, { quiet: true })) === 0;
}
