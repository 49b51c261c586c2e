/*
 * The inner loop over plaintext records: walks a window, checks each checksum and appends rows, allocating nothing per
 * record. It leaves as soon as anything is unusual.
 */
import {
  AOF_PROGRAM,
  CRC_BYTES,
  CRC32_INIT,
  crc32Finish,
  crc32Long,
  type RecordBatch,
  type RecordWalker,
  readU32,
  WalkStatus,
} from '../codec/index.ts';
import { RowStatus } from '../columnar/index.ts';
import { bodyEvidence, breaksRule, offendingValue, typeName } from './logFaults.ts';
import type { RowSink } from './rowSink.ts';

/** Why a run ended: the file did, the window did, or the record there can't be taken. */
export type RunStop = 'end' | 'more' | 'damage';

/** A part of the file: the window's bytes and the offset of the first of them. */
export interface RunWindow {
  readonly bytes: Uint8Array;
  readonly base: number;
}

/** How a run takes records. */
export interface PlainRun {
  readonly walker: RecordWalker;
  /** Takes what is plain to see many at a time; null to take each by itself, with the same outcome. */
  readonly batch: RecordBatch | null;
  /** Set beside the kind of every row. */
  readonly flags: number;
}

/**
 * Takes records from the end of `rows` on, as long as they lie in the window and hold. The batch keeps the window's bytes
 * until it is given others or released: behind damage it goes on where it was.
 */
export function runPlain(rows: RowSink, { walker, batch, flags }: PlainRun, window: RunWindow): RunStop {
  const { bytes, base } = window;
  const end = bytes.length;
  const fileEnd = rows.size - base;
  const entryOf = AOF_PROGRAM.entryOf;
  const walked = { walker, bytes };
  for (;;) {
    if (batch !== null) takeBatches(rows, batch, window, flags);
    const at = rows.end - base;
    if (at >= fileEnd) return 'end';
    if (at >= end) return 'more';
    const tag = bytes[at] as number;
    const entry = entryOf[tag] as number;
    if (entry < 0) return 'damage';
    walker.start(entry, at + 1);
    const status = walker.run(bytes, end, fileEnd);
    const fieldsEnd = walker.position;
    if (status !== WalkStatus.done) return status === WalkStatus.more ? 'more' : 'damage';
    const next = fieldsEnd + CRC_BYTES;
    if (next > end) return next > fileEnd ? 'damage' : 'more';
    const computed = crc32Finish(crc32Long(CRC32_INIT, bytes, at, fieldsEnd));
    if (computed !== readU32(bytes, fieldsEnd)) return 'damage';
    if (breaksRule(walker)) {
      const row = rows.take(base + next, tag, RowStatus.badBody, flags, walked);
      const value = offendingValue(walker, bytes, walker.bodyAt);
      rows.addFault(row, 'damage', base + at, next - at, bodyEvidence(walker, base, typeName(tag), value));
    } else rows.take(base + next, tag, RowStatus.ok, flags, walked);
  }
}

/** Takes as many records as are plain to see. */
function takeBatches(rows: RowSink, batch: RecordBatch, { bytes, base }: RunWindow, flags: number): void {
  while (rows.end - base < bytes.length) {
    const count = batch.take(bytes, rows.end - base);
    if (count === 0) return;
    rows.takeAll(batch, base + batch.offset, count, RowStatus.ok, flags);
  }
}
