/*
 * A snapshot's footer covers the bytes of all entries, whatever their framing, so its syndrome names the one wrong bit
 * or byte wherever it is: in a value, a key, a length, a type. A candidate counts only when the entries, with it put
 * right, lead exactly from one to the next.
 */
import { fileOffset, type RowIndex, rowIndex } from '../base/index.ts';
import {
  ByteErrorSearch,
  type ByteSource,
  type Correction,
  crc32Finish,
  entryStart,
  FOOTER_BYTES,
  isSingleBit,
  RecordWalker,
  readExactly,
  readU32,
  SNAPSHOT_HEADER_BYTES,
  SNAPSHOT_PROGRAM,
  WalkStatus,
} from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import { crc32OfRange } from './crc32OfRange.ts';
import type { FileIndex } from './fileIndex.ts';
import { breaksRule } from './logFaults.ts';
import type { ScanOptions } from './options.ts';
import { searchErrors } from './searchErrors.ts';
import { isLikelyTtl } from './snapshotResync.ts';

/** Above this size a wrong byte has too many explanations; only single bits are looked for. */
const LARGEST_FOR_BYTES = 1 << 20;
/** A single bit is unique up to here. */
const LARGEST_FOR_BITS = 512 << 20;
/** Entries and gaps larger than this are not read to try a candidate in them. */
const LARGEST_SPAN = 64 << 20;
const CHECKSUMS = 2 ** 32;

/** A correction, and the row that it belongs to. */
export interface SnapshotCorrection {
  readonly fix: Correction;
  readonly row: RowIndex;
}

/**
 * The single wrong bit or byte that explains why the footer, the last four bytes of the file, does not match.
 * @returns null when there is none, or more than one, or when the scan was stopped
 */
export async function correctSnapshot(
  source: ByteSource,
  index: FileIndex,
  options: ScanOptions,
): Promise<SnapshotCorrection | null> {
  const end = index.size - FOOTER_BYTES;
  const length = end - SNAPSHOT_HEADER_BYTES;
  if (length <= 0 || length > LARGEST_FOR_BITS) return null;
  const stored = readU32(await readExactly(source, end, FOOTER_BYTES), 0);
  const computed = crc32Finish(await crc32OfRange(source, SNAPSHOT_HEADER_BYTES, end));
  const difference = (stored ^ computed) >>> 0;
  if (difference === 0) return null;
  const search = new ByteErrorSearch(difference, length, length > LARGEST_FOR_BYTES);
  const fits: SnapshotCorrection[] = [];
  for (const { fromEnd, xor } of await searchErrors(search, end, options)) {
    const at = end - 1 - fromEnd;
    const row = index.rows.rowAt(at);
    const tried = await tryAt(source, index, row, at, xor);
    if (tried === null) continue;
    const fix = toCorrection(at, tried.byte, xor, length);
    fits.push({ row, fix: tried.entries === 1 ? fix : { ...fix, records: tried.entries } });
  }
  const inFooter = footerError(index, difference, end, stored, length);
  if (inFooter !== null) fits.push(inFooter);
  const bits = fits.filter(({ fix }) => fix.scope === 'bit');
  const best = bits.length > 0 ? bits : fits;
  return best.length === 1 ? (best[0] ?? null) : null;
}

function toCorrection(at: number, before: number, xor: number, length: number): Correction {
  const single = isSingleBit(xor);
  return {
    at: fileOffset(at),
    before: Uint8Array.of(before),
    after: Uint8Array.of(before ^ xor),
    scope: single ? 'bit' : 'byte',
    bit: single ? 31 - Math.clz32(xor) : null,
    odds: Math.min(1, (length * (single ? 8 : 255)) / CHECKSUMS),
  };
}

/** The footer itself is wrong: a single byte of it, while every entry is in its place. */
function footerError(
  index: FileIndex,
  difference: number,
  end: number,
  stored: number,
  length: number,
): SnapshotCorrection | null {
  const row = index.rows.rowAt(end);
  if (index.rows.kind(row) !== RowKind.footer) return null;
  for (let i = 0; i < FOOTER_BYTES; i++) {
    const xor = (difference >>> (8 * i)) & 0xff;
    if (xor === 0 || (difference & ~(0xff << (8 * i))) !== 0) continue;
    return { row, fix: toCorrection(end + i, (stored >>> (8 * i)) & 0xff, xor, length) };
  }
  return null;
}

/**
 * Tries a candidate: with it, entries must lead from the row's beginning exactly to its end.
 * @returns the byte as it stands in the file and how many entries there are with the candidate; null when it doesn't fit
 */
async function tryAt(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
  at: number,
  xor: number,
): Promise<{ readonly byte: number; readonly entries: number } | null> {
  const kind = index.rows.kind(row);
  if (kind !== RowKind.entry && kind !== RowKind.gap) return null;
  const from = index.rows.offset(row);
  const to = Math.min(index.rows.offset(rowIndex(row + 1)), index.size - FOOTER_BYTES);
  if (to - from > LARGEST_SPAN) return null;
  const bytes = (await readExactly(source, from, to - from)).slice();
  const before = bytes[at - from] as number;
  bytes[at - from] = before ^ xor;
  const walker = new RecordWalker(SNAPSHOT_PROGRAM);
  let next = 0;
  let entries = 0;
  for (; next < bytes.length; entries++) {
    walker.start(entryStart(index.layout), next);
    if (walker.run(bytes, bytes.length, bytes.length) !== WalkStatus.done || breaksRule(walker)) return null;
    next = walker.position;
    // In a gap nothing but the entries' own look speaks for a candidate.
    if (kind === RowKind.gap && !isLikelyTtl(viewOf(bytes).getBigInt64(next - 8, true))) return null;
  }
  return { byte: before, entries };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
