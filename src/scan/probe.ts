/*
 * Looks at one record by random access: where the scan's windows don't fit, to test whether a record holds at some
 * offset, and to do what a named reader would do there. Never holds more than a block, whatever the record claims.
 */
import {
  AOF_PROGRAM,
  type ByteSource,
  CRC_BYTES,
  crc32Finish,
  entryStart,
  type Program,
  RecordWalker,
  readExactly,
  readU32,
  SNAPSHOT_HEADER_BYTES,
  SNAPSHOT_PROGRAM,
  WalkStatus,
} from '../codec/index.ts';
import { crc32OfRange } from './crc32OfRange.ts';
import { checksumOf } from './rangeChecksums.ts';

/** The first block is small: most records are. */
const FIRST_BLOCK_BYTES = 4 << 10;
const BLOCK_BYTES = 64 << 10;

/** A walk that ended, with positions absolute in the file. */
export interface Walked {
  readonly status: typeof WalkStatus.done | typeof WalkStatus.torn | typeof WalkStatus.stopped;
  /** Its positions are relative to `base`. */
  readonly walker: RecordWalker;
  readonly base: number;
  /** Where the fields end, when `status` is `done`. */
  readonly end: number;
}

/**
 * Walks the fields that begin at `at`, reading only the blocks that hold lengths and keys.
 * @param size where the file ends, or is to be taken to end
 */
export async function walkAt(
  source: ByteSource,
  program: Program,
  entry: number,
  at: number,
  limits = true,
  size = source.size(),
): Promise<Walked> {
  const walker = new RecordWalker(program, limits);
  let base = at;
  walker.start(entry, 0);
  for (let blockBytes = FIRST_BLOCK_BYTES; ; blockBytes = BLOCK_BYTES) {
    const block = await readExactly(source, base, Math.max(0, Math.min(blockBytes, size - base)));
    const status = walker.run(block, block.length, size - base);
    if (status !== WalkStatus.more) return { status, walker, base, end: base + walker.position };
    const next = walker.position;
    walker.rebase(next);
    base += next;
  }
}

/** What stands at an offset of a plaintext log. */
export type RecordProbe =
  | { readonly outcome: 'end' }
  | { readonly outcome: 'unknown-tag'; readonly tag: number }
  | { readonly outcome: 'torn' | 'stopped'; readonly tag: number; readonly walked: Walked }
  | {
      readonly outcome: 'framed';
      readonly tag: number;
      readonly walked: Walked;
      /** Behind the checksum. */
      readonly end: number;
      readonly stored: number;
      readonly computed: number;
    };

/**
 * Reads the plaintext record at `at` as ember does.
 * @param limits whether counts and dimensions are limited
 * @param knows which tags count as known; all by default
 */
export async function probeRecord(
  source: ByteSource,
  at: number,
  limits = true,
  knows: (tag: number) => boolean = () => true,
): Promise<RecordProbe> {
  const size = source.size();
  if (at >= size) return { outcome: 'end' };
  const tag = (await readExactly(source, at, 1))[0] as number;
  const entry = AOF_PROGRAM.entryOf[tag] as number;
  if (entry < 0 || !knows(tag)) return { outcome: 'unknown-tag', tag };
  const walked = await walkAt(source, AOF_PROGRAM, entry, at + 1, limits);
  if (walked.status === WalkStatus.stopped) return { outcome: 'stopped', tag, walked };
  if (walked.status === WalkStatus.torn || walked.end + CRC_BYTES > size)
    return { outcome: 'torn', tag, walked };
  const computed = await checksumOf(source, at, walked.end);
  const stored = readU32(await readExactly(source, walked.end, CRC_BYTES), 0);
  return { outcome: 'framed', tag, walked, end: walked.end + CRC_BYTES, stored, computed };
}

/** Whether a whole record with a matching checksum stands at `at`, or the file ends exactly there. */
export async function holdsAt(source: ByteSource, at: number): Promise<boolean> {
  const probe = await probeRecord(source, at);
  return probe.outcome === 'end' || (probe.outcome === 'framed' && probe.stored === probe.computed);
}

/** Walks the plaintext snapshot entry at `at`. */
export const walkEntry = (source: ByteSource, version: number, at: number, limits = true): Promise<Walked> =>
  walkAt(source, SNAPSHOT_PROGRAM, entryStart(version), at, limits);

/** A snapshot's checksum over its entries, which end at `to`. */
export const checksumOfEntries = async (source: ByteSource, to: number): Promise<number> =>
  crc32Finish(await crc32OfRange(source, SNAPSHOT_HEADER_BYTES, to));
