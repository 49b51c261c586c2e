import type { ByteSource, ByteStream } from '../codec/index.ts';

/** Reads a `File` or `Blob`. A file that changed or vanished on disk makes its reads reject with `NotReadableError`. */
export const blobSource = (blob: Blob): ByteSource => ({
  size: () => blob.size,
  read: async (at, length) => new Uint8Array(await blob.slice(at, at + length).arrayBuffer()),
  stream: (at) => blobStream(blob.slice(at)),
});

/** Null where a blob's stream can't read into memory that it is given. */
function blobStream(blob: Blob): ByteStream | null {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = blob.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
  return {
    read: async (buffer, from) => {
      const { value } = await reader.read(new Uint8Array(buffer, from));
      // Without a value the stream was closed meanwhile: nobody waits for the memory any more.
      return value === undefined
        ? { buffer: new ArrayBuffer(0), length: 0 }
        : { buffer: value.buffer, length: value.length };
    },
    close: () => void reader.cancel().catch(() => undefined),
  };
}
