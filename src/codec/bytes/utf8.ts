/**
 * UTF-8 as Rust's `String::from_utf8` sees it, which is what ember's reader applies to keys: overlong forms,
 * surrogates and code points above U+10FFFF are invalid.
 */

/** The state of {@link Utf8Check} at a character boundary. */
export const UTF8_ACCEPT = 0;
/** The state that no further byte can leave. */
export const UTF8_REJECT = -1;

/*
 * The states: 0 boundary; 1, 2, 3 that many continuation bytes missing; 4 after E0 (next A0…BF);
 * 5 after ED (next 80…9F); 6 after F0 (next 90…BF); 7 after F4 (next 80…8F).
 */
function step(state: number, byte: number): number {
  if (state === 0) {
    if (byte < 0x80) return 0;
    if (byte < 0xc2) return UTF8_REJECT;
    if (byte < 0xe0) return 1;
    if (byte === 0xe0) return 4;
    if (byte === 0xed) return 5;
    if (byte < 0xf0) return 2;
    if (byte === 0xf0) return 6;
    if (byte < 0xf4) return 3;
    return byte === 0xf4 ? 7 : UTF8_REJECT;
  }
  const low = state === 4 ? 0xa0 : state === 6 ? 0x90 : 0x80;
  const high = state === 5 ? 0x9f : state === 7 ? 0x8f : 0xbf;
  if (byte < low || byte > high) return UTF8_REJECT;
  if (state === 4 || state === 5) return 1;
  if (state === 6 || state === 7) return 2;
  return state - 1;
}

/**
 * Feeds `bytes[from … to)` to a validator that can stop anywhere and go on in the next chunk.
 * @param state {@link UTF8_ACCEPT} to begin, then what the last call returned
 * @returns {@link UTF8_ACCEPT} at a boundary, {@link UTF8_REJECT} when invalid, else mid-character
 */
export function utf8Update(state: number, bytes: Uint8Array, from: number, to: number): number {
  let s = state;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    // Keys are ASCII nearly always; this branch is the hot one.
    if (s === 0 && byte < 0x80) continue;
    s = step(s, byte);
    if (s < 0) return UTF8_REJECT;
  }
  return s;
}

/** Whether `bytes[from … to)` is valid UTF-8. */
export const isUtf8 = (bytes: Uint8Array, from = 0, to: number = bytes.length): boolean =>
  utf8Update(UTF8_ACCEPT, bytes, from, to) === UTF8_ACCEPT;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The text of `bytes`, or null when they are not valid UTF-8. A byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** The text of `bytes`; what is not valid UTF-8 becomes U+FFFD. For display only, never to write back. */
export const decodeUtf8Lossy = (bytes: Uint8Array): string => lenient.decode(bytes);

/** The bytes of `text`. */
export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);
