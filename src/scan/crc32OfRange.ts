import { type ByteSource, CRC32_INIT, crc32Long, readExactly } from '../codec/index.ts';

const STREAM_BYTES = 4 << 20;

/** Folds the bytes `from … to` of a source into a running checksum, in slices. */
export async function crc32OfRange(
  source: ByteSource,
  from: number,
  to: number,
  state = CRC32_INIT,
): Promise<number> {
  let crc = state;
  for (let at = from; at < to; at += STREAM_BYTES) {
    crc = crc32Long(crc, await readExactly(source, at, Math.min(STREAM_BYTES, to - at)));
  }
  return crc;
}
