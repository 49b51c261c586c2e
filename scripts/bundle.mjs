// Bundles one TypeScript entry into one file that Node runs as it is.
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './project.mjs';

/**
 * The file appears at `output` in one step, so that a command started meanwhile runs either the old program
 * or the new one.
 *
 * @param {string} entry relative to the project
 * @param {string} output relative to the project
 * @param {{ standalone: boolean, shebang?: boolean }} options
 *   `standalone` takes the dependencies into the file too, so that it runs without node_modules.
 */
export async function bundle(entry, output, { standalone, shebang = false }) {
  const name = basename(output);
  const target = join(ROOT, output);
  const scratch = `${target}.${process.pid}`;
  try {
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      ssr: standalone ? { noExternal: true } : { external: true },
      build: {
        ssr: join(ROOT, entry),
        outDir: scratch,
        target: 'node20',
        minify: false,
        sourcemap: standalone ? false : 'inline',
        rolldownOptions: {
          // Left where they are: they find the project by their own address.
          external: /\/scripts\/\w+\.mjs$/,
          output: {
            entryFileNames: name,
            codeSplitting: false,
            ...(shebang && { banner: '#!/usr/bin/env node' }),
          },
        },
      },
    });
    if (shebang) await chmod(join(scratch, name), 0o755);
    await mkdir(dirname(target), { recursive: true });
    await rename(join(scratch, name), target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
