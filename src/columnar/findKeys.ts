import { keyId } from '../base/index.ts';
import { encodeUtf8 } from '../codec/index.ts';
import type { KeyDictionary } from './keyDictionary.ts';
import { textMatcher } from './query/textMatcher.ts';

/** Which keys contain `text`: one byte a key, 1 where it does. */
export function matchKeys(keys: KeyDictionary, text: string, caseSensitive: boolean): Uint8Array {
  const contains = textMatcher({ kind: 'contains', bytes: encodeUtf8(text) }, !caseSensitive);
  const matches = new Uint8Array(keys.size);
  for (let id = 0; id < matches.length; id++) {
    const bytes = keys.bytesOf(keyId(id));
    if (contains(bytes, 0, bytes.length)) matches[id] = 1;
  }
  return matches;
}
