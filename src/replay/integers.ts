/* Signed 64-bit arithmetic as the server does it. */
import { decodeUtf8 } from '../codec/index.ts';
import { type Bytes, FarBytes, NEAR_BYTES } from './farBytes.ts';

export const I64_MAX = 2n ** 63n - 1n;
export const I64_MIN = -(2n ** 63n);

export const inI64 = (value: bigint): boolean => value >= I64_MIN && value <= I64_MAX;

export const saturate = (value: bigint): bigint =>
  value > I64_MAX ? I64_MAX : value < I64_MIN ? I64_MIN : value;

/** Numbers of so many digits are exact, and cost no bigint on the way. */
const EXACT_DIGITS = 15;
const ZERO = 0x30;
const MINUS = 0x2d;

/** Rust's `str::parse::<i64>`: an optional sign and digits, nothing else; null when it is none. */
export function parseI64(bytes: Bytes): bigint | null {
  if (bytes instanceof FarBytes || bytes.length === 0 || bytes.length > NEAR_BYTES) return null;
  const first = bytes[0] === MINUS ? 1 : 0;
  if (bytes.length > first && bytes.length - first <= EXACT_DIGITS) {
    let number = 0;
    let at = first;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    if (at === bytes.length) return BigInt(first === 1 ? -number : number);
  }
  const text = decodeUtf8(bytes);
  if (text === null || !/^[+-]?[0-9]+$/.test(text)) return null;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return inI64(value) ? value : null;
}

/** The decimal digits of a number, as a string that holds it. */
export function digitsOf(value: bigint): Uint8Array {
  const text = String(value);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
