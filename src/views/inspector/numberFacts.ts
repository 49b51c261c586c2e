import { readAllNumbers } from '../ui/numberReadings.ts';
import { decimalDigits } from './guessEncoding.ts';

/** One way to read a value as a number. */
export interface NumberFact {
  readonly label: string;
  readonly value: string;
  /** What we make of it: a date. */
  readonly derived: string | null;
}

/** Every number that `bytes` may be: in decimal digits, or 1, 2, 4 or 8 bytes in either order. */
export function numberFacts(bytes: Uint8Array): readonly NumberFact[] {
  const digits = decimalDigits(bytes);
  const facts: NumberFact[] = [];
  if (digits !== null) {
    const value = BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
    facts.push({ label: 'decimal digits', value: String(value), derived: unixTime(value) });
    facts.push({ label: 'hexadecimal', value: hexadecimal(value), derived: null });
  }
  const swapped = readAllNumbers(bytes, false);
  for (const [i, { type, text }] of readAllNumbers(bytes, true).entries()) {
    const derived = type === 'i64' ? unixTime(BigInt(text)) : null;
    facts.push({ label: bytes.length === 1 ? type : `${type}, little-endian`, value: text, derived });
    const other = swapped[i];
    if (other !== undefined && bytes.length > 1) {
      facts.push({ label: `${type}, big-endian`, value: other.text, derived: null });
    }
  }
  return facts;
}

const hexadecimal = (value: bigint): string =>
  value < 0n ? `-0x${(-value).toString(16).toUpperCase()}` : `0x${value.toString(16).toUpperCase()}`;

/** The years 2001 to 2100: what lies outside is hardly a time. */
const SECONDS = { from: 1_000_000_000n, to: 4_102_444_800n };

/** The date, if the number is plausible as a Unix time in seconds or in milliseconds. */
function unixTime(value: bigint): string | null {
  const inSeconds = value >= SECONDS.from && value < SECONDS.to;
  if (!inSeconds && !(value >= SECONDS.from * 1000n && value < SECONDS.to * 1000n)) return null;
  const date = new Date(Number(inSeconds ? value * 1000n : value));
  return `${date.toISOString().replace('T', ' ').replace('.000Z', ' UTC').replace('Z', ' UTC')} as Unix ${inSeconds ? 'seconds' : 'milliseconds'}`;
}
