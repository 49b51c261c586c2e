import type { Json } from './json.ts';

/** How −0 is written: `JSON.stringify` drops its sign, and some parsers take `-0` for the whole number 0. */
export const NEGATIVE_ZERO = '-0.0';

/** `json` as one line, every number as it is. */
export const jsonText = (json: Json): string => (hasNegativeZero(json) ? textOf(json) : JSON.stringify(json));

function textOf(json: Json): string {
  if (Object.is(json, -0)) return NEGATIVE_ZERO;
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(textOf).join(',')}]`;
  return `{${Object.entries(json)
    .map(([name, each]) => `${JSON.stringify(name)}:${textOf(each)}`)
    .join(',')}}`;
}

function hasNegativeZero(json: Json): boolean {
  if (typeof json !== 'object' || json === null) return Object.is(json, -0);
  if (Array.isArray(json)) return (json as readonly Json[]).some(hasNegativeZero);
  for (const value of Object.values(json)) if (hasNegativeZero(value as Json)) return true;
  return false;
}
