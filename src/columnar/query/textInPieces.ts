import { Automaton } from './automaton.ts';
import { type TextMatcher, textMatcher } from './textMatcher.ts';
import type { TextInPieces, TextPattern } from './textPattern.ts';

/** As {@link textMatcher}, for a text that is never at hand as a whole. */
export function textInPieces(pattern: TextPattern, ignoreCase: boolean): TextInPieces {
  if (pattern.kind === 'contains') {
    return new ContainsInPieces(textMatcher(pattern, ignoreCase), pattern.bytes.length);
  }
  return new Automaton(pattern.pattern, {
    whole: pattern.whole,
    ignoreCase: ignoreCase || pattern.ignoreCase,
  }).inPieces();
}

class ContainsInPieces implements TextInPieces {
  readonly #contains: TextMatcher;
  /** Bytes that a match can reach back from one piece into the ones before. */
  readonly #reach: number;
  #found = false;
  #last = new Uint8Array(0);

  constructor(contains: TextMatcher, length: number) {
    this.#contains = contains;
    this.#reach = Math.max(0, length - 1);
  }

  begin(): void {
    this.#found = false;
    this.#last = new Uint8Array(0);
  }

  feed(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#found) return true;
    const joint = Uint8Array.of(...this.#last, ...bytes.subarray(from, Math.min(to, from + this.#reach)));
    this.#found = this.#contains(joint, 0, joint.length) || this.#contains(bytes, from, to);
    const next = to - from >= this.#reach ? bytes.slice(to - this.#reach, to) : joint.slice(-this.#reach);
    this.#last = this.#reach === 0 ? this.#last : next;
    return this.#found;
  }

  end(): boolean {
    return this.#found;
  }
}
