/* What `shardscope damage` can do to a file, each as a source over the one before it: nothing is held in memory. */
import { fileOffset, seededRandom } from '../src/base/index.ts';
import {
  type ByteSource,
  decodeHex,
  formatOffset,
  groupDigits,
  memorySource,
  readExactly,
} from '../src/codec/index.ts';
import { joinedSource, type SourcePart } from '../src/repair/index.ts';
import { countOf } from './checkText.ts';
import { CommandError, ExitCode } from './exitCode.ts';

/** The kinds of damage, by the option that does them. */
export const DAMAGES = ['flip', 'zero', 'truncate', 'delete', 'insert', 'random', 'copy', 'swap'] as const;
export type DamageKind = (typeof DAMAGES)[number];

/** One damage, as it was asked for. */
export interface DamageStep {
  readonly kind: DamageKind;
  /** The option's argument. */
  readonly text: string;
}

/** A damaged file, and what was done in words. */
export interface Damaged {
  readonly source: ByteSource;
  readonly done: string;
}

const MOST_INSERTED = 64 << 20;
const RANDOM_BLOCK = 64 << 10;

/**
 * Does one damage to `source`. Offsets are those of the file as the damages before it left it.
 * @param seed of random bytes
 * @throws CommandError for an argument that makes no sense, or reaches past the file
 */
export async function damageOnce(
  source: ByteSource,
  { kind, text }: DamageStep,
  seed: number,
): Promise<Damaged> {
  const size = source.size();
  const asked = new Argument(`--${kind}`, text, size);
  const cut = (from: number, to: number): SourcePart => ({ source, from, to });
  const put = (with_: ByteSource): SourcePart => ({ source: with_, from: 0, to: with_.size() });
  const rebuilt = (done: string, ...parts: readonly SourcePart[]): Damaged => ({
    source: joinedSource(parts),
    done,
  });
  switch (kind) {
    case 'flip': {
      const { offset, bit } = asked.bit();
      const before = (await readExactly(source, offset, 1))[0] as number;
      const after = before ^ (1 << bit);
      return rebuilt(
        `flipped bit ${bit} of the byte at ${formatOffset(offset)}: ${hex(before)} to ${hex(after)}`,
        cut(0, offset),
        put(memorySource(Uint8Array.of(after))),
        cut(offset + 1, size),
      );
    }
    case 'zero': {
      const { from, to } = asked.range(text);
      return rebuilt(`zeroed ${spanText(from, to)}`, cut(0, from), put(zeros(to - from)), cut(to, size));
    }
    case 'random': {
      const { from, to } = asked.range(text);
      return rebuilt(
        `overwrote ${spanText(from, to)} with random bytes (seed ${seed})`,
        cut(0, from),
        put(randomBytes(to - from, seed)),
        cut(to, size),
      );
    }
    case 'truncate': {
      const end = asked.offset(text);
      return rebuilt(
        `cut the file at ${formatOffset(end)}: ${countOf(size - end, 'byte')} gone`,
        cut(0, end),
      );
    }
    case 'delete': {
      const { from, to } = asked.range(text);
      return rebuilt(`deleted ${spanText(from, to)}`, cut(0, from), cut(to, size));
    }
    case 'insert': {
      const { offset, what } = asked.insertion();
      const [part, said] =
        what instanceof Uint8Array
          ? [put(memorySource(what)), countOf(what.length, 'byte')]
          : [cut(what.from, what.to), `a copy of ${spanText(what.from, what.to)}`];
      return rebuilt(`inserted ${said} at ${formatOffset(offset)}`, cut(0, offset), part, cut(offset, size));
    }
    case 'copy': {
      const { from, to, offset } = asked.copy();
      return rebuilt(
        `overwrote ${spanText(offset, offset + to - from)} with a copy of ${spanText(from, to)}`,
        cut(0, offset),
        cut(from, to),
        cut(offset + to - from, size),
      );
    }
    case 'swap': {
      const [first, second] = asked.swap();
      return rebuilt(
        `swapped ${spanText(first.from, first.to)} and ${spanText(second.from, second.to)}`,
        cut(0, first.from),
        cut(second.from, second.to),
        cut(first.to, second.from),
        cut(first.from, first.to),
        cut(second.to, size),
      );
    }
  }
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const spanText = (from: number, to: number): string =>
  `${countOf(to - from, 'byte')} from ${formatOffset(from)}`;

const zeros = (size: number): ByteSource => ({
  size: () => size,
  read: (at, length) => Promise.resolve(new Uint8Array(Math.max(0, Math.min(length, size - at)))),
});

/** The same bytes for the same seed, whichever part of them is read: each block has a generator of its own. */
function randomBytes(size: number, seed: number): ByteSource {
  return {
    size: () => size,
    read: (at, length) => {
      const end = Math.min(size, at + length);
      const bytes = new Uint8Array(Math.max(0, end - at));
      for (let block = Math.floor(at / RANDOM_BLOCK); block * RANDOM_BLOCK < end; block++) {
        const begins = block * RANDOM_BLOCK;
        const random = seededRandom(Math.imul(seed, 0x9e3779b1) + block).fill(new Uint8Array(RANDOM_BLOCK));
        const from = Math.max(at, begins);
        bytes.set(random.subarray(from - begins, Math.min(end - begins, RANDOM_BLOCK)), from - at);
      }
      return Promise.resolve(bytes);
    },
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads the argument of one option, for a file of a certain size. */
class Argument {
  readonly #option: string;
  readonly #text: string;
  readonly #size: number;

  constructor(option: string, text: string, size: number) {
    this.#option = option;
    this.#text = text;
    this.#size = size;
  }

  #fail(why: string): never {
    throw new CommandError(ExitCode.usage, `${this.#option} ${this.#text}: ${why}`);
  }

  #number(text: string): number {
    if (!/^(0x[0-9a-f]+|[0-9]+)$/i.test(text)) this.#fail(`"${text}" is no offset, in decimal or as 0x…`);
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : this.#fail(`"${text}" is too large`);
  }

  #within(offset: number): number {
    if (offset <= this.#size) return offset;
    return this.#fail(`the file ends at ${formatOffset(this.#size)} (${groupDigits(this.#size)}) by then`);
  }

  /** An offset up to the end of the file. */
  offset(text: string): number {
    return this.#within(this.#number(text));
  }

  /** `A..B`, the byte at B not being part of it; to the end of the file without B. */
  range(text: string): Span {
    const [first = '', second, ...more] = text.split('..');
    if (second === undefined || more.length > 0) this.#fail(`"${text}" is no span FROM..TO`);
    const from = this.offset(first);
    const to = second === '' ? this.#size : this.offset(second);
    return from < to ? { from, to } : this.#fail(`the span "${text}" is empty`);
  }

  bit(): { readonly offset: number; readonly bit: number } {
    const parts = /^(.+)\.([0-7])$/.exec(this.#text);
    if (parts === null) this.#fail('takes OFFSET.BIT, bit 0 being the lowest and 7 the highest');
    const offset = this.offset(parts?.[1] ?? '');
    if (offset === this.#size) this.#within(offset + 1);
    return { offset, bit: Number(parts?.[2]) };
  }

  #split(separator: string, form: string): readonly [string, string] {
    const at = this.#text.indexOf(separator);
    return at < 0 ? this.#fail(`takes ${form}`) : [this.#text.slice(0, at), this.#text.slice(at + 1)];
  }

  insertion(): { readonly offset: number; readonly what: Uint8Array | Span } {
    const [place, what] = this.#split(':', 'OFFSET:HEX or OFFSET:FROM..TO');
    const offset = this.offset(place);
    if (what.includes('..')) return { offset, what: this.range(what) };
    const bytes = decodeHex(what);
    if (bytes === null || bytes.length === 0)
      this.#fail(`"${what}" is no bytes in hexadecimal, two digits each`);
    if (bytes.length > MOST_INSERTED) this.#fail('too many bytes');
    return { offset, what: bytes };
  }

  copy(): Span & { readonly offset: number } {
    const [span, place] = this.#split(':', 'FROM..TO:AT');
    const { from, to } = this.range(span);
    const offset = this.offset(place);
    this.#within(offset + to - from);
    return { from, to, offset };
  }

  swap(): readonly [Span, Span] {
    const [one, other] = this.#split(',', 'FROM..TO,FROM..TO');
    const spans = [this.range(one), this.range(other)].sort((a, b) => a.from - b.from);
    const [first, second] = spans as [Span, Span];
    return first.to <= second.from ? [first, second] : this.#fail('the two spans overlap');
  }
}

/** A source at its full length, in pieces of at most 4 MiB. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  const chunk = 4 << 20;
  for (let at = 0; at < source.size(); at += chunk) {
    yield await source.read(fileOffset(at), Math.min(chunk, source.size() - at));
  }
}
