import { type ByteSource, readExactly } from '../codec/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { openLongFrame } from './frames.ts';
import { takeLocked } from './sealedRun.ts';

/**
 * Takes the frame from the index's end to `end` by random access, however long it is.
 * @param takeContent appends it by its content
 * @returns false when it can't be opened
 */
export async function takeFrameAt(
  source: ByteSource,
  index: FileIndex,
  end: number,
  flags: number,
  takeContent: (content: Uint8Array) => void,
): Promise<boolean> {
  if (index.cipher === null) {
    takeLocked(index, end, flags);
    return true;
  }
  const content = await openLongFrame(index.cipher, await readExactly(source, index.end, end - index.end));
  if (content !== null) takeContent(content);
  return content !== null;
}
