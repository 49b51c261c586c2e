/*
 * The inner loop over plaintext records: walks a window, checks each checksum and fills the index, allocating nothing
 * per record. It leaves as soon as anything is unusual.
 */
import {
  AOF_PROGRAM,
  BATCH_RECORDS,
  CRC_BYTES,
  CRC32_INIT,
  crc32Finish,
  crc32Long,
  type RecordBatch,
  type RecordWalker,
  readU32,
  WalkStatus,
} from '../codec/index.ts';
import { NO_KEY, RowStatus } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { bodyEvidence, breaksRule, offendingValue, typeName } from './logFaults.ts';

/** Why a run ended: the file did, the window did, or the record there can't be taken. */
export type RunStop = 'end' | 'more' | 'damage';

/** A part of the file: the window's bytes and the offset of the first of them. */
export interface RunWindow {
  readonly bytes: Uint8Array;
  readonly base: number;
}

/** The numbers of a batch's keys. */
const keyIds = new Uint32Array(BATCH_RECORDS);

/** How a run takes records. */
export interface PlainRun {
  readonly walker: RecordWalker;
  /** Takes what is plain to see many at a time; null to take each by itself, with the same outcome. */
  readonly batch: RecordBatch | null;
  /** Set beside the kind of every row. */
  readonly flags: number;
}

/**
 * Takes records from the index's end on, as long as they lie in the window and hold. The batch keeps the window's bytes
 * until it is given others or released: behind damage it goes on where it was.
 */
export function runPlain(index: FileIndex, { walker, batch, flags }: PlainRun, window: RunWindow): RunStop {
  const { bytes, base } = window;
  const end = bytes.length;
  const fileEnd = index.size - base;
  const entryOf = AOF_PROGRAM.entryOf;
  for (;;) {
    if (batch !== null) takeBatches(index, batch, window, flags);
    const at = index.rows.end - base;
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
    const keyAt = walker.keyAt;
    const key =
      keyAt < 0 || walker.keyIsBad ? NO_KEY : index.keys.intern(bytes, keyAt, keyAt + walker.keyLength);
    if (breaksRule(walker)) {
      const row = index.pushRecord(base + next, tag, RowStatus.badBody, key, flags, walker.expiry);
      const value = offendingValue(walker, bytes, walker.bodyAt);
      index.addFault(row, 'damage', base + at, next - at, bodyEvidence(walker, base, typeName(tag), value));
    } else index.pushRecord(base + next, tag, RowStatus.ok, key, flags, walker.expiry);
  }
}

/** Takes as many records as are plain to see. */
function takeBatches(index: FileIndex, batch: RecordBatch, { bytes, base }: RunWindow, flags: number): void {
  const { keys, ends, tags, keysAt, keyLengths, hashes, expiries } = batch;
  while (index.rows.end - base < bytes.length) {
    const count = batch.take(bytes, index.rows.end - base);
    if (count === 0) return;
    index.keys.internAll({ words: keys, at: keysAt, lengths: keyLengths, hashes }, count, keyIds);
    const rows = { base: base + batch.offset, ends, tags, keys: keyIds, expiries };
    index.pushBatch(rows, count, RowStatus.ok, flags);
  }
}
