// What every tool of this folder needs: where the project is, and a way to run a command in it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command in the project's folder and resolves to its exit code; 1 if it could not be started, was
 * killed, or took longer than `limitMs`.
 *
 * Its standard input is always closed: nothing here may wait for a person.
 *
 * @param {readonly string[]} command
 * @param {{ env?: Record<string, string>, quiet?: boolean, limitMs?: number }} [options]
 *   `quiet` sends the command's standard output to standard error.
 * @returns {Promise<number>}
 */
export function run(command, { env = {}, quiet = false, limitMs = 15 * 60_000 } = {}) {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 2 : 'inherit', 'inherit'],
      timeout: limitMs,
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * The command line of a tool from node_modules, without npx: one process less, and no question asked.
 *
 * @param {string} entry its file below node_modules
 * @param {string[]} args
 * @returns {string[]}
 */
export function tool(entry, ...args) {
  return [process.execPath, fileURLToPath(new URL(`../node_modules/${entry}`, import.meta.url)), ...args];
}

/** Ends the process with a message for a person. @param {string} message @returns {never} */
export function fail(message) {
  console.error(message);
  process.exit(1);
}
