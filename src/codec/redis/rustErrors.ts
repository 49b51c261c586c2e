/* The errors of Rust's standard library that AiKv passes on, in their words. */
import { UTF8_ACCEPT, UTF8_REJECT, utf8Update } from '../bytes/utf8.ts';

/** Why bytes are no UTF-8, as `Utf8Error` says it; null when they are. */
export function utf8ErrorText(bytes: Uint8Array): string | null {
  let state = UTF8_ACCEPT;
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (state === UTF8_ACCEPT) start = at;
    state = utf8Update(state, bytes, at, at + 1);
    // The byte that fits nowhere is not part of the sequence, unless it is its first.
    if (state === UTF8_REJECT) {
      return `invalid utf-8 sequence of ${Math.max(1, at - start)} bytes from index ${start}`;
    }
  }
  return state === UTF8_ACCEPT ? null : `incomplete utf-8 byte sequence from index ${start}`;
}

/** The text as `usize` parses it, or the words of its `ParseIntError`. Exact up to 2^53, which no file reaches. */
export function parseUsize(text: string): number | string {
  if (text === '') return 'cannot parse integer from empty string';
  const digits = text.startsWith('+') ? text.slice(1) : text;
  if (!/^[0-9]+$/.test(digits)) return 'invalid digit found in string';
  if (BigInt(digits) > 0xffff_ffff_ffff_ffffn) return 'number too large to fit in target type';
  return Number(digits);
}

/** The bytes that Rust's `trim` takes away, among those a line of a log can hold. */
export const trimLine = (text: string): string =>
  text.replace(/^(?:[^\S\ufeff]|\u0085)+|(?:[^\S\ufeff]|\u0085)+$/gu, '');
