/*
 * What a helper of a scan does: finds the first record at or behind some place of a log, and goes on from there as the
 * scan itself would. Where the part begins is a guess, if a good one: what holds by its checksum may all the same be
 * part of a value. So the scan takes it only when its own walk comes to that very place.
 */
import { AOF_PROGRAM, type ByteSource, type FrameCipher, RecordWalker, recordBatch } from '../codec/index.ts';
import type { PartTask } from './helpers.ts';
import type { Part, PartRows } from './partRows.ts';
import { runPlain } from './plainRun.ts';
import { findNextRecord } from './resync.ts';
import { runSealed } from './sealedRun.ts';
import { shortenedSource } from './shortenedSource.ts';
import { type WindowOptions, Windows } from './windows.ts';

export interface PartOptions {
  /** Opens encrypted frames; null when the key is not known. */
  readonly cipher: FrameCipher | null;
  /** See `ScanOptions`. */
  readonly batches?: boolean;
}

/** Behind the stretch, for the record that reaches out of it. A longer one is left to the scan. */
const STRADDLE_BYTES = 16 << 10;
/** How far a beginning is looked for: within a large value there is none. */
const SEARCH_BYTES = 1 << 20;
/** A part of encrypted records is one read. */
const SLICE_BYTES = (1 << 20) + STRADDLE_BYTES;
const WINDOWS: WindowOptions = { sliceBytes: SLICE_BYTES, inFlight: 2, firstBytes: SLICE_BYTES };

/**
 * Takes a part of a log.
 * @param rows for what is found, of a file of this size
 * @returns null where no record begins in the stretch, or none was found soon enough
 */
export async function scanPart(
  source: ByteSource,
  { from, to }: PartTask,
  { cipher, batches }: PartOptions,
  rows: PartRows,
): Promise<Part | null> {
  const windows = new Windows(shortenedSource(source, to + STRADDLE_BYTES), WINDOWS);
  const batch = batches === false ? null : recordBatch();
  try {
    const wanted = { cipher, chains: false };
    const until = Math.min(to, from + SEARCH_BYTES);
    const found = await findNextRecord(source, windows, from, wanted, {}, until);
    if (found === null) return null;
    rows.begin(found.at);
    const walker = new RecordWalker(AOF_PROGRAM);
    while (rows.end < to) {
      const stop = found.sealed
        ? runSealed(rows, walker, windows, cipher, 0)
        : runPlain(rows, { walker, batch, flags: 0 }, windows);
      if (stop !== 'more' || !(await windows.advance(rows.end))) break;
    }
    return rows.part(found.sealed, to);
  } finally {
    windows.close();
    batch?.release();
  }
}
