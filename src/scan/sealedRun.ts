/*
 * The inner loop over encrypted frames of a log: with the key each is opened, GCM's tag standing in for a checksum,
 * and its content walked; without it frames are only chained by their lengths.
 */
import { fileOffset } from '../base/index.ts';
import { AOF_PROGRAM, type FrameCipher, type RecordWalker, WalkStatus } from '../codec/index.ts';
import { RowStatus, SEALED } from '../columnar/index.ts';
import { lookAtFrame } from './frames.ts';
import { breaksRule, contentEvidence, typeName } from './logFaults.ts';
import type { RunStop, RunWindow } from './plainRun.ts';
import type { RowSink } from './rowSink.ts';
import { takeFrame } from './takeFrame.ts';

/** Takes frames from the end of `rows` on, as long as they lie in the window and open. */
export function runSealed(
  rows: RowSink,
  walker: RecordWalker,
  window: RunWindow,
  cipher: FrameCipher | null,
  flags: number,
): RunStop {
  const { bytes, base } = window;
  const fileEnd = rows.size - base;
  let at = rows.end - base;
  while (at < fileEnd) {
    if (at >= bytes.length) return 'more';
    const look = lookAtFrame(bytes, at, fileEnd);
    if (look.outcome !== 'frame') return look.outcome === 'more' ? 'more' : 'damage';
    if (look.end > bytes.length) return 'more';
    const frame = bytes.subarray(at, look.end);
    if (!takeFrame(rows, walker, frame, base + look.end, cipher, flags, takeContent)) return 'damage';
    at = look.end;
  }
  return 'end';
}

/** Appends a frame's content as a record. @param end the file offset behind the frame */
export function takeContent(
  rows: RowSink,
  walker: RecordWalker,
  content: Uint8Array,
  end: number,
  flags: number,
): void {
  const at = rows.end;
  const tag = content[0] ?? 0;
  const entry = AOF_PROGRAM.entryOf[tag] as number;
  if (entry < 0) {
    const row = rows.take(end, tag, RowStatus.unknownTag, flags | SEALED, null);
    const resumesAt = end < rows.size ? fileOffset(end) : null;
    rows.addFault(row, 'warning', at, end - at, { kind: 'unknown-tag', tag, resumesAt });
    return;
  }
  walker.start(entry, 1);
  const status = walker.run(content, content.length, content.length);
  const walked = { walker, bytes: content };
  if (status === WalkStatus.done && !breaksRule(walker)) {
    rows.take(end, tag, RowStatus.ok, flags | SEALED, walked);
    return;
  }
  const row = rows.take(end, tag, RowStatus.badBody, flags | SEALED, walked);
  rows.addFault(row, 'damage', at, end - at, contentEvidence(walker, status, typeName(tag), content));
}
