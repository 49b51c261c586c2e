/*
 * Walks one command of a RESP log, `*3\r\n$3\r\nSET\r\n…`, over as many windows as it takes. It allocates nothing a
 * command: where name and key stand is told by offsets. AiKv's reader is laxer than Redis's: it trims its lines and
 * takes a bare LF for a line end. What only AiKv takes is walked as well, and said.
 */
import { MAX_ARGUMENTS, MAX_BULK_LENGTH } from './limits.ts';

export type RespStatus =
  | 'done'
  /** The window ends before the command does; go on with the bytes at `position`. */
  | 'more'
  /** The file ends before the command does. */
  | 'torn'
  /** What stands at `position` is not what has to be there. */
  | 'bad';

/** What is unusual about a command that AiKv reads all the same. */
export type Looseness = 'line-feed' | 'spaces' | 'no-line-end' | 'empty';

/** What has to stand where a walk stopped. */
export type Expected = 'array' | 'count' | 'bulk' | 'length' | 'payload' | 'line-end';

const STAR = 0x2a;
const DOLLAR = 0x24;
const CR = 0x0d;
const LF = 0x0a;
/** A line of a number that is longer is none: `*`, spaces, twenty digits, and some room. */
const LONGEST_LINE = 64;

export class RespWalker {
  /** The next byte to look at, absolute. */
  position = 0;
  /** How many arguments the command has, its name among them; −1 before that is known. */
  count = -1;
  /** The argument that is walked. */
  argument = 0;
  /** What had to stand at `position` when the walk ended `bad` or `torn`. */
  expected: Expected = 'array';
  /** The number that is beyond what is believed; −1 for none. */
  beyond = -1;
  /** Where the payload of the argument that is walked ends, by its own length; −1 before one is known. */
  claimedEnd = -1;
  /** Where the last line with a number begins. */
  lineAt = -1;
  looseness: Looseness | null = null;
  nameAt = -1;
  nameLength = 0;
  keyAt = -1;
  keyLength = 0;
  #wantedKey = 1;
  #value = -1;

  /** @param wantedKey which argument to note as key */
  start(at: number, wantedKey = 1): void {
    this.position = at;
    this.count = -1;
    this.argument = 0;
    this.expected = 'array';
    this.beyond = -1;
    this.claimedEnd = -1;
    this.lineAt = -1;
    this.looseness = null;
    this.nameAt = -1;
    this.nameLength = 0;
    this.keyAt = -1;
    this.keyLength = 0;
    this.#wantedKey = wantedKey;
  }

  /**
   * Walks on.
   * @param bytes a window of the file, beginning at `base`, that holds the byte at `position`
   * @param size of the file: beyond it nothing comes
   */
  run(bytes: Uint8Array, base: number, size: number): RespStatus {
    if (this.count < 0) {
      const status = this.#line(bytes, base, size, STAR);
      if (status !== 'done') return status;
      if (this.#value > MAX_ARGUMENTS) return this.#tooMuch('count');
      this.count = this.#value;
      if (this.count === 0) this.looseness = 'empty';
      this.expected = 'bulk';
    }
    while (this.argument < this.count) {
      if (this.expected === 'bulk' || this.expected === 'length') {
        this.expected = 'bulk';
        const status = this.#line(bytes, base, size, DOLLAR);
        if (status !== 'done') return status;
        const length = this.#value;
        this.claimedEnd = this.position + length;
        if (length > MAX_BULK_LENGTH) return this.#tooMuch('length');
        this.#note(length);
        this.expected = 'payload';
      }
      if (this.expected === 'payload') {
        if (this.claimedEnd > size) return 'torn';
        this.position = this.claimedEnd;
        this.expected = 'line-end';
      }
      const status = this.#lineEnd(bytes, base, size);
      if (status !== 'done') return status;
      this.argument++;
      this.expected = 'bulk';
    }
    return 'done';
  }

  #note(length: number): void {
    if (this.argument === 0) {
      this.nameAt = this.position;
      this.nameLength = length;
    }
    if (this.argument === this.#wantedKey) {
      this.keyAt = this.position;
      this.keyLength = length;
    }
  }

  #tooMuch(what: Expected): RespStatus {
    this.expected = what;
    this.beyond = this.#value;
    return 'bad';
  }

  /** A mark, a number and a line end. On anything but 'done' `position` stays at the mark. */
  #line(bytes: Uint8Array, base: number, size: number, mark: number): RespStatus {
    const from = this.position - base;
    if (this.position >= size) return 'torn';
    if (from >= bytes.length) return 'more';
    if (bytes[from] !== mark) return 'bad';
    this.expected = mark === STAR ? 'count' : 'length';
    let at = from + 1;
    const most = Math.min(bytes.length, from + LONGEST_LINE);
    let value = 0;
    let digits = 0;
    let phase = 0; // 0 before the number, 1 in it, 2 behind it
    for (; at < most; at++) {
      const byte = bytes[at] as number;
      if (byte >= 0x30 && byte <= 0x39 && phase < 2) {
        phase = 1;
        digits++;
        value = value * 10 + (byte - 0x30);
      } else if (byte === LF) {
        if (digits === 0) return 'bad';
        if (bytes[at - 1] !== CR) this.looseness ??= 'line-feed';
        this.#value = value;
        this.lineAt = this.position;
        this.position = base + at + 1;
        return 'done';
      } else if (byte === CR && bytes[at + 1] === LF) {
      } else if (byte === 0x20 || byte === 0x09 || byte === CR || (byte === 0x2b && phase === 0)) {
        if (byte === CR && at + 1 >= bytes.length) break;
        if (phase === 1) phase = 2;
        this.looseness = 'spaces';
      } else return 'bad';
    }
    if (at - from >= LONGEST_LINE) return 'bad';
    return base + bytes.length >= size ? 'torn' : 'more';
  }

  /** CRLF behind a payload; of the last one AiKv minds neither a missing CR nor a missing line end. */
  #lineEnd(bytes: Uint8Array, base: number, size: number): RespStatus {
    const at = this.position - base;
    if (this.position >= size) {
      if (this.argument + 1 < this.count) return 'torn';
      this.looseness ??= 'no-line-end';
      return 'done';
    }
    if (at < 0 || at >= bytes.length) return 'more';
    if (bytes[at] === LF) {
      this.looseness ??= 'line-feed';
      this.position++;
      return 'done';
    }
    if (bytes[at] !== CR) return 'bad';
    if (at + 1 >= bytes.length) {
      if (this.position + 1 < size) return 'more';
      if (this.argument + 1 < this.count) return 'torn';
      this.looseness ??= 'no-line-end';
      this.position++;
      return 'done';
    }
    if (bytes[at + 1] !== LF) return 'bad';
    this.position += 2;
    return 'done';
  }
}
