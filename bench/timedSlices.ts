import type { ByteSource } from '../src/codec/index.ts';
import { readThrough } from './readThrough.ts';

/** What `work` takes over all slices of a source, in ms, without the reading. */
export async function timedSlices(source: ByteSource, work: (slice: Uint8Array) => void): Promise<number> {
  let ms = 0;
  await readThrough(source, (slice) => {
    const started = performance.now();
    work(slice);
    ms += performance.now() - started;
  });
  return ms;
}
