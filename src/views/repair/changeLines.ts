/* A replaced stretch of bytes, with what stands around it, as two lines that can be compared. */
import { encodeHex, readableText } from '../../codec/index.ts';
import { formatCount } from '../ui/format.ts';

/** Bytes shown on each side of a change: as many as a narrow column takes in one line. */
export const CONTEXT = 7;
/** Bytes shown of what is replaced, and of what replaces it. */
const SHOWN = 24;

/** One side of a change: the bytes, and the same as text. */
export interface ChangeLine {
  /** In hexadecimal; the change stands between `lead` and `tail`. */
  readonly lead: string;
  readonly changed: string;
  readonly tail: string;
  readonly text: string;
}

/** @param before the bytes in front of the change, at most {@link CONTEXT} @param after those behind it */
export function changeLine(before: Uint8Array, changed: Uint8Array, after: Uint8Array): ChangeLine {
  const shown = changed.subarray(0, SHOWN);
  const more = changed.length - shown.length;
  const joined = Uint8Array.from([...before, ...shown, ...(more > 0 ? [] : after)]);
  return {
    lead: encodeHex(before, ' '),
    changed:
      changed.length === 0
        ? 'nothing'
        : `${encodeHex(shown, ' ')}${more > 0 ? ` … ${formatCount(more)} more` : ''}`,
    tail: more > 0 ? '' : encodeHex(after, ' '),
    text: readableText(joined, true) ?? asLetters(joined),
  };
}

/** Printable ASCII as itself, a dot for everything else. */
const asLetters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
