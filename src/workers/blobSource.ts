import type { ByteSource } from '../codec/index.ts';

/** Reads a `File` or `Blob`. A file that changed or vanished on disk makes its reads reject with `NotReadableError`. */
export const blobSource = (blob: Blob): ByteSource => ({
  size: () => blob.size,
  read: async (at, length) => new Uint8Array(await blob.slice(at, at + length).arrayBuffer()),
});
