import { decodeUtf8Lossy, hashBytes } from '../codec/index.ts';

/*
 * The same keys come again and again: a text that was made for them once has its own hash already, and a look at a few
 * bytes costs less than to decode them. Bounded: 2^14 texts of 64 bytes at most.
 */
const PLACES = 1 << 14;
const LONGEST = 64;
const knownBytes: (Uint8Array | undefined)[] = new Array(PLACES).fill(undefined);
const knownTexts: string[] = new Array(PLACES).fill('');

/** The text of a key, member or field. Records whose text is not valid UTF-8 never reach the replay. */
export function textOf(bytes: Uint8Array): string {
  const { length } = bytes;
  if (length > LONGEST) return decodeUtf8Lossy(bytes);
  const place = hashBytes(bytes, 0, length) & (PLACES - 1);
  const known = knownBytes[place];
  if (known !== undefined && isSame(known, bytes)) return knownTexts[place] as string;
  const text = decodeUtf8Lossy(bytes);
  knownBytes[place] = bytes.slice();
  knownTexts[place] = text;
  return text;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
