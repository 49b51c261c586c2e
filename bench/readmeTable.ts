import { median } from './figure.ts';
import { meetsTarget, spreadText, targetText, valueText } from './figureText.ts';
import type { Results } from './results.ts';

/** Those of a run that the README shows, in its order. */
const SHOWN = [
  'page.scan/read',
  'page.rows',
  'page.memory',
  'scroll.fps',
  'scroll.worst',
  'filter.first',
  'filter.all',
  'reopen.left',
  'download.initial',
  'node.scan/crc32',
  'node.scan/plain',
  'encrypted.scan/native',
  'encrypted.scan/alone',
  'zeros.scan/read',
  'resync.noise',
  'syndrome.record',
  'syndrome.snapshot',
  'keys',
  'timeline',
  'replay/scan',
] as const;

const HEAD = '| | median | lowest … highest | target |\n|---|---|---|---|\n';
const TABLE = /\| \| median \|.*\n\|---.*\n(?:\|.*\n)*/;

/**
 * The figures of a run as the README's table.
 * @throws when the run left one of them out
 */
export function readmeTable({ figures }: Results): string {
  const lines = SHOWN.map((name) => {
    const each = figures.find((figure) => figure.name === name);
    if (each === undefined) throw new Error(`the run has no figure ${name}`);
    const target = targetText(each.target, each.unit);
    const isMet = meetsTarget(each);
    const outcome = isMet === null ? '' : `${target}, ${isMet ? 'met' : 'missed'}`;
    return `| ${each.title} | ${valueText(median(each.values), each.unit)} | ${spreadText(each)} | ${outcome} |\n`;
  });
  return HEAD + lines.join('');
}

/** `readme` with the table of a run in place of the one that it has. */
export const withTable = (readme: string, results: Results): string =>
  readme.replace(TABLE, () => readmeTable(results));
