import { assert } from '../../base/index.ts';
import { RespWalker } from './respWalk.ts';

/** Where an argument's payload stands, relative to the command's first byte. */
export interface ArgumentSpan {
  /** Of the `$`. */
  readonly lengthAt: number;
  readonly at: number;
  readonly length: number;
}

/**
 * Where the arguments of a whole command stand, up to `most` of them, as far as the bytes reach.
 * @param from where the first of them begins, with its length; else they begin with the command's name
 */
export function argumentSpans(
  bytes: Uint8Array,
  most = Number.POSITIVE_INFINITY,
  from = lineEnd(bytes, 0),
): readonly ArgumentSpan[] {
  const spans: ArgumentSpan[] = [];
  let at = from;
  while (at >= 0 && at < bytes.length && bytes[at] === 0x24 && spans.length < most) {
    const payload = lineEnd(bytes, at);
    if (payload < 0) break;
    const length = Number.parseInt(String.fromCharCode(...bytes.subarray(at + 1, payload)).trim(), 10);
    if (!(length >= 0)) break;
    spans.push({ lengthAt: at, at: payload, length });
    const end = payload + length;
    at = end < bytes.length ? lineEnd(bytes, end) : -1;
  }
  return spans;
}

function lineEnd(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(0x0a, from);
  return at < 0 ? -1 : at + 1;
}

/** The arguments of a command that a walk has proved whole, its name first. Borrowed from `bytes`. */
export function readCommand(bytes: Uint8Array): readonly Uint8Array[] {
  const walker = new RespWalker();
  walker.start(0);
  assert(walker.run(bytes, 0, bytes.length) === 'done', 'a command that was not walked');
  return argumentSpans(bytes).map(({ at, length }) => bytes.subarray(at, at + length));
}
