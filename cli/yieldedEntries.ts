import { fileOffset } from '../src/base/index.ts';
import {
  type ByteSource,
  entryStart,
  RecordWalker,
  readEntry,
  SNAPSHOT_HEADER_BYTES,
  SNAPSHOT_PROGRAM,
  type SnapshotEntry,
  WalkStatus,
} from '../src/codec/index.ts';

const FIRST_LOOK = 64 << 10;

/** An entry, and the bytes that a reader takes it from. */
export interface YieldedEntry {
  readonly at: number;
  readonly size: number;
  readonly entry: SnapshotEntry;
}

/**
 * The first `count` entries of a plaintext snapshot as a reader gets them: it follows the lengths wherever they lead,
 * also where the scan knows better.
 * @param count as the reader's verdict says, so that all of them are there
 */
export async function* yieldedEntries(
  source: ByteSource,
  version: number,
  count: number,
): AsyncGenerator<YieldedEntry> {
  const walker = new RecordWalker(SNAPSHOT_PROGRAM, false);
  let at = SNAPSHOT_HEADER_BYTES;
  for (let i = 0; i < count; i++) {
    const left = source.size() - at;
    let bytes: Uint8Array;
    let isWhole = false;
    let look = FIRST_LOOK;
    do {
      bytes = await source.read(fileOffset(at), Math.min(look, left));
      walker.start(entryStart(version), 0);
      isWhole = walker.run(bytes, bytes.length, left) === WalkStatus.done && walker.position <= bytes.length;
      look *= 16;
    } while (!isWhole && bytes.length < left);
    if (!isWhole) return;
    const size = walker.position;
    yield { at, size, entry: readEntry(bytes.subarray(0, size), version) };
    at += size;
  }
}
