import { randomUUID } from 'node:crypto';
import type { Json } from '../src/codec/index.ts';

/** How −0 is written: `JSON.stringify` drops its sign, and some parsers take `-0` for the whole number 0. */
export const NEGATIVE_ZERO = '-0.0';

/** No string of a file is equal to it. */
const STAND_IN = randomUUID();
const QUOTED = JSON.stringify(STAND_IN);

/** `json` as one line, every number as it is. */
export function jsonText(json: Json): string {
  if (!hasNegativeZero(json)) return JSON.stringify(json);
  const text = JSON.stringify(json, (_, value: unknown) => (Object.is(value, -0) ? STAND_IN : value));
  return text.replaceAll(QUOTED, NEGATIVE_ZERO);
}

function hasNegativeZero(json: Json): boolean {
  if (typeof json !== 'object' || json === null) return Object.is(json, -0);
  if (Array.isArray(json)) return (json as readonly Json[]).some(hasNegativeZero);
  for (const value of Object.values(json)) if (hasNegativeZero(value as Json)) return true;
  return false;
}
