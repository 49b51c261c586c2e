import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import { KEY_BYTES } from './encryption.ts';

/** What a key file holds, by the rules of ember's own reader. */
export type KeyFile =
  | {
      readonly kind: 'key';
      readonly key: Uint8Array;
      readonly form: 'raw' | 'hex';
      readonly note: KeyNote | null;
    }
  /** `message` is the reader's own; null where it would crash instead of answering. */
  | { readonly kind: 'invalid'; readonly message: string | null };

/** Something odd about a key that is accepted all the same. */
export type KeyNote =
  /** A `+` counts as an empty digit in Rust's number parser, so this is another key than meant. */
  | 'plus-sign'
  /** 32 characters that are hexadecimal digits: taken as 32 raw bytes, though half a hex key may be meant. */
  | 'hex-taken-as-raw';

/** Rust's `u8::from_str_radix(pair, 16)`: two digits, or `+` and one digit. */
function parsePair(pair: string): number | null {
  if (/^[0-9a-fA-F]{2}$/.test(pair) || /^\+[0-9a-fA-F]$/.test(pair))
    return Number.parseInt(pair.replace('+', ''), 16);
  return null;
}

/**
 * Reads a key file: exactly 32 raw bytes, or 64 hexadecimal digits with white space around them.
 * A file of exactly 32 bytes is always raw, so its white space is never trimmed.
 */
export function readKeyFile(bytes: Uint8Array): KeyFile {
  if (bytes.length === KEY_BYTES) {
    const text = decodeUtf8(bytes);
    const note = text !== null && /^[0-9a-fA-F]{32}$/.test(text) ? 'hex-taken-as-raw' : null;
    return { kind: 'key', key: bytes.slice(), form: 'raw', note };
  }
  const text = decodeUtf8(bytes);
  if (text === null) {
    return { kind: 'invalid', message: 'io error: encryption key file is not valid UTF-8 or raw 32 bytes' };
  }
  // Rust trims Unicode white space; JavaScript's `trim` would take a byte order mark as well.
  const trimmed = text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
  const length = encodeUtf8(trimmed).length;
  if (length !== KEY_BYTES * 2) {
    return {
      kind: 'invalid',
      message: `io error: encryption key file must be 32 raw bytes or 64 hex characters, got ${bytes.length} bytes`,
    };
  }
  const key = new Uint8Array(KEY_BYTES);
  const pairs = encodeUtf8(trimmed);
  for (let i = 0; i < KEY_BYTES; i++) {
    const pair = decodeUtf8(pairs.subarray(i * 2, i * 2 + 2));
    // The pair begins or ends inside a character: ember cuts there and panics.
    if (pair === null) return { kind: 'invalid', message: null };
    const value = parsePair(pair);
    if (value === null) {
      return { kind: 'invalid', message: 'io error: encryption key file contains invalid hex characters' };
    }
    key[i] = value;
  }
  return { kind: 'key', key, form: 'hex', note: trimmed.includes('+') ? 'plus-sign' : null };
}
