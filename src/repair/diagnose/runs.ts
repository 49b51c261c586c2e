/* Runs of one byte over and over, found at memory speed. */
import type { Range } from '../../base/index.ts';
import type { BoundedReader } from './boundedReader.ts';
import { overlap } from './site.ts';

/** One read; where much is looked at, large ones. */
const STEP = 256 << 10;
const LARGE_STEP = 4 << 20;
/** From this length on a run is skipped by words. */
const WORTH_SKIPPING = 16;

/** A run of one byte. */
export interface Run extends Range {
  readonly byte: number;
}

/**
 * The longest run of one byte in `where` that touches `within`.
 * @param zeros a part of the file that is known to hold nothing else, and is not read again
 * @param searched how far into `where` a run may begin; one that has begun is followed to its end
 * @returns null when there is none of `shortest` bytes, or when too much was read already
 */
export async function longestRun(
  reader: BoundedReader,
  where: Range,
  within: Range,
  shortest: number,
  zeros: Range,
  searched: number,
): Promise<Run | null> {
  let best: Run | null = null;
  let from = where.from;
  let byte = -1;
  const keep = (to: number): void => {
    if (to - from < shortest || (best !== null && to - from <= best.to - best.from)) return;
    if (overlap({ from, to }, within) !== null) best = { from, to, byte };
  };
  const step = where.to - where.from > LARGE_STEP ? LARGE_STEP : STEP;
  let looked = where.from;
  while (looked < where.to) {
    if (byte === 0 && looked >= zeros.from && looked < zeros.to) {
      looked = Math.min(zeros.to, where.to);
      continue;
    }
    const bytes = await reader.read(looked, Math.min(looked + step, where.to));
    if (bytes === null) return null;
    for (let i = 0; i < bytes.length; ) {
      if (bytes[i] !== byte) {
        if (looked + i - from >= shortest) keep(looked + i);
        from = looked + i;
        byte = bytes[i] as number;
      }
      i = endOfRun(bytes, i);
    }
    looked += bytes.length;
    // Past the limit only a run that is under way is followed.
    const isUnderWay = from - where.from < searched && looked - from >= WORTH_SKIPPING;
    if (looked - where.from >= searched && !isUnderWay) break;
  }
  keep(looked);
  return best;
}

/** Where the run of the byte at `from` ends. */
function endOfRun(bytes: Uint8Array, from: number): number {
  const byte = bytes[from] as number;
  let i = from + 1;
  const near = Math.min(bytes.length, from + WORTH_SKIPPING);
  while (i < near && bytes[i] === byte) i++;
  if (i < near || i === bytes.length) return i;
  while (i < bytes.length && (bytes.byteOffset + i) % 4 !== 0 && bytes[i] === byte) i++;
  if ((bytes.byteOffset + i) % 4 === 0) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset + i, Math.floor((bytes.length - i) / 4));
    const pattern = (byte * 0x01010101) >>> 0;
    let word = 0;
    while (word < words.length && words[word] === pattern) word++;
    i += word * 4;
  }
  while (i < bytes.length && bytes[i] === byte) i++;
  return i;
}
