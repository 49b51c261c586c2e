/* Numbers of a query: bytes, offsets, record numbers, times. */

export type NumberKind = 'size' | 'at' | 'record' | 'ttl' | 'db';

const TIMES: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const POWERS = ['', 'k', 'm', 'g', 't'];

export const NUMBER_FORMS: Readonly<Record<NumberKind, string>> = {
  size: 'a number of bytes such as 200, 1k or 1.5m',
  at: 'an offset such as 4096 or 0x1000',
  record: 'a record’s number such as 120',
  ttl: 'a time such as 60s, 5m, 2h or 1d, a date such as 2026-01-31, or none, or any',
  db: 'a database’s number such as 0',
};

/** @returns bytes, an offset, a record's number or milliseconds; null when `text` is none */
export function parseNumber(kind: NumberKind, text: string): number | null {
  if (/^0x[0-9a-f]{1,13}$/i.test(text)) return kind === 'ttl' ? null : Number.parseInt(text, 16);
  const [whole, digits = '', unit = ''] = /^(\d[\d,_]*(?:\.\d+)?)([a-z]*)$/i.exec(text) ?? [];
  if (whole === undefined) return null;
  const number = Number(digits.replaceAll(/[,_]/g, ''));
  const value = kind === 'ttl' ? timed(number, unit.toLowerCase()) : sized(kind, number, unit.toLowerCase());
  return value !== null && value <= Number.MAX_SAFE_INTEGER ? value : null;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,3})?)?Z?)?$/i;
const DAY_MS = 86_400_000;

/** A stretch of Unix time in milliseconds, both ends in it. */
export interface Moment {
  readonly first: number;
  readonly last: number;
}

/** What a date in UTC, with or without a time of day, stands for; null when `text` is none. */
export function parseMoment(text: string): Moment | null {
  const found = DATE.exec(text);
  if (found === null) return null;
  const [, , , , hours, , seconds, fraction] = found;
  const first = Date.parse(hours === undefined ? text : `${text.replace(/z$/i, '')}Z`);
  if (Number.isNaN(first)) return null;
  const span =
    hours === undefined ? DAY_MS : seconds === undefined ? 60_000 : fraction === undefined ? 1000 : 1;
  return { first, last: first + span - 1 };
}

/** Without a unit, seconds. */
function timed(number: number, unit: string): number | null {
  const factor = TIMES[unit === '' ? 's' : unit];
  return factor === undefined ? null : number * factor;
}

function sized(kind: NumberKind, number: number, unit: string): number | null {
  if (kind === 'record' || kind === 'db') return unit === '' && Number.isInteger(number) ? number : null;
  const power = POWERS.indexOf(unit.replace(/i?b$/, ''));
  return power < 0 ? null : Math.floor(number * 1024 ** power);
}
