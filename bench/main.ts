// npm run bench: takes the figures of this project on this machine. It never fails for being slow.
import { readOptions } from './benchOptions.ts';
import { download } from './download.ts';
import { encryptedScan } from './encryptedScan.ts';
import type { Figure } from './figure.ts';
import { figureTable } from './figureText.ts';
import { filterKeys } from './filterKeys.ts';
import { idleShare } from './idleShare.ts';
import { keyFacts } from './keyFacts.ts';
import { describeMachine, machineText } from './machine.ts';
import type { Measure } from './measure.ts';
import { nodeScan } from './nodeScan.ts';
import { pageScan } from './pageScan.ts';
import { pageScroll } from './pageScroll.ts';
import { reopening } from './reopening.ts';
import { replayRate } from './replayRate.ts';
import { writeResults } from './results.ts';
import { resyncNoise } from './resyncNoise.ts';
import { syndromeSearch } from './syndromeSearch.ts';
import { zeroScan } from './zeroScan.ts';

const MEASURES: readonly Measure[] = [
  download,
  pageScan,
  pageScroll,
  filterKeys,
  reopening,
  nodeScan,
  encryptedScan,
  resyncNoise,
  zeroScan,
  syndromeSearch,
  replayRate,
  keyFacts,
];

/** Below this share of idle time between the measures, the figures aren't the machine's. */
const QUIET = 0.9;

const options = readOptions(
  process.argv.slice(2),
  MEASURES.map(({ name }) => name),
);
const machine = await describeMachine();
const figures: Figure[] = [];
let idle = await idleShare();
for (const measure of MEASURES) {
  if (options.only !== null && !options.only.includes(measure.name)) continue;
  console.error(`${measure.title} …`);
  figures.push(...(await measure.run(options)));
  idle = Math.min(idle, await idleShare());
}

const { size, seed, rounds } = options;
console.log(`\n${machineText(machine)}`);
console.log(`A log of ${(size / 2 ** 30).toFixed(2)} GiB, seed ${seed}; ${rounds} rounds.\n`);
console.log(figureTable(figures));
if (idle < QUIET) {
  const busy = Math.round((1 - idle) * 100);
  console.log(`\nOther work took up to ${busy} % of the processors: what is measured is that as well.`);
}
if (options.out !== '') {
  await writeResults(options.out, { version: 1, machine, idle, size, seed, rounds, figures });
  console.log(`\nWritten to ${options.out}.`);
}
// The page's server would keep the process alive.
process.exit(0);
