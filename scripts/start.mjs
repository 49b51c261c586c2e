// npm start: everything from a bare checkout to the page in a browser. PORT and HOST change the address.
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { fail, ROOT } from './project.mjs';
import { serve } from './serve.mjs';
import { APP, ensureBuilt } from './targets.mjs';

if (!(await ensureInstalled())) fail('The dependencies could not be installed; see above.');
console.error('Building the page, unless it is up to date …');
if (!(await ensureBuilt(APP))) fail('The page could not be built; see above.');

// npm runs this through a shell, which dies of a signal without passing it on. Stop with it, so that no server
// is left behind on the port.
if (process.env.npm_lifecycle_event === 'start') {
  const shell = process.ppid;
  setInterval(() => process.ppid === shell || process.exit(), 500).unref();
}

const { PORT = '4173', HOST = '127.0.0.1' } = process.env;
try {
  const address = await serve({ folder: join(ROOT, 'dist'), port: Number(PORT), host: HOST });
  console.log(`\nShardscope is at ${address}\nCtrl+C stops it.`);
} catch (error) {
  fail(`The page could not be served: ${error instanceof Error ? error.message : error}`);
}
