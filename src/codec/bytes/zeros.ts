/** Shorter runs aren't worth a view of their own. */
const WORTH_WORDS = 256;

/**
 * The first position from `from` whose byte is not zero; `to` when all are. Runs at the speed of memory: long runs
 * are compared four bytes at a time.
 */
export function skipZeros(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && bytes[i] === 0) {
    const aligned = ((bytes.byteOffset + i) & 3) === 0;
    if (!aligned || to - i < WORTH_WORDS || i - from < 64) {
      i++;
      continue;
    }
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + i, (to - i) >>> 2);
    let word = 0;
    // Eight words a step: the loop's own cost would be most of it otherwise.
    const steps = words.length - 8;
    while (
      word <= steps &&
      ((words[word] as number) |
        (words[word + 1] as number) |
        (words[word + 2] as number) |
        (words[word + 3] as number) |
        (words[word + 4] as number) |
        (words[word + 5] as number) |
        (words[word + 6] as number) |
        (words[word + 7] as number)) ===
        0
    ) {
      word += 8;
    }
    i += word * 4;
    // What is left, or holds a byte, is at most a few dozen bytes away.
    while (i < to && bytes[i] === 0) i++;
    return i;
  }
  return i;
}
