/*
 * Tells records that go on after damage from bytes inside a damaged record's own value that happen to look like
 * records. The checksum can't: it only says that such bytes were once written as they are. What tells them apart is
 * what follows. A log goes on, or is damaged again where a record begins; a value just ends, and behind the last of
 * its false records stand bytes that begin nothing.
 */
import {
  AOF_PROGRAM,
  type ByteSource,
  CRC_BYTES,
  crc32,
  isUtf8,
  MAX_TAG,
  RecordWalker,
  readExactly,
  readU32,
  WalkStatus,
} from '../codec/index.ts';

/** How far a run of records is followed. A value that holds more whole records than this is taken for the log. */
const RUN_BYTES = 256 << 10;
const FIRST_BYTES = 4 << 10;
/** Looking ahead is given up, in a file with very many faults, once this much was read for it besides its size. */
const SPARE_BYTES = 4 << 20;
const BITOP = 34;
const LONGEST_LIKELY_KEY = 1 << 16;
/** Tag, operation, key length and a key. */
const START_BYTES = 256;

export class Doubt {
  readonly #source: ByteSource;
  readonly #walker = new RecordWalker(AOF_PROGRAM);
  #budget: number;

  constructor(source: ByteSource) {
    this.#source = source;
    this.#budget = source.size() + SPARE_BYTES;
  }

  /** Counts bytes that were read to look ahead elsewhere. */
  spend(bytes: number): void {
    this.#budget -= bytes;
  }

  /** Nothing more is looked ahead for. */
  get isSpent(): boolean {
    return this.#budget <= 0;
  }

  /**
   * Where the records that hold from `at` on stop doing so.
   * @returns null when they lead to the end of the file, or on for longer than a value's would
   */
  async runEnd(at: number): Promise<number | null> {
    const size = this.#source.size();
    let next = at;
    for (
      let bytes = FIRST_BYTES;
      next < size && next - at < RUN_BYTES && this.#budget > 0;
      bytes = RUN_BYTES
    ) {
      const block = await readExactly(this.#source, next, Math.min(bytes, size - next));
      this.#budget -= block.length;
      const from = next;
      let stop: 'more' | 'lost' | 'end' = 'more';
      while (stop === 'more') {
        const end = this.#recordEnd(block, next - from, size - from);
        if (end === null) stop = 'lost';
        else if (end > block.length) break;
        else {
          next = from + end;
          if (next === size) stop = 'end';
        }
      }
      if (stop === 'end') return null;
      if (stop === 'lost') return next;
      // A record longer than the largest block is a real one.
      if (next === from && block.length >= RUN_BYTES) return null;
    }
    return null;
  }

  /** Where the record at `at` of `block` ends; past the block when it needs more; null when none holds there. */
  #recordEnd(block: Uint8Array, at: number, fileEnd: number): number | null {
    if (at >= block.length) return block.length + 1;
    const entry = AOF_PROGRAM.entryOf[block[at] as number] as number;
    if (entry < 0) return null;
    this.#walker.start(entry, at + 1);
    const status = this.#walker.run(block, block.length, fileEnd);
    if (status === WalkStatus.more) return block.length + 1;
    if (status !== WalkStatus.done) return null;
    const end = this.#walker.position + CRC_BYTES;
    if (end > fileEnd) return null;
    if (end > block.length) return end;
    return crc32(block, at, end - CRC_BYTES) === readU32(block, end - CRC_BYTES) ? end : null;
  }

  /**
   * Whether the records from `at` on may be part of a value: they stop, at something that is no record's beginning, or
   * before the end that the damaged record claims.
   * @param claimed where the lengths of the damaged record before them lead, when they lead to a place in the file
   * @returns where they stop, or null when they are beyond doubt
   */
  async suspectedUntil(at: number, claimed = 0): Promise<number | null> {
    const lost = await this.runEnd(at);
    if (lost === null || (lost >= claimed && (await this.#beginsRecord(lost)))) return null;
    return lost;
  }

  /** Whether the bytes at `at` begin like a record, damaged farther on. */
  async #beginsRecord(at: number): Promise<boolean> {
    const size = this.#source.size();
    const head = await readExactly(this.#source, at, Math.min(START_BYTES, size - at));
    const tag = head[0] ?? 0;
    if (tag === 0 || tag > MAX_TAG) return false;
    const keyAt = (tag === BITOP ? 2 : 1) + 4;
    // Cut short, but a beginning as far as it goes; four bytes may as well be the checksum of the record around.
    if (head.length < keyAt) return head.length !== CRC_BYTES;
    const length = readU32(head, keyAt - 4);
    if (length > LONGEST_LIKELY_KEY || at + keyAt + length > size)
      return at + keyAt + length > size && length <= LONGEST_LIKELY_KEY;
    const key = head.subarray(keyAt, Math.min(head.length, keyAt + length));
    return key.length < length || isUtf8(key);
  }
}
