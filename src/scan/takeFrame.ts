/* Appends an encrypted frame, of a log or a snapshot alike: what it holds is taken by whoever knows that. */
import { type ByteSource, type FrameCipher, type RecordWalker, readExactly } from '../codec/index.ts';
import { RowStatus, SEALED } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { openFrame, openLongFrame } from './frames.ts';
import type { RowSink } from './rowSink.ts';

/** Appends a frame by its content, which is borrowed. @param end the file offset behind the frame */
export type TakeContent = (
  rows: RowSink,
  walker: RecordWalker,
  content: Uint8Array,
  end: number,
  flags: number,
) => void;

/** For the content of a frame while it is walked; longer ones get memory of their own. */
const room = new Uint8Array(64 << 10);

/**
 * Appends a frame.
 * @param end the file offset behind it
 * @returns false when it can't be opened
 */
export function takeFrame(
  rows: RowSink,
  walker: RecordWalker,
  frame: Uint8Array,
  end: number,
  cipher: FrameCipher | null,
  flags: number,
  takeContent: TakeContent,
): boolean {
  if (cipher === null) {
    takeLocked(rows, end, flags);
    return true;
  }
  const content = openFrame(cipher, frame, room);
  if (content === null) return false;
  takeContent(rows, walker, content, end, flags);
  return true;
}

/** Appends the frame from the index's end to `end` by random access, however long it is: else as {@link takeFrame}. */
export async function takeFrameAt(
  source: ByteSource,
  index: FileIndex,
  walker: RecordWalker,
  end: number,
  flags: number,
  takeContent: TakeContent,
): Promise<boolean> {
  if (index.cipher === null) {
    takeLocked(index, end, flags);
    return true;
  }
  const content = await openLongFrame(index.cipher, await readExactly(source, index.end, end - index.end));
  if (content === null) return false;
  takeContent(index, walker, content, end, flags);
  return true;
}

/** Appends a frame whose key isn't known. */
const takeLocked = (rows: RowSink, end: number, flags: number): void => {
  rows.take(end, 0, RowStatus.locked, flags | SEALED, null);
};
