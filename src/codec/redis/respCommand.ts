import { assert } from '../../base/index.ts';
import { ByteSink } from '../bytes/sink.ts';
import { RespWalker } from './respWalk.ts';

/** Where an argument's payload stands, relative to the command's first byte. */
export interface ArgumentSpan {
  /** Of the `$`. */
  readonly lengthAt: number;
  readonly at: number;
  readonly length: number;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Where the arguments of a whole command stand, up to `most` of them, as far as the bytes reach. */
export function argumentSpans(bytes: Uint8Array, most = Number.POSITIVE_INFINITY): readonly ArgumentSpan[] {
  const spans: ArgumentSpan[] = [];
  let at = lineEnd(bytes, 0);
  while (at > 0 && at < bytes.length && bytes[at] === 0x24 && spans.length < most) {
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

/** A command as AiKv and Redis write it. */
export function writeCommand(args: readonly Uint8Array[]): Uint8Array {
  const sink = new ByteSink().raw(ascii(`*${args.length}\r\n`));
  for (const arg of args)
    sink
      .raw(ascii(`$${arg.length}\r\n`))
      .raw(arg)
      .raw(ascii('\r\n'));
  return sink.copy();
}
