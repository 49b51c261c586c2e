// npm run -s cli -- ARGS: the command line, built first if a source is newer. Nothing but the command's own
// output reaches standard output, so that it can stand in a pipe.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { fail, ROOT } from './project.mjs';
import { CLI, ensureBuilt } from './targets.mjs';

if (!(await ensureInstalled())) fail('The dependencies could not be installed.');
if (!(await ensureBuilt(CLI))) fail('The command line could not be built.');

// `npm run` moves to the project's folder; paths on the command line are meant from where the caller was.
const cwd = (process.env.npm_lifecycle_event === 'cli' && process.env.INIT_CWD) || process.cwd();
const child = spawn(process.execPath, [join(ROOT, CLI.output), ...process.argv.slice(2)], {
  cwd,
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
});
