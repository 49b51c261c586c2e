import { decodeUtf8, readableText } from '../../codec/index.ts';

/** The ways a value can be shown. */
export const ENCODINGS = ['text', 'json', 'hex', 'number', 'base64'] as const;

export type ValueEncoding = (typeof ENCODINGS)[number];

/** A number written in digits, as a counter's value is. */
const DECIMAL = /^[+-]?\d{1,20}$/;

/** Above this, a value is not parsed to find out whether it is JSON. */
export const JSON_LIMIT = 0x100000;

/*
 * Controls that no text file holds, and bytes that decode to what no one has assigned. Format characters and odd
 * spaces are text, if sly; the text view shows them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\p{Cn}\p{Co}]/gu;

/**
 * How `bytes` are most likely meant to be read.
 * @param whole false when they are only the start of the value: it can't be parsed then
 */
export function guessEncoding(bytes: Uint8Array, whole = true): ValueEncoding {
  const text = decodeStart(bytes, whole);
  if (text !== null) {
    if (whole && parsesAsJsonContainer(text)) return 'json';
    if (whole && DECIMAL.test(text)) return 'number';
    if (isPrintable(text)) return 'text';
  } else if (readableText(bytes, !whole) !== null) return 'text';
  const size = bytes.length;
  if (whole && (size === 1 || size === 2 || size === 4 || size === 8)) return 'number';
  return 'hex';
}

/** Whether `text` is a JSON object or array; a bare number or string is better shown as itself. */
export function parsesAsJsonContainer(text: string): boolean {
  if (text.length > JSON_LIMIT || !/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The number that `bytes` spell in decimal digits, or null. */
export function decimalDigits(bytes: Uint8Array): string | null {
  if (bytes.length > 21) return null;
  const text = decodeUtf8(bytes);
  return text !== null && DECIMAL.test(text) ? text : null;
}

/** Text may hold a stray control character, one in twenty at most. */
function isPrintable(text: string): boolean {
  const odd = text.match(UNPRINTABLE)?.length ?? 0;
  return odd * 20 <= text.length;
}

/** The text of `bytes`; where more follow, a last character that the cut broke is left out. */
function decodeStart(bytes: Uint8Array, whole: boolean): string | null {
  if (whole) return decodeUtf8(bytes);
  for (let cut = 0; cut <= 3 && cut <= bytes.length; cut++) {
    const text = decodeUtf8(bytes.subarray(0, bytes.length - cut));
    if (text !== null) return text;
  }
  return null;
}
