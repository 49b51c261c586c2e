import type { ByteSource, ByteStream } from '../codec/index.ts';

/** `source` as if it ended at `end`, where it is longer. */
export function shortenedSource(source: ByteSource, end: number): ByteSource {
  const size = Math.min(source.size(), end);
  return {
    size: () => size,
    read: (at, length) => source.read(at, Math.max(0, Math.min(length, size - at))),
    stream: (at) => {
      const stream = source.stream?.(at) ?? null;
      return stream === null ? null : shortened(stream, size - at);
    },
  };
}

function shortened(stream: ByteStream, bytes: number): ByteStream {
  let left = bytes;
  return {
    read: async (buffer, from) => {
      const read = await stream.read(buffer, from);
      const length = Math.min(read.length, left);
      left -= length;
      return { buffer: read.buffer, length };
    },
    close: () => stream.close(),
  };
}
