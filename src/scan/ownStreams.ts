import type { ByteSource, ByteStream } from '../codec/index.ts';

/** `source`, with a way to let go of every stream that was opened on it: what holds one is held until then. */
export function ownStreams(source: ByteSource): { readonly source: ByteSource; readonly close: () => void } {
  const opened = new Set<ByteStream>();
  const stream: ByteSource['stream'] = (at) => {
    const one = source.stream?.(at) ?? null;
    if (one === null) return null;
    const close = (): void => {
      opened.delete(one);
      one.close();
    };
    opened.add(one);
    return { read: (buffer, from) => one.read(buffer, from), close };
  };
  return {
    source: { size: () => source.size(), read: (at, length) => source.read(at, length), stream },
    close: () => {
      for (const one of opened) one.close();
      opened.clear();
    },
  };
}
