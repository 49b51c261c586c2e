/* Scans bytes and lays the index out as plain values, so that two scans can be compared. */

import { rowIndex } from '../../src/base/index.ts';
import type { ByteSource } from '../../src/codec/index.ts';
import { encodeHex } from '../../src/codec/index.ts';
import { EMBEDDED, NO_KEY, SALVAGED, SEALED } from '../../src/columnar/index.ts';
import { openFile } from '../../src/formats/index.ts';
import { createIndex, type FileIndex, type Part, scanFile } from '../../src/scan/index.ts';
import { countedSource } from './countedSource.ts';
import { partHelpers } from './partHelpers.ts';
import { streamedSource } from './streamedSource.ts';

export interface Windowing {
  readonly sliceBytes: number;
  readonly inFlight: number;
  readonly firstBytes: number;
  /** The source streams, in pieces of at most so many bytes; absent where it can't stream. */
  readonly pieces?: number | undefined;
}

export interface Scanned {
  readonly source: ByteSource;
  readonly index: FileIndex;
}

export interface ScannedBytes extends Scanned {
  /** What helpers found, whether it was of use or not. */
  readonly parts: readonly Part[];
}

/** More reads than any scan of a small test file needs; a scan that goes round in circles fails instead of hanging. */
const enoughReads = (size: number): number => 2_000 + size * 60;

/** Scans `bytes`, which must look like an ember file. */
export async function scanBytes(
  bytes: Uint8Array,
  {
    name = 'shard-0.aof',
    key = null,
    windows,
    batches = true,
    partBytes = 0,
  }: {
    readonly name?: string;
    readonly key?: Uint8Array | null;
    readonly windows?: Windowing | undefined;
    /** False: each record by itself, by the interpreter. */
    readonly batches?: boolean;
    /** Helpers take parts of so many bytes; 0 for none. */
    readonly partBytes?: number;
  } = {},
): Promise<ScannedBytes> {
  const counted = countedSource(bytes, enoughReads(bytes.length));
  const source =
    windows?.pieces === undefined
      ? counted.source
      : streamedSource(counted.source, bytes, { mostBytes: windows.pieces, seed: bytes.length }).source;
  const opened = await openFile(source, name);
  const index = createIndex(source, opened, name, key);
  const helpers = partBytes > 0 ? partHelpers(source, key, { bytes: partBytes, batches }) : undefined;
  await scanFile(source, index, {
    batches,
    ...(windows !== undefined && { windows }),
    ...(helpers !== undefined && { helpers }),
  });
  return { source, index, parts: helpers?.answers.filter((part) => part !== null) ?? [] };
}

export interface RowFacts {
  readonly offset: number;
  readonly size: number;
  readonly kind: number;
  readonly flags: number;
  readonly tag: number;
  readonly status: number;
  /** NaN where the row has none. */
  readonly expiry: number;
  /** In hexadecimal; null where the row has none. */
  readonly key: string | null;
  /** The key's number; null where the row has none. */
  readonly keyNumber: number | null;
}

/** Everything the index says of its rows. */
export function rowsOf(index: FileIndex): RowFacts[] {
  const { rows, keys } = index;
  return Array.from({ length: rows.length }, (_, i) => {
    const row = rowIndex(i);
    const key = rows.key(row);
    return {
      offset: rows.offset(row),
      size: rows.size(row),
      kind: rows.kind(row),
      flags: [SALVAGED, EMBEDDED, SEALED].reduce(
        (set, flag) => set | (rows.hasFlag(row, flag) ? flag : 0),
        0,
      ),
      tag: rows.tag(row),
      status: rows.status(row),
      expiry: rows.expiry(row),
      key: key === NO_KEY ? null : encodeHex(keys.bytesOf(key)),
      keyNumber: key === NO_KEY ? null : key,
    };
  });
}

const filled = (totals: Float64Array): readonly (readonly [number, number])[] =>
  Array.from(totals, (total, tag) => [tag, total] as const).filter(([, total]) => total !== 0);

/** What a scan found, as values to compare. */
export const factsOf = (index: FileIndex) => ({
  rows: rowsOf(index),
  faults: index.faults,
  firstDamage: index.firstDamage,
  snapshot: index.snapshot,
  counts: filled(index.countOf),
  sizes: filled(index.bytesOf),
});

/** Why the rows of an index do not tile a file of `size` bytes; null when they do. */
export function tilingFault(index: FileIndex, size: number): string | null {
  let at = 0;
  for (const [i, row] of rowsOf(index).entries()) {
    if (row.offset !== at) return `row ${i} begins at ${row.offset}, the one before ends at ${at}`;
    if (row.size <= 0) return `row ${i} has ${row.size} bytes`;
    at += row.size;
  }
  return at === size ? null : `the rows end at ${at} of ${size}`;
}
