import { Automaton } from './automaton.ts';
import type { TextPattern } from './textPattern.ts';

/** Whether the text `bytes[from … to]` is what was asked for. No string is made of it. */
export type TextMatcher = (bytes: Uint8Array, from: number, to: number) => boolean;

const CASE_BIT = 0x20;
const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
const fold = (byte: number): number => (isUpper(byte) ? byte | CASE_BIT : byte);

/** @param ignoreCase ASCII letters are the same in both cases; others are compared as they are */
export function textMatcher(pattern: TextPattern, ignoreCase: boolean): TextMatcher {
  if (pattern.kind === 'contains') return contains(pattern.bytes, ignoreCase);
  const automaton = new Automaton(pattern.pattern, {
    whole: pattern.whole,
    ignoreCase: ignoreCase || pattern.ignoreCase,
  });
  return (bytes, from, to) => automaton.test(bytes, from, to);
}

function contains(needle: Uint8Array, ignoreCase: boolean): TextMatcher {
  const wanted = ignoreCase ? needle.map(fold) : needle;
  const first = wanted[0];
  if (first === undefined) return () => true;
  const length = wanted.length;
  return (bytes, from, to) => {
    const last = to - length;
    for (let at = from; at <= last; at++) {
      const byte = bytes[at] as number;
      if ((ignoreCase ? fold(byte) : byte) !== first) continue;
      let i = 1;
      while (i < length) {
        const next = bytes[at + i] as number;
        if ((ignoreCase ? fold(next) : next) !== wanted[i]) break;
        i++;
      }
      if (i === length) return true;
    }
    return false;
  };
}
