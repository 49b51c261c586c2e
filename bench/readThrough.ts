import { fileOffset } from '../src/base/index.ts';
import type { ByteSource } from '../src/codec/index.ts';
import { DEFAULT_WINDOWS } from '../src/scan/index.ts';

/**
 * Merely reads a source from front to back: slices of the size, and as many of them in flight, as where there is no
 * stream.
 * @param onSlice gets each slice, in order
 */
export async function readThrough(
  source: ByteSource,
  onSlice: (slice: Uint8Array) => void = () => {},
): Promise<void> {
  const { sliceBytes, inFlight } = DEFAULT_WINDOWS;
  const size = source.size();
  const reads: Promise<Uint8Array>[] = [];
  let next = 0;
  for (let done = 0; done < size; ) {
    while (reads.length < inFlight && next < size) {
      reads.push(source.read(fileOffset(next), Math.min(sliceBytes, size - next)));
      next += sliceBytes;
    }
    const slice = (await reads.shift()) ?? new Uint8Array(0);
    if (slice.length === 0) throw new Error('the file is shorter than it was');
    onSlice(slice);
    done += slice.length;
  }
}
