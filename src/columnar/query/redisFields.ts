/* The values in commands, and in the strings of an RDB. */
import { commandSpec, RdbOpcode } from '../../codec/index.ts';
import type { ContentPieces, Step } from './contentPieces.ts';

const LF = 0x0a;
/** A line with a number is never longer. */
const LONGEST_LINE = 64;

/** The arguments of a command that are neither its name nor its key. */
export function* commandValues(content: ContentPieces, tag: number): Step<void> {
  const key = commandSpec(tag)?.firstKey ?? 0;
  const count = yield* numberOfLine(content);
  for (let i = 0; i < (count ?? 0); i++) {
    const length = yield* numberOfLine(content);
    if (length === null || !(yield* content.text(length, i > 0 && i !== key))) return;
    // The line end: CR and LF, or LF alone.
    if ((yield* content.byte()) !== LF && (yield* content.byte()) !== LF) return;
  }
}

/** The number in a line, whatever mark stands before it. Null where the line ends without one. */
function* numberOfLine(content: ContentPieces): Step<number | null> {
  let value: number | null = null;
  for (let i = 0; i < LONGEST_LINE; i++) {
    const byte = yield* content.byte();
    if (byte === null) return null;
    if (byte === LF) return value;
    if (byte >= 0x30 && byte <= 0x39) value = (value ?? 0) * 10 + (byte - 0x30);
  }
  return null;
}

/** The value of a string; its key goes before it. */
export function* stringValues(content: ContentPieces): Step<void> {
  const opcode = yield* content.byte();
  if (opcode === RdbOpcode.expireMs) content.skip(9);
  else if (opcode !== RdbOpcode.string) return;
  const keyLength = yield* rdbLength(content);
  if (keyLength === null || !content.skip(keyLength)) return;
  const length = yield* rdbLength(content);
  if (length !== null) yield* content.text(length, true);
}

function* rdbLength(content: ContentPieces): Step<number | null> {
  const first = yield* content.byte();
  if (first === null || first >= 0xc0) return null;
  if (first < 0x40) return first;
  let value = first < 0x80 ? first & 0x3f : 0;
  for (let left = first < 0x80 ? 1 : 4; left > 0; left--) {
    const byte = yield* content.byte();
    if (byte === null) return null;
    value = value * 256 + byte;
  }
  return value;
}
