import { ByteSink } from '../bytes/index.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';

/** A command of the Redis protocol: its name and its arguments. */
export type Command = readonly Uint8Array[];

/** The bytes that `redis-cli --pipe` takes: an array of bulk strings. */
export function writeCommand(command: Command): Uint8Array {
  const sink = new ByteSink().raw(encodeUtf8(`*${command.length}\r\n`));
  for (const part of command)
    sink
      .raw(encodeUtf8(`$${part.length}\r\n`))
      .raw(part)
      .raw(LINE_END);
  return sink.copy();
}

const LINE_END = Uint8Array.of(0x0d, 0x0a);
