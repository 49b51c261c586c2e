/*
 * The inner loop over encrypted frames of a log: with the key each is opened, GCM's tag standing in for a checksum,
 * and its content walked; without it frames are only chained by their lengths.
 */
import { fileOffset } from '../base/index.ts';
import { AOF_PROGRAM, type FrameCipher, type RecordWalker, WalkStatus } from '../codec/index.ts';
import { NO_KEY, RowStatus, SEALED } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { lookAtFrame, openFrame } from './frames.ts';
import { breaksRule, contentEvidence, typeName } from './logFaults.ts';
import type { RunStop, RunWindow } from './plainRun.ts';

/** Takes frames from the index's end on, as long as they lie in the window and open. */
export function runSealed(
  index: FileIndex,
  walker: RecordWalker,
  window: RunWindow,
  cipher: FrameCipher | null,
  flags: number,
): RunStop {
  const { bytes, base } = window;
  const fileEnd = index.size - base;
  let at = index.rows.end - base;
  while (at < fileEnd) {
    if (at >= bytes.length) return 'more';
    const look = lookAtFrame(bytes, at, fileEnd);
    if (look.outcome !== 'frame') return look.outcome === 'more' ? 'more' : 'damage';
    if (look.end > bytes.length) return 'more';
    if (!takeFrame(index, walker, bytes.subarray(at, look.end), base + look.end, cipher, flags))
      return 'damage';
    at = look.end;
  }
  return 'end';
}

/**
 * Appends a frame as a record.
 * @param end the file offset behind it
 * @returns false when it can't be opened
 */
export function takeFrame(
  index: FileIndex,
  walker: RecordWalker,
  frame: Uint8Array,
  end: number,
  cipher: FrameCipher | null,
  flags: number,
): boolean {
  if (cipher === null) {
    index.pushRecord(end, 0, RowStatus.locked, NO_KEY, flags | SEALED);
    return true;
  }
  const content = openFrame(cipher, frame);
  if (content === null) return false;
  const at = index.rows.end;
  const tag = content[0] ?? 0;
  const entry = AOF_PROGRAM.entryOf[tag] as number;
  if (entry < 0) {
    const row = index.pushRecord(end, tag, RowStatus.unknownTag, NO_KEY, flags | SEALED);
    const resumesAt = end < index.size ? fileOffset(end) : null;
    index.addFault(row, 'warning', at, end - at, { kind: 'unknown-tag', tag, resumesAt });
    return true;
  }
  walker.start(entry, 1);
  const status = walker.run(content, content.length, content.length);
  const hasKey = walker.keyAt >= 0 && !walker.keyIsBad;
  const key = hasKey ? index.keys.intern(content, walker.keyAt, walker.keyAt + walker.keyLength) : NO_KEY;
  if (status === WalkStatus.done && !breaksRule(walker)) {
    index.pushRecord(end, tag, RowStatus.ok, key, flags | SEALED, walker.expiry);
    return true;
  }
  const row = index.pushRecord(end, tag, RowStatus.badBody, key, flags | SEALED, walker.expiry);
  index.addFault(row, 'damage', at, end - at, contentEvidence(walker, status, typeName(tag), content));
  return true;
}
