import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { machineText } from './machine.ts';
import { readmeTable, withTable } from './readmeTable.ts';
import { readResults } from './results.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test('the README shows the last run that was kept, and the machine that it was taken on', async () => {
  const results = await readResults(at('results.json'));
  const readme = await readFile(at('../README.md'), 'utf8');
  expect(readme).toContain(`\n\n${readmeTable(results)}\n`);
  expect(readme.replaceAll(/\s+/g, ' ')).toContain(
    `a log of ${results.size / 2 ** 30} GiB, ${results.rounds} rounds, on ${machineText(results.machine)}`,
  );
});

test('a table takes the place of the one before, and nothing else changes', async () => {
  const results = await readResults(at('results.json'));
  const before = 'A\n\n| | median | lowest … highest | target |\n|---|---|---|---|\n| x | 1 | | |\n\nB\n';
  expect(withTable(before, results)).toBe(`A\n\n${readmeTable(results)}\nB\n`);
});
