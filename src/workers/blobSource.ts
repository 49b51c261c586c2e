import type { ByteSource, ByteStream } from '../codec/index.ts';

/** Reads a `File` or `Blob`. A file that changed or vanished on disk makes its reads reject with `NotReadableError`. */
export const blobSource = (blob: Blob): ByteSource => ({
  size: () => blob.size,
  read: async (at, length) => new Uint8Array(await blob.slice(at, at + length).arrayBuffer()),
  stream: (at) => blobStream(blob.slice(at)),
});

/**
 * The streams that are read. While a read is under way nothing else leads to one: Chromium then collects it as garbage,
 * and the read never ends.
 */
const streaming = new Set<unknown>();

/** Null where a blob's stream can't read into memory that it is given. */
function blobStream(blob: Blob): ByteStream | null {
  let reader: ReadableStreamBYOBReader;
  const stream = blob.stream();
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
  const held = { blob, stream, reader };
  streaming.add(held);
  return {
    read: async (buffer, from) => {
      const { value } = await reader.read(new Uint8Array(buffer, from));
      // Without a value the stream was closed meanwhile: nobody waits for the memory any more.
      return value === undefined
        ? { buffer: new ArrayBuffer(0), length: 0 }
        : { buffer: value.buffer, length: value.length };
    },
    close: () => {
      streaming.delete(held);
      reader.cancel().catch(() => undefined);
    },
  };
}
