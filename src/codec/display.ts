/* One-line texts for values: what a cell, a field or a message shows. Never used to write anything back. */
import { encodeHex } from './bytes/hex.ts';
import { decodeUtf8, decodeUtf8Lossy, UTF8_ACCEPT, utf8Update } from './bytes/utf8.ts';
import { utf8Stretches } from './bytes/utf8Stretches.ts';

/** Characters that can't be seen, or that reorder what follows: they are shown escaped. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u00a0\u2000-\u200a\u3000]/gu;

/** A backslash that would read as the beginning of one of our escapes. */
const AMBIGUOUS_BACKSLASH =
  /\\(?=[\\nrt0\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u00a0\u2000-\u200a\u3000]|u\{|x[89a-f][0-9a-f])/gu;

/**
 * `text` with its invisible characters as `\n`, `\u{200b}`, …, so that two keys that differ also look different; for
 * the same reason a backslash is doubled where it would read as one of these.
 */
export function escapeInvisible(text: string): string {
  return text.replace(AMBIGUOUS_BACKSLASH, '\\\\').replace(INVISIBLE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    if (character === '\0') return '\\0';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** A cut that doesn't tear a surrogate pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return `${text.slice(0, end)}…`;
}

/**
 * Bytes as one line: as text where they are printable UTF-8, broken bytes as `\xNN` where they are so for the most
 * part, else as hexadecimal with the number of bytes.
 * @param length how many characters of the value at most; what marks an omission comes on top
 * @param total the whole value's size where `bytes` is only its beginning
 */
export function previewBytes(bytes: Uint8Array, length: number, total: number = bytes.length): string {
  const part = bytes.subarray(0, Math.min(bytes.length, length * 4));
  const text = readableText(part, part.length < total);
  if (text !== null) return cut(text + (part.length < total ? '…' : ''), length);
  const shown = encodeHex(bytes.subarray(0, Math.min(16, Math.floor(length / 3))), ' ');
  return `${shown}${bytes.length > 16 || total > bytes.length ? ' …' : ''} (${total} bytes)`;
}

/** A few odd characters are text with noise or with a fault in it; many are binary that happens to be readable. */
const MOST_ODD = 1 / 8;

/**
 * Bytes that are text for the most part as one line, what is invisible escaped and what is not UTF-8 as `\xNN`; null
 * when they are binary.
 * @param partial more bytes follow: the last character may be cut and is then left out
 */
export function readableText(bytes: Uint8Array, partial = false): string | null {
  const whole = partial ? bytes.subarray(0, wholeCharacters(bytes)) : bytes;
  let shown = '';
  let characters = 0;
  let odd = 0;
  for (const { from, to, valid } of utf8Stretches(whole)) {
    const part = whole.subarray(from, to);
    if (valid) {
      const text = decodeUtf8Lossy(part);
      characters += text.length;
      for (const character of text)
        if (/[\p{Cc}\p{Cn}]/u.test(character) && !/[\t\r\n]/.test(character)) odd++;
      shown += escapeInvisible(text);
      // Before an escape a backslash is doubled, as in escapeInvisible.
      if (to < whole.length && text.endsWith('\\')) shown += '\\';
    } else {
      characters += part.length;
      odd += part.length;
      shown += escapeBroken(part);
    }
  }
  return odd > characters * MOST_ODD ? null : shown;
}

/** Bytes that belong to no character, as `\xNN`. */
export const escapeBroken = (bytes: Uint8Array): string => `\\x${encodeHex(bytes, '\\x')}`;

/** How many of the bytes are whole characters; all of them when the last one isn't cut by the end. */
function wholeCharacters(bytes: Uint8Array): number {
  const lead = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80);
  const isCut = lead >= 0 && utf8Update(UTF8_ACCEPT, bytes, lead, bytes.length) > UTF8_ACCEPT;
  return isCut ? lead : bytes.length;
}

/** A string in quotes, invisible characters escaped, cut to `length` characters. */
export const previewText = (bytes: Uint8Array, length: number): string => {
  const text = decodeUtf8(bytes);
  return text === null ? previewBytes(bytes, length) : cut(escapeInvisible(text), length);
};

/** `value` in groups of three: "1,204,118". */
export const groupDigits = (value: number | bigint | string): string =>
  String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** A duration in the two largest units: "1 d 2 h", "3 m 20 s", "250 ms". */
export function describeMilliseconds(ms: bigint): string {
  if (ms < 0n) return `−${describeMilliseconds(-ms)}`;
  const units = [
    ['y', 31_536_000_000n],
    ['d', 86_400_000n],
    ['h', 3_600_000n],
    ['m', 60_000n],
    ['s', 1000n],
    ['ms', 1n],
  ] as const;
  const first = units.findIndex(([, size]) => ms >= size);
  if (first < 0) return '0 ms';
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, size] of units.slice(first, first + 2)) {
    if (rest >= size) parts.push(`${groupDigits(rest / size)} ${unit}`);
    rest %= size;
  }
  return parts.join(' ');
}

/** An offset as the page and the messages write it: `0x` and at least eight upper-case digits. */
export const formatOffset = (offset: number): string =>
  `0x${offset.toString(16).toUpperCase().padStart(8, '0')}`;

/** The date of a Unix time in milliseconds; null past what a date can be. */
export function describeDate(ms: bigint): string | null {
  const date = new Date(Number(ms));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
