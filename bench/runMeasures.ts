import { readOptions } from './benchOptions.ts';
import type { Figure } from './figure.ts';
import { figureTable } from './figureText.ts';
import { idleShare } from './idleShare.ts';
import { describeMachine, machineText } from './machine.ts';
import type { Measure } from './measure.ts';
import { writeResults } from './results.ts';

/** Below this share of idle time between the measures, the figures aren't the machine's. */
const QUIET = 0.9;

/**
 * Takes the figures of these measures as the command line asks, prints and writes them, and ends the process.
 * @param name of the command, as `npm run` knows it
 * @param out where the figures go unless the command line says otherwise
 */
export async function runMeasures(name: string, measures: readonly Measure[], out: string): Promise<never> {
  const options = readOptions(process.argv.slice(2), {
    name,
    measures: measures.map((measure) => measure.name),
    out,
  });
  const machine = await describeMachine();
  const figures: Figure[] = [];
  let idle = await idleShare();
  for (const measure of measures) {
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
}
