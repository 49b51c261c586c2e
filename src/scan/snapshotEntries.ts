/* The inner loops over a snapshot's entries, plaintext and encrypted. Each leaves as soon as anything is unusual. */
import { entrySpec, entryStart, type FrameCipher, type RecordWalker, WalkStatus } from '../codec/index.ts';
import { NO_KEY, RowStatus, SEALED } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { lookAtFrame } from './frames.ts';
import type { Holes } from './holes.ts';
import { bodyEvidence, breaksRule, contentEvidence, offendingValue } from './logFaults.ts';
import type { RunStop, RunWindow } from './plainRun.ts';
import type { RowSink } from './rowSink.ts';
import { takeFrame } from './takeFrame.ts';

/** The name of an entry's type. */
export const entryName = (type: number): string => entrySpec(type)?.type ?? `type ${type}`;

/** What a run of entries is bound by. */
export interface EntryRun {
  readonly index: FileIndex;
  readonly walker: RecordWalker;
  readonly window: RunWindow;
  /** Set beside the kind of every row. */
  readonly flags: number;
  /** Whether the entries may end at a file offset; the run stops there. */
  readonly mayEnd: (at: number) => boolean;
  /** The run stops at what may be one. */
  readonly holes: Holes;
}

/** Takes plaintext entries from the index's end on, as long as they lie in the window and can be walked. */
export function runEntries({ index, walker, window, flags, mayEnd, holes }: EntryRun): RunStop {
  const { bytes, base } = window;
  const fileEnd = index.size - base;
  const start = entryStart(index.layout);
  for (;;) {
    if (mayEnd(index.rows.end)) return 'end';
    const at = index.rows.end - base;
    if (at >= bytes.length) return 'more';
    walker.start(start, at);
    const status = walker.run(bytes, bytes.length, fileEnd);
    if (status === WalkStatus.more) return 'more';
    if (status !== WalkStatus.done) return 'damage';
    const end = walker.position;
    if (end > bytes.length) return 'more';
    if (walker.keyLength === 0 && holes.mayBeAt(bytes, base, at, end)) return 'damage';
    const key = walker.keyIsBad
      ? NO_KEY
      : index.keys.intern(bytes, walker.keyAt, walker.keyAt + walker.keyLength);
    const type = Math.max(0, walker.type);
    if (breaksRule(walker)) {
      const row = index.pushRecord(base + end, type, RowStatus.badBody, key, flags, walker.expiry);
      const value = offendingValue(walker, bytes, walker.bodyAt);
      index.addFault(row, 'damage', base + at, end - at, bodyEvidence(walker, base, entryName(type), value));
    } else index.pushRecord(base + end, type, RowStatus.unproven, key, flags, walker.expiry);
  }
}

/** Takes encrypted entries from the index's end on, as long as they lie in the window and open. */
export function runFrames(
  { index, walker, window, flags, mayEnd }: EntryRun,
  cipher: FrameCipher | null,
): RunStop {
  const { bytes, base } = window;
  for (;;) {
    if (mayEnd(index.rows.end)) return 'end';
    const at = index.rows.end - base;
    if (at >= bytes.length) return 'more';
    const look = lookAtFrame(bytes, at, index.size - base);
    if (look.outcome !== 'frame') return look.outcome === 'more' ? 'more' : 'damage';
    if (look.end > bytes.length) return 'more';
    const frame = bytes.subarray(at, look.end);
    if (!takeFrame(index, walker, frame, base + look.end, cipher, flags, takeEntryContent)) return 'damage';
  }
}

/** Appends a frame's content as an entry. @param end the file offset behind the frame */
export function takeEntryContent(
  rows: RowSink,
  walker: RecordWalker,
  content: Uint8Array,
  end: number,
  flags: number,
): void {
  const at = rows.end;
  walker.start(entryStart(2), 0);
  const status = walker.run(content, content.length, content.length);
  const type = Math.max(0, walker.type);
  const walked = { walker, bytes: content };
  if (status === WalkStatus.done && !breaksRule(walker)) {
    rows.take(end, type, RowStatus.ok, flags | SEALED, walked);
    return;
  }
  const row = rows.take(end, type, RowStatus.badBody, flags | SEALED, walked);
  rows.addFault(row, 'damage', at, end - at, contentEvidence(walker, status, entryName(type), content));
}
