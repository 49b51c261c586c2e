// node scripts/run.mjs FILE.ts ARGS: runs a TypeScript tool of this project (benchmarks, pictures, documents).
// Bundled rather than transformed module by module, so that what is measured is what is shipped. The tool runs
// in the project's folder.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';
import { fail, ROOT } from './project.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) fail('usage: node scripts/run.mjs FILE.ts [ARGS]');
if (!(await ensureInstalled())) fail('The dependencies could not be installed.');

const { bundle } = await import('./bundle.mjs');
// One level deep, as its source is: the same relative paths lead to the same places.
const program = `.cache/${file.replaceAll(/[^\w]+/g, '-')}.mjs`;
await bundle(file, program, { standalone: false });

const node = [process.execPath, '--enable-source-maps', '--expose-gc', program, ...args];
const child = spawn(node[0] ?? '', node.slice(1), { cwd: ROOT, stdio: 'inherit' });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
