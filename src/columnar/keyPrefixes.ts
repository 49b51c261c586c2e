/* Keys by prefix: one level of the tree that a separator makes of them. */
import { type KeyId, keyId } from '../base/index.ts';
import type { KeyDictionary } from './keyDictionary.ts';

/** One branch: the keys that go on with the same segment, or one key that ends here. */
export interface PrefixBranch {
  /** The prefix up to and with the separator; a whole key where `key` is set. */
  readonly prefix: Uint8Array;
  /** The key, where it is the only one and nothing follows its segment. */
  readonly key: KeyId | null;
  readonly keys: readonly KeyId[];
}

/** What people separate the parts of a key with, likeliest first. */
export const SEPARATORS = [':', '/', '.', '|', '-', '_', '#', '@', ','] as const;

const SAMPLE = 20_000;

/** The separator that most keys have; a colon where none has any. */
export function guessSeparator(keys: KeyDictionary): string {
  const found = new Float64Array(256);
  const step = Math.max(1, Math.floor(keys.size / SAMPLE));
  for (let id = 0; id < keys.size; id += step) {
    const bytes = keys.bytesOf(keyId(id)).subarray(0, 256);
    for (const separator of SEPARATORS) {
      const code = separator.charCodeAt(0);
      // A separator stands between two parts.
      const at = bytes.indexOf(code, 1);
      if (at > 0 && at < bytes.length - 1) found[code] = (found[code] as number) + 1;
    }
  }
  let best: string = SEPARATORS[0];
  for (const separator of SEPARATORS) {
    // A rarer one must be clearly more frequent: dates and identifiers have dashes too.
    if ((found[separator.charCodeAt(0)] as number) > 1.5 * (found[best.charCodeAt(0)] as number))
      best = separator;
  }
  return best;
}

/** The branches below `prefix`, in the order in which their first keys come. */
export function branchesBelow(
  dictionary: KeyDictionary,
  keys: ArrayLike<number>,
  prefix: Uint8Array,
  separator: number,
): PrefixBranch[] {
  const found = new Map<string, KeyId[]>();
  for (let at = 0; at < keys.length; at++) {
    const key = keyId(keys[at] as number);
    const bytes = dictionary.bytesOf(key);
    if (!startsWith(bytes, prefix)) continue;
    const end = bytes.indexOf(separator, prefix.length);
    const segment = bytes.subarray(prefix.length, end < 0 ? bytes.length : end + 1);
    // Latin-1 tells every byte apart, whether or not the key is text.
    const name = latin1(segment);
    const others = found.get(name);
    if (others === undefined) found.set(name, [key]);
    else others.push(key);
  }
  return Array.from(found.values(), (members): PrefixBranch => {
    const bytes = dictionary.bytesOf(members[0] as KeyId);
    const end = bytes.indexOf(separator, prefix.length);
    if (members.length === 1) return { prefix: bytes, key: members[0] as KeyId, keys: members };
    return { prefix: bytes.subarray(0, end < 0 ? bytes.length : end + 1), key: null, keys: members };
  });
}

export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  if (bytes.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 4096) {
    text += String.fromCharCode(...bytes.subarray(from, from + 4096));
  }
  return text;
}
