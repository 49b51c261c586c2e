/* The text of the keys' filter box: words that a key contains, and numbers such as "ops>10" or "ttl<1h". */
import type { KeyColumn } from '../../workers/index.ts';

export interface KeyFilter {
  readonly text: string;
  readonly ranges: readonly { readonly column: KeyColumn; readonly min: number; readonly max: number }[];
}

const COLUMNS: Readonly<Record<string, KeyColumn>> = {
  db: 'db',
  ops: 'operations',
  operations: 'operations',
  bytes: 'bytes',
  first: 'first',
  last: 'last',
  ttl: 'ttl',
};
const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1 << 20, g: 1 << 30 };
const TIMES: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const TERM = /^(ops|operations|bytes|first|last|ttl|db)(<=|>=|<|>|=|:)(\d+(?:\.\d+)?)(ms|[a-z])?$/i;

/** What is not such a number is text; several words are one text, with its spaces. */
export function parseKeyFilter(input: string): KeyFilter {
  const ranges: KeyFilter['ranges'][number][] = [];
  const words = input.split(' ').filter((word) => {
    const range = rangeOf(word);
    if (range !== null) ranges.push(range);
    return range === null;
  });
  return { text: words.join(' ').trim(), ranges };
}

function rangeOf(word: string): KeyFilter['ranges'][number] | null {
  const [, name, operator, digits, unit] = TERM.exec(word) ?? [];
  const column = COLUMNS[name?.toLowerCase() ?? ''];
  if (column === undefined || digits === undefined) return null;
  const scale = scaleOf(column, unit?.toLowerCase());
  if (scale === null) return null;
  const value = Number(digits) * scale;
  switch (operator) {
    case '>':
      return { column, min: Math.floor(value) + 1, max: Number.POSITIVE_INFINITY };
    case '>=':
      return { column, min: value, max: Number.POSITIVE_INFINITY };
    case '<':
      return { column, min: 0, max: Math.ceil(value) - 1 };
    case '<=':
      return { column, min: 0, max: value };
    default:
      return { column, min: value, max: value };
  }
}

/** What a unit stands for; a bare TTL is in seconds, as EXPIRE's. Null for a unit that the column has not. */
function scaleOf(column: KeyColumn, unit: string | undefined): number | null {
  if (column === 'ttl') return unit === undefined ? 1000 : (TIMES[unit] ?? null);
  return unit === undefined ? 1 : (UNITS[unit] ?? null);
}
