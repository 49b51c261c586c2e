import { describeMilliseconds } from '../../codec/index.ts';
import type { HeldView } from '../../workers/index.ts';

/** The latest time that a date can hold. */
const LAST_DATE = 8_640_000_000_000_000n;

/** "expires in 5 min", "expires at 2026-01-01 12:00:00 UTC"; null without an expiry. */
export function ttlText({ ttlMs, expireAtMs }: HeldView): string | null {
  if (expireAtMs !== null) {
    const at = BigInt(expireAtMs);
    if (at > LAST_DATE) return 'expires in the far future';
    return `expires at ${new Date(Number(at)).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
  }
  return ttlMs === null ? null : `expires in ${describeMilliseconds(BigInt(ttlMs))}`;
}
