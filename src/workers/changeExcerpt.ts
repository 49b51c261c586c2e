import { encodeHex, readableText } from '../codec/index.ts';

/** One line of a value before and after a change, apart from what both share. */
export interface ChangeExcerpt {
  readonly lead: string;
  readonly now: string;
  readonly fixed: string;
  readonly tail: string;
}

/** Bytes of a text shown on each side of the change. */
const TEXT_BEFORE = 20;
const TEXT_AFTER = 28;
/** Bytes of binary content, which take three characters each. */
const HEX_BEFORE = 5;
const HEX_AFTER = 6;

/**
 * What surrounds the changed bytes `from … to` in a value: as text where that is what it is, else in hexadecimal.
 * @param now the value's bytes, or those around the change
 * @param fixed the same, put right; as long
 * @param cut where the value goes on beyond these bytes
 */
export function changeExcerpt(
  now: Uint8Array,
  fixed: Uint8Array,
  from: number,
  to: number,
  cut = { before: false, after: false },
): ChangeExcerpt {
  const asText = readableText(fixed, cut.after) !== null && readableText(now, cut.after) !== null;
  let start = Math.max(0, from - (asText ? TEXT_BEFORE : HEX_BEFORE));
  let end = Math.min(fixed.length, to + (asText ? TEXT_AFTER : HEX_AFTER));
  // A character that the cut would tear is shown whole, or it would look as if it were damaged too.
  if (asText) {
    while (start > 0 && isInsideCharacter(fixed[start])) start--;
    while (end < fixed.length && isInsideCharacter(fixed[end])) end++;
  }
  const text = (bytes: Uint8Array): string => {
    const part = bytes.subarray(start, end);
    return asText ? (readableText(part) ?? encodeHex(part, ' ')) : encodeHex(part, ' ');
  };
  const parts = splitShared(text(now), text(fixed));
  return {
    ...parts,
    lead: (start > 0 || cut.before ? '…' : '') + parts.lead,
    tail: parts.tail + (end < fixed.length || cut.after ? '…' : ''),
  };
}

const isInsideCharacter = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** What two lines share at their beginning and end, and what is between. Never cuts inside an escape or a hex pair. */
export function splitShared(now: string, fixed: string): ChangeExcerpt {
  const a = units(now);
  const b = units(fixed);
  const most = Math.min(a.length, b.length);
  let lead = 0;
  while (lead < most && a[lead] === b[lead]) lead++;
  let tail = 0;
  while (tail < most - lead && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const part = (of: readonly string[], from: number, to: number): string => of.slice(from, to).join('');
  const was = part(a, lead, a.length - tail);
  const will = part(b, lead, b.length - tail);
  const rest = part(a, a.length - tail, a.length);
  // The space behind a pair of digits is not part of what changed.
  const spaced = was.endsWith(' ') && will.endsWith(' ');
  return {
    lead: part(a, 0, lead),
    now: spaced ? was.slice(0, -1) : was,
    fixed: spaced ? will.slice(0, -1) : will,
    tail: spaced ? ` ${rest}` : rest,
  };
}

/** Characters, escapes, and pairs of digits with the space behind them. */
const units = (line: string): readonly string[] =>
  /^[0-9a-f]{2}( [0-9a-f]{2})*$/.test(line)
    ? (line.match(/[0-9a-f]{2} ?/g) ?? [])
    : (line.match(/\\x[0-9a-f]{2}|\\u\{[0-9a-f]+\}|\\[\\nrt0]|./gsu) ?? []);
