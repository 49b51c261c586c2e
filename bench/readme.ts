// npm run bench:readme: puts the figures of the last full run into the README.
import { readFile, writeFile } from 'node:fs/promises';
import { withTable } from './readmeTable.ts';
import { readResults } from './results.ts';

const results = await readResults('bench/results.json');
await writeFile('README.md', withTable(await readFile('README.md', 'utf8'), results));
