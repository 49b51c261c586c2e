/*
 * A few numbers that stand for a file's set of keys: the smallest of all keys' hashes. Two files' sketches tell how
 * many keys they share without either file's keys being at hand.
 */
import { keyId } from '../base/index.ts';
import type { KeyDictionary } from './keyDictionary.ts';

/** Hashes kept. */
const SKETCH_SIZE = 256;

/** The smallest hashes of the keys, ascending; all of them where there are few. */
export function sketchKeys(keys: KeyDictionary): Float64Array {
  const hashes = new Float64Array(keys.size);
  for (let id = 0; id < keys.size; id++) hashes[id] = hashOf(keys.bytesOf(keyId(id)));
  return hashes.sort().slice(0, SKETCH_SIZE);
}

/** Of the file with fewer keys, the share that the other one has too: 0 to 1. 0 where either has none. */
export function sharedKeys(a: Float64Array, b: Float64Array): number {
  // Above the end of a full sketch nothing is known of that file.
  const limit = Math.min(endOf(a), endOf(b));
  let [i, j, both] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (Math.min(left, right) > limit) break;
    if (left === right) both++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  const fewer = Math.min(countUpTo(a, limit), countUpTo(b, limit));
  return fewer === 0 ? 0 : both / fewer;
}

const endOf = (sketch: Float64Array): number =>
  sketch.length < SKETCH_SIZE ? Number.POSITIVE_INFINITY : (sketch.at(-1) as number);

function countUpTo(sketch: Float64Array, limit: number): number {
  let count = 0;
  while (count < sketch.length && (sketch[count] as number) <= limit) count++;
  return count;
}

/** 53 bits: FNV-1a over the bytes twice, from different beginnings. */
function hashOf(bytes: Uint8Array): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ byte, 0x85ebca6b);
    low ^= low >>> 13;
  }
  high ^= high >>> 15;
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}
