import { formatCount } from './format.ts';

/** A time to live as a cell shows it, and in full. */
export interface TtlText {
  readonly short: string;
  readonly full: string;
}

const UNITS: readonly { readonly ms: number; readonly short: string }[] = [
  { ms: 365 * 86_400_000, short: 'y' },
  { ms: 86_400_000, short: 'd' },
  { ms: 3_600_000, short: 'h' },
  { ms: 60_000, short: 'm' },
  { ms: 1_000, short: 's' },
  { ms: 1, short: 'ms' },
];

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 0 });

/** What a Date can hold, in milliseconds from 1970 either way. */
const LAST_DATE = 8.64e15;

/**
 * What a row's `ttlMs` means: "1 h", "2 d 3 h", "2026-01-31" for an absolute time, "—" for none.
 * @param ttlMs a decimal string of up to 64 bits, "-1" for none
 * @returns null for a type that has no time to live
 */
export function ttlText(ttlMs: string | null, absolute: boolean): TtlText | null {
  if (ttlMs === null) return null;
  if (ttlMs === '-1') return { short: '—', full: 'Does not expire' };
  // Past 2^53 the last digits are lost; what is shown has two units at most.
  const ms = Number(ttlMs);
  if (absolute) return expiresAt(ms, ttlMs);
  const text = `${ttlMs} ms`;
  if (ms < 0) {
    const short = ttlMs.length > 7 ? 'negative' : `${ttlMs.replace('-', '−')} ms`;
    return { short, full: `A negative time: ${text}` };
  }
  return { short: duration(ms), full: `Expires ${text} after it was written` };
}

function expiresAt(ms: number, ttlMs: string): TtlText {
  if (Math.abs(ms) > LAST_DATE)
    return { short: 'year > 275760', full: `Expires at ${ttlMs} ms of Unix time` };
  const iso = new Date(ms).toISOString();
  const [day = '', time = ''] = iso.split('T');
  return { short: day, full: `Expires at ${day} ${time.replace('Z', '')} UTC` };
}

/** The two largest units, whole: 93,784,000 -> "1 d 2 h". */
function duration(ms: number): string {
  const at = UNITS.findIndex((unit) => ms >= unit.ms);
  const large = UNITS[at];
  if (large === undefined) return '0 ms';
  const small = UNITS[at + 1];
  const count = Math.floor(ms / large.ms);
  const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
  // A number that is cut off would be another number.
  const head = `${count < 100_000 ? formatCount(count) : COMPACT.format(count)} ${large.short}`;
  return rest === 0 || count >= 100 ? head : `${head} ${rest} ${small?.short}`;
}
