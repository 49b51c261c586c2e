/*
 * Regular expressions as JavaScript writes them, but for what can't be matched in linear time: no references to groups
 * and no looking around. A text is compared by units, so a dot is one character, or one byte that belongs to none.
 */

import { encodeUtf8 } from '../../codec/index.ts';
import { LAST_UNIT, type Pattern, unitsOf } from './textPattern.ts';

export type ParsedRegex =
  | { readonly pattern: Pattern }
  /** @property at where in the source */
  | { readonly error: string; readonly at: number };

const DIGIT = [0x30, 0x39];
const WORD = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
const SPACE = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f,
  0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff,
];
const LINE_ENDS = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];
const CLASSES: Readonly<Record<string, readonly number[]>> = { d: DIGIT, w: WORD, s: SPACE };
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };
const MAX_TIMES = 1000;
const MAX_DEPTH = 100;

class Refusal extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** @param source what stands between the slashes */
export function parseRegex(source: string): ParsedRegex {
  const reader = new RegexReader(source);
  try {
    return { pattern: reader.whole() };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message, at: error.at };
    throw error;
  }
}

class RegexReader {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): Pattern {
    const pattern = this.#choice();
    if (this.#at < this.#source.length) throw new Refusal('This ) closes nothing.', this.#at);
    return pattern;
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #takes(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #character(): string {
    const code = this.#source.codePointAt(this.#at) ?? 0;
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  #choice(): Pattern {
    const of = [this.#sequence()];
    while (this.#takes('|')) of.push(this.#sequence());
    return of.length === 1 ? (of[0] as Pattern) : { kind: 'choice', of };
  }

  #sequence(): Pattern {
    const of: Pattern[] = [];
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') {
      of.push(this.#repeated(this.#atom()));
    }
    return { kind: 'sequence', of };
  }

  #atom(): Pattern {
    const from = this.#at;
    if (this.#takes('^')) return { kind: 'start' };
    if (this.#takes('$')) return { kind: 'end' };
    if (this.#takes('.')) return { kind: 'unit', ranges: negated(LINE_ENDS) };
    if (this.#takes('[')) return { kind: 'unit', ranges: this.#set(from) };
    if (this.#takes('(')) return this.#group(from);
    if ('*+?{'.includes(this.#peek())) throw new Refusal('There is nothing here to repeat.', from);
    if (this.#takes('\\')) return { kind: 'unit', ranges: this.#escape(from) };
    return literal(this.#character());
  }

  #group(from: number): Pattern {
    if (this.#peek() === '?' && !this.#takes('?:')) {
      throw new Refusal('Only plain groups, ( ) and (?: ), can be matched in bounded time.', from);
    }
    this.#depth++;
    if (this.#depth > MAX_DEPTH) throw new Refusal('Groups stand too deep in one another.', from);
    const pattern = this.#choice();
    this.#depth--;
    if (!this.#takes(')')) throw new Refusal('This group is not closed.', from);
    return pattern;
  }

  #repeated(of: Pattern): Pattern {
    let repeated = of;
    for (;;) {
      const from = this.#at;
      const times = this.#times();
      if (times === null) return repeated;
      if (repeated.kind === 'start' || repeated.kind === 'end' || repeated.kind === 'repeat') {
        throw new Refusal('There is nothing here to repeat.', from);
      }
      // Whether it takes as many or as few as it can makes no difference to whether it matches.
      this.#takes('?');
      repeated = { kind: 'repeat', of: repeated, ...times };
    }
  }

  #times(): { readonly min: number; readonly max: number } | null {
    if (this.#takes('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#takes('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#takes('?')) return { min: 0, max: 1 };
    const from = this.#at;
    const [whole = '', least = '', comma = '', most = ''] =
      /^\{(\d{1,9})(,?)(\d{0,9})\}/.exec(this.#source.slice(from)) ?? [];
    if (whole === '') return null;
    this.#at += whole.length;
    const min = Number(least);
    const max = comma === '' ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    const largest = Number.isFinite(max) ? max : min;
    if (largest > MAX_TIMES) throw new Refusal(`It can repeat ${MAX_TIMES} times at most.`, from);
    if (max < min) throw new Refusal('The second number must not be the smaller one.', from);
    return { min, max };
  }

  /** The ranges behind a backslash. */
  #escape(from: number): readonly number[] {
    if (this.#at >= this.#source.length) throw new Refusal('A backslash stands before something.', from);
    const letter = this.#character();
    const known = CLASSES[letter.toLowerCase()];
    if (known !== undefined) return letter === letter.toLowerCase() ? known : negated(known);
    const control = CONTROLS[letter];
    if (control !== undefined) return [control, control];
    if (letter === 'x' || letter === 'u') return this.#numbered(letter, from);
    if (/[1-9bBkpPc]/.test(letter)) {
      throw new Refusal(`\\${letter} is not understood here.`, from);
    }
    return rangeOf(letter);
  }

  #numbered(letter: 'x' | 'u', from: number): readonly number[] {
    const form = letter === 'x' ? /^[0-9a-f]{2}/i : /^(?:[0-9a-f]{4}|\{[0-9a-f]{1,6}\})/i;
    const digits = form.exec(this.#source.slice(this.#at))?.[0];
    const code = Number.parseInt((digits ?? '').replace('{', ''), 16);
    if (digits === undefined || code > 0x10_ffff) {
      throw new Refusal('It is written \\xE9, \\u00E9 or \\u{1F600}.', from);
    }
    this.#at += digits.length;
    return [code, code];
  }

  #set(from: number): readonly number[] {
    const isNegated = this.#takes('^');
    const ranges: number[] = [];
    while (!this.#takes(']')) {
      if (this.#at >= this.#source.length) throw new Refusal('This set is not closed.', from);
      const at = this.#at;
      const first = this.#member(at);
      const isRange = this.#peek() === '-' && !['', ']'].includes(this.#source.charAt(this.#at + 1));
      if (!isRange || first.length !== 2 || first[0] !== first[1]) {
        ranges.push(...first);
        continue;
      }
      this.#at++;
      const last = this.#member(this.#at);
      if (last.length !== 2 || last[0] !== last[1] || (last[0] as number) < (first[0] as number)) {
        throw new Refusal('This range ends before it begins.', at);
      }
      ranges.push(first[0] as number, last[0] as number);
    }
    return isNegated ? negated(ranges) : ranges;
  }

  #member(from: number): readonly number[] {
    return this.#takes('\\') ? this.#escape(from) : rangeOf(this.#character());
  }
}

const rangeOf = (character: string): readonly number[] => {
  const [unit = 0] = unitsOf(encodeUtf8(character));
  return [unit, unit];
};

const literal = (character: string): Pattern => ({ kind: 'unit', ranges: rangeOf(character) });

/** All units that are not in `ranges`. */
function negated(ranges: readonly number[]): readonly number[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i] as number, ranges[i + 1] as number]);
  pairs.sort(([a], [b]) => a - b);
  const others: number[] = [];
  let next = 0;
  for (const [first, last] of pairs) {
    if (first > next) others.push(next, first - 1);
    next = Math.max(next, last + 1);
  }
  if (next <= LAST_UNIT) others.push(next, LAST_UNIT);
  return others;
}
