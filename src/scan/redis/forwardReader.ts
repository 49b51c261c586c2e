import {
  type ByteSource,
  readExactly,
  skipZeros,
  UTF8_ACCEPT,
  UTF8_REJECT,
  utf8Update,
} from '../../codec/index.ts';

const SLICE_BYTES = 1 << 20;
/** As much of a line as is kept for a message. */
const LINE_KEPT = 4096;
/** A text that is longer is checked without being kept. */
const TEXT_KEPT = 1 << 20;

/** A line of a log, without what it ends in. */
export interface Line {
  /** The first bytes of it. */
  readonly bytes: Uint8Array;
  readonly isUtf8: boolean;
}

/** Reads a file front to back, as a server does, without ever holding a length that the file claims. */
export class ForwardReader {
  at: number;
  readonly #source: ByteSource;
  readonly #size: number;
  #base = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource, at: number) {
    this.#source = source;
    this.#size = source.size();
    this.at = at;
  }

  get left(): number {
    return this.#size - this.at;
  }

  /** The next byte; null at the end. */
  async byte(): Promise<number | null> {
    if (this.left <= 0) return null;
    const bytes = await this.#slice();
    this.at++;
    return bytes[0] as number;
  }

  /** The next `length` bytes, which must be few; null, and the end is reached, when there are fewer. */
  async take(length: number): Promise<Uint8Array | null> {
    if (this.left < length) {
      this.at = this.#size;
      return null;
    }
    const bytes = await readExactly(this.#source, this.at, length);
    this.at += length;
    return bytes;
  }

  /** Whether `length` bytes are there; they are passed over. */
  skip(length: number): boolean {
    const there = this.left >= length;
    this.at = there ? this.at + length : this.#size;
    return there;
  }

  /** Passes over zeros, `group` of them at a time. @returns how many groups */
  async zeroGroups(group: number): Promise<number> {
    const from = this.at;
    let zeros = 0;
    while (this.left > 0) {
      const bytes = await this.#slice();
      const count = skipZeros(bytes, 0, bytes.length);
      zeros += count;
      this.at += count;
      if (count < bytes.length) break;
    }
    const groups = Math.floor(zeros / group);
    this.at = from + groups * group;
    return groups;
  }

  /** The next line with its line feed; null at the end of the file. */
  async line(): Promise<Line | null> {
    if (this.left <= 0) return null;
    let kept = new Uint8Array(0);
    let state = UTF8_ACCEPT;
    while (this.left > 0) {
      const bytes = await this.#slice();
      const feed = bytes.indexOf(0x0a);
      const end = feed < 0 ? bytes.length : feed + 1;
      if (state !== UTF8_REJECT) state = utf8Update(state, bytes, 0, end);
      if (kept.length < LINE_KEPT) {
        const more = bytes.subarray(0, Math.min(end, LINE_KEPT - kept.length));
        const both = new Uint8Array(kept.length + more.length);
        both.set(kept);
        both.set(more, kept.length);
        kept = both;
      }
      this.at += end;
      if (feed >= 0) break;
    }
    return { bytes: kept, isUtf8: state === UTF8_ACCEPT };
  }

  /**
   * Passes over `length` bytes that are there and that have to be text.
   * @returns the first bytes up to and behind what is no UTF-8, and where they begin; null when all is
   */
  async text(length: number): Promise<{ readonly bytes: Uint8Array; readonly skipped: number } | null> {
    const from = this.at;
    const end = from + length;
    let state = UTF8_ACCEPT;
    /** Where the character begins that the last slice ended in, or that slice's end. */
    let boundary = from;
    while (this.at < end) {
      const bytes = (await this.#slice()).subarray(0, end - this.at);
      state = utf8Update(state, bytes, 0, bytes.length);
      if (state === UTF8_REJECT) break;
      this.at += bytes.length;
      let lead = bytes.length;
      if (state !== UTF8_ACCEPT)
        do lead--;
        while (lead > 0 && ((bytes[lead] as number) & 0xc0) !== 0xc0);
      boundary = this.at - bytes.length + lead;
    }
    this.at = end;
    if (state === UTF8_ACCEPT) return null;
    const skipped = boundary - from < TEXT_KEPT ? 0 : boundary - from;
    const kept = Math.min(length - skipped, 2 * TEXT_KEPT);
    return { bytes: await readExactly(this.#source, from + skipped, kept), skipped };
  }

  async #slice(): Promise<Uint8Array> {
    if (this.at < this.#base || this.at >= this.#base + this.#bytes.length) {
      this.#base = this.at;
      this.#bytes = await readExactly(this.#source, this.at, Math.min(SLICE_BYTES, this.left));
    }
    return this.#bytes.subarray(this.at - this.#base);
  }
}
