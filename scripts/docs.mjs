// npm run docs: writes the documents that are generated from the source. With --check (npm run docs:check) it
// writes nothing and fails where a file differs from what the source says.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { fail, ROOT } from './project.mjs';

const PROGRAM = '.cache/documents.mjs';

await bundle('cli/documents.ts', PROGRAM, { standalone: false });
/** @type {{ documents: () => Readonly<Record<string, string>> }} text by path, relative to the project */
const { documents } = await import(pathToFileURL(join(ROOT, PROGRAM)).href);

const entries = Object.entries(documents());
if (entries.length === 0) fail('cli/documents.ts lists no document.');

for (const [path, text] of entries) {
  const file = join(ROOT, path);
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present === text) {
    console.error(`${path}: up to date`);
  } else if (process.argv.includes('--check')) {
    console.error(
      `${path}: ${present === undefined ? 'missing' : 'differs from the source'}; run: npm run docs`,
    );
    process.exitCode = 1;
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    console.error(`${path}: written`);
  }
}
