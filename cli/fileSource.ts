import { read, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ByteSource, ByteStream } from '../src/codec/index.ts';

/** A file on disk as a source. The caller closes it. */
export interface FileSource extends ByteSource {
  /** The operating system's number of the open file. */
  readonly descriptor: number;
  /** How the file is no longer what was opened; null where it still is. What it has grown by is not read. */
  change(): Promise<FileChange | null>;
  close(): Promise<void>;
}

/** `to`: its bytes now. One that was written to may have as many as before. */
export interface FileChange {
  readonly kind: 'grown' | 'shrunk' | 'written';
  readonly from: number;
  readonly to: number;
}

/** One read call may not ask for 2 GiB or more. */
const MAX_READ = 1 << 30;

/**
 * Opens a regular file of any size for reading.
 * @throws when there is none at `path`, or it may not be read
 */
export async function openFileSource(path: string): Promise<FileSource> {
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'is a directory' : 'is not a regular file');
    return {
      ...descriptorSource(handle.fd, stat.size),
      descriptor: handle.fd,
      change: async () => changeOf(stat, await handle.stat()),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Reads the first `size` bytes of an open file, from whichever thread. Whoever opened it closes it. */
export const descriptorSource = (descriptor: number, size: number): ByteSource => ({
  size: () => size,
  read: (at, length) => readAt(descriptor, at, Math.max(0, Math.min(length, size - at))),
  stream: (at) => streamFrom(descriptor, at, size),
});

const readInto = promisify(read);

function changeOf(before: Stats, after: Stats): FileChange | null {
  const [from, to] = [before.size, after.size];
  if (to === from) return after.mtimeMs === before.mtimeMs ? null : { kind: 'written', from, to };
  return { kind: to > from ? 'grown' : 'shrunk', from, to };
}

/** Reads until `length` bytes are there or the file ends, which it does early only when it shrank. */
async function readAt(descriptor: number, at: number, length: number): Promise<Uint8Array> {
  // Not filled with zeros first, and not cut from Node's shared pool: the caller keeps it.
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  let filled = 0;
  while (filled < length) {
    const most = Math.min(MAX_READ, length - filled);
    const { bytesRead } = await readInto(descriptor, bytes, filled, most, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}

/** Reads `at … size`, one read after the other. */
function streamFrom(descriptor: number, at: number, size: number): ByteStream {
  let next = at;
  return {
    read: async (buffer, from) => {
      const length = Math.min(buffer.byteLength - from, size - next);
      const { bytesRead } = await readInto(descriptor, new Uint8Array(buffer), from, length, next);
      next += bytesRead;
      return { buffer, length: bytesRead };
    },
    close: () => undefined,
  };
}
