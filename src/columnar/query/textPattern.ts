/*
 * What a text is compared with. Keys are bytes and need not be UTF-8, so a text is read as units: its code points, and
 * each byte that belongs to no character as a unit of its own behind them.
 */

/** The first unit that stands for a byte which is no character: unit − this is the byte. */
export const RAW_BYTE = 0x11_0000;
export const LAST_UNIT = RAW_BYTE + 0xff;

export type Pattern =
  /** One unit within these ranges: pairs of first and last, ascending, inclusive. */
  | { readonly kind: 'unit'; readonly ranges: readonly number[] }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly of: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: 'start' | 'end' };

export interface WrittenPattern {
  readonly kind: 'pattern';
  readonly pattern: Pattern;
  /** It must take the whole text; otherwise it may stand anywhere in it. */
  readonly whole: boolean;
  /** Letters are the same in both cases, whatever the query as a whole says. */
  readonly ignoreCase: boolean;
}

export type TextPattern = { readonly kind: 'contains'; readonly bytes: Uint8Array } | WrittenPattern;

export const ANY_UNIT: Pattern = { kind: 'unit', ranges: [0, LAST_UNIT] };

/** Whether a text that comes in pieces is what was asked for. One text at a time. */
export interface TextInPieces {
  begin(): void;
  /** @returns whether it is certain by now, whatever follows */
  feed(bytes: Uint8Array, from: number, to: number): boolean;
  end(): boolean;
}

/**
 * The unit at `at`, and how many bytes it takes: unit × 8 + bytes.
 * Only the shortest form of a character counts, and no surrogates, as everywhere in UTF-8.
 */
export function unitAt(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return first * 8 + 1;
  const length = lengthFrom(first);
  if (first < 0xc2 || first > 0xf4 || at + length > to) return (RAW_BYTE + first) * 8 + 1;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] as number;
    if ((next & 0xc0) !== 0x80) return (RAW_BYTE + first) * 8 + 1;
    code = (code << 6) | (next & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x1_0000;
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < least || isSurrogate || code > 0x10_ffff) return (RAW_BYTE + first) * 8 + 1;
  return code * 8 + length;
}

/** The most bytes that a unit takes. */
export const LONGEST_UNIT = 4;

/** Whether the character that seems to begin at `at` needs bytes behind `to`. */
export function isCut(bytes: Uint8Array, at: number, to: number): boolean {
  const first = bytes[at] as number;
  return first >= 0xc2 && first <= 0xf4 && at + lengthFrom(first) > to;
}

/** Where the units end that `bytes[from … to]` holds whole, whatever follows. */
export function wholeUnitsEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let at = Math.max(from, to - LONGEST_UNIT + 1); at < to; at++) if (isCut(bytes, at, to)) return at;
  return to;
}

const lengthFrom = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2);

/** The units of `bytes`. */
export function unitsOf(bytes: Uint8Array): readonly number[] {
  const units: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const packed = unitAt(bytes, at, bytes.length);
    units.push(Math.floor(packed / 8));
    at += packed & 7;
  }
  return units;
}

export const exactly = (bytes: Uint8Array): Pattern => ({
  kind: 'sequence',
  of: unitsOf(bytes).map((unit) => ({ kind: 'unit', ranges: [unit, unit] })),
});

/** A piece of a word as the parser reads it: bytes that stand for themselves, or a wildcard. */
export type WordPart = Uint8Array | '*' | '?';

/** `*` stands for any number of characters, `?` for one. */
export function globPattern(parts: readonly WordPart[], ignoreCase = false): WrittenPattern {
  const of = parts.map((part): Pattern => {
    if (part === '*') return { kind: 'repeat', of: ANY_UNIT, min: 0, max: Number.POSITIVE_INFINITY };
    return part === '?' ? ANY_UNIT : exactly(part);
  });
  return { kind: 'pattern', pattern: { kind: 'sequence', of }, whole: true, ignoreCase };
}
