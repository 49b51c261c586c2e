// npm run build [-- app | cli]: the page into dist/, the command line and the library into build/.
import { build } from 'vite';
import { bundle } from './bundle.mjs';
import { ROOT } from './project.mjs';

const only = process.argv[2];

process.chdir(ROOT);
if (only !== 'cli') {
  await build({ logLevel: 'warn' });
}
if (only !== 'app') {
  await bundle('cli/library.ts', 'build/index.mjs', { standalone: true });
  await bundle('cli/partThread.ts', 'build/part-thread.mjs', { standalone: true });
  await bundle('cli/main.ts', 'build/shardscope.mjs', { standalone: true, shebang: true });
}
