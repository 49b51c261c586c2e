// npm run bench:compare -- BEFORE.json AFTER.json: what changed between two runs, and whether it is more than noise.
import { fail } from '../scripts/project.mjs';
import { type Figure, isMoreBetter, median } from './figure.ts';
import { spreadText, valueText } from './figureText.ts';
import { machineText } from './machine.ts';
import { readResults } from './results.ts';
import { textTable } from './textTable.ts';

const [beforePath, afterPath] = process.argv.slice(2);
if (beforePath === undefined || afterPath === undefined)
  fail('usage: npm run bench:compare -- BEFORE.json AFTER.json');

const before = await readResults(beforePath);
const after = await readResults(afterPath);
for (const [name, { machine, idle, size, rounds }] of Object.entries({ Before: before, After: after })) {
  console.log(
    `${name}: ${machineText(machine)}; ${(size / 2 ** 30).toFixed(2)} GiB, ${rounds} rounds, ${Math.round(idle * 100)} % idle`,
  );
}
if (machineText(before.machine) !== machineText(after.machine) || before.size !== after.size) {
  console.log('Another machine or another size: only the ratios can be compared.');
}

const names = [...new Set([...before.figures, ...after.figures].map(({ name }) => name))];
const rows = names.map((name) => {
  const was = before.figures.find((each) => each.name === name);
  const is = after.figures.find((each) => each.name === name);
  const title = (is ?? was)?.title ?? name;
  if (was === undefined || is === undefined)
    return [title, shown(was), shown(is), '', was === undefined ? 'new' : 'gone'];
  const change = (median(is.values) / median(was.values) - 1) * 100;
  return [
    title,
    shown(was),
    shown(is),
    `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %`,
    judge(was, is),
  ];
});
console.log(`\n${textTable([['', 'before', 'after', 'change', ''], ...rows], [1, 2, 3])}`);

function shown(each: Figure | undefined): string {
  if (each === undefined) return '';
  const spread = spreadText(each);
  return `${valueText(median(each.values), each.unit)}${spread === '' ? '' : ` (${spread})`}`;
}

/** A change counts when the rounds of the two runs don't overlap. */
function judge(was: Figure, is: Figure): string {
  const rose = Math.min(...is.values) > Math.max(...was.values);
  const fell = Math.max(...is.values) < Math.min(...was.values);
  if (!rose && !fell) return 'no difference that can be told';
  return rose === isMoreBetter(is) ? 'better' : 'worse';
}
