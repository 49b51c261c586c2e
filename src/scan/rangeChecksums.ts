/*
 * Checksums of many overlapping stretches of a file. While framing is lost, bytes that happen to look like a record of
 * megabytes come in thousands (a region of 64-bit numbers is enough), and each would pay for a pass over those
 * megabytes. Here the file is passed over once, with the running checksum noted now and then; a stretch's own follows
 * from those at its two ends.
 */
import {
  type ByteSource,
  CRC32_INIT,
  crc32Finish,
  crc32Long,
  crc32Suffix,
  readExactly,
} from '../codec/index.ts';
import { crc32OfRange } from './crc32OfRange.ts';

/** How far apart the running checksum is noted: what is left at each end of a stretch is folded in by itself. */
const STEP_BYTES = 4096;
const PASS_BYTES = STEP_BYTES << 10;
/** A stretch that begins farther behind the pass than this begins a new one. */
const LONGEST_SKIP = 1 << 20;
/** A shorter stretch is summed by itself. */
const WORTH_BYTES = 16 << 10;

export class RangeChecksums {
  readonly #source: ByteSource;
  /** Where the pass began. */
  #from = 0;
  /** The running checksum after each step of the pass; the first is that of nothing. */
  #states: number[] = [CRC32_INIT];

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Where the pass has got to. */
  get #end(): number {
    return this.#from + (this.#states.length - 1) * STEP_BYTES;
  }

  /** The checksum of the bytes `from … to`. */
  async of(from: number, to: number): Promise<number> {
    if (from < this.#from || from > this.#end + LONGEST_SKIP) {
      this.#from = from;
      this.#states = [CRC32_INIT];
    }
    const before = await this.#upTo(from);
    return crc32Suffix(await this.#upTo(to), before, to - from);
  }

  /** The checksum of everything from the pass's beginning to `offset`. */
  async #upTo(offset: number): Promise<number> {
    const steps = Math.floor((offset - this.#from) / STEP_BYTES);
    while (this.#states.length <= steps) await this.#pass(steps);
    const state = this.#states[steps] as number;
    return crc32Finish(await crc32OfRange(this.#source, this.#from + steps * STEP_BYTES, offset, state));
  }

  /** Goes on with the pass, at most to `steps`. */
  async #pass(steps: number): Promise<void> {
    const length = Math.min(PASS_BYTES, (steps - this.#states.length + 1) * STEP_BYTES);
    const bytes = await readExactly(this.#source, this.#end, length);
    for (let at = 0; at < length; at += STEP_BYTES) {
      this.#states.push(crc32Long(this.#states.at(-1) as number, bytes, at, at + STEP_BYTES));
    }
  }
}

const checksumsBySource = new WeakMap<ByteSource, RangeChecksums>();

/**
 * The checksum of the bytes `from … to`. What the passes over `source` noted is kept from one call to the next: a file
 * may be damaged in many places, and in each of them a length may lead to the file's end.
 */
export async function checksumOf(source: ByteSource, from: number, to: number): Promise<number> {
  if (to - from <= WORTH_BYTES) return crc32Finish(await crc32OfRange(source, from, to));
  const known = checksumsBySource.get(source) ?? new RangeChecksums(source);
  checksumsBySource.set(source, known);
  return known.of(from, to);
}
