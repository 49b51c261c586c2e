import { keyId } from '../base/index.ts';
import { encodeUtf8 } from '../codec/index.ts';
import type { KeyDictionary } from './keyDictionary.ts';

const CASE_BIT = 0x20;
const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
const fold = (byte: number): number => (isUpper(byte) ? byte | CASE_BIT : byte);

/**
 * Which keys contain `text`: one byte a key, 1 where it does. Compares bytes, so no string is made of a key; without
 * case only ASCII letters are folded.
 */
export function matchKeys(keys: KeyDictionary, text: string, caseSensitive: boolean): Uint8Array {
  const needle = encodeUtf8(text);
  const wanted = caseSensitive ? needle : needle.map(fold);
  const matches = new Uint8Array(keys.size);
  for (let id = 0; id < matches.length; id++) {
    if (contains(keys.bytesOf(keyId(id)), wanted, caseSensitive)) matches[id] = 1;
  }
  return matches;
}

function contains(bytes: Uint8Array, wanted: Uint8Array, caseSensitive: boolean): boolean {
  const last = bytes.length - wanted.length;
  for (let from = 0; from <= last; from++) {
    let i = 0;
    while (i < wanted.length) {
      const byte = bytes[from + i] as number;
      if ((caseSensitive ? byte : fold(byte)) !== wanted[i]) break;
      i++;
    }
    if (i === wanted.length) return true;
  }
  return false;
}
