/* Signed 64-bit arithmetic as the server does it. */
import { decodeUtf8 } from '../codec/index.ts';

export const I64_MAX = 2n ** 63n - 1n;
export const I64_MIN = -(2n ** 63n);

export const inI64 = (value: bigint): boolean => value >= I64_MIN && value <= I64_MAX;

export const saturate = (value: bigint): bigint =>
  value > I64_MAX ? I64_MAX : value < I64_MIN ? I64_MIN : value;

/** Rust's `str::parse::<i64>`: an optional sign and digits, nothing else; null when it is none. */
export function parseI64(bytes: Uint8Array): bigint | null {
  if (bytes.length === 0 || bytes.length > 64) return null;
  const text = decodeUtf8(bytes);
  if (text === null || !/^[+-]?[0-9]+$/.test(text)) return null;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return inI64(value) ? value : null;
}
