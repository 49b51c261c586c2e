/* A snapshot's header, read with the care that nothing vouches for it: no checksum covers it. */
import { rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  ENTRY_COUNT_AT,
  encodeHex,
  type FaultEvidence,
  FOOTER_BYTES,
  type Header,
  readExactly,
  readU32,
  SNAPSHOT_HEADER_BYTES,
} from '../codec/index.ts';
import { NO_KEY, RowKind, RowStatus } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { findLayout } from './snapshotLayout.ts';

/** Where a header has its version, a byte. */
export const VERSION_AT = 4;

/**
 * Appends the header as a row, finds out the layout of the entries, and notes what is wrong.
 * @returns the number of entries that the header claims; null when there is no room for any
 */
export async function takeSnapshotHeader(source: ByteSource, index: FileIndex): Promise<number | null> {
  const { header } = index;
  const size = source.size();
  if (header.outcome === 'short') {
    if (size > 0) index.rows.push(size, RowKind.gap, 0, RowStatus.gap, NO_KEY);
    index.addFault(rowIndex(0), 'damage', 0, size, {
      kind: 'short-header',
      needed: header.needed,
      found: size,
    });
    return null;
  }
  const head = await readExactly(source, 0, Math.min(SNAPSHOT_HEADER_BYTES, size));
  const version = head[VERSION_AT] ?? 0;
  const layout = await findLayout(source, version >= 1 && version <= 3 ? version : null, index.cipher);
  const problem = headerProblem(header, layout, version);
  index.layout = layout ?? index.layout;
  if (head.length < SNAPSHOT_HEADER_BYTES) {
    index.rows.push(size, RowKind.gap, 0, RowStatus.gap, NO_KEY);
  } else {
    index.rows.push(
      SNAPSHOT_HEADER_BYTES,
      RowKind.header,
      0,
      problem === null ? RowStatus.ok : RowStatus.badBody,
      NO_KEY,
    );
  }
  if (problem !== null) {
    index.addFault(rowIndex(0), 'damage', 0, Math.min(5, size), {
      ...problem,
      found: encodeHex(head.subarray(0, 4), ' '),
    });
  }
  if (head.length < SNAPSHOT_HEADER_BYTES) return null;
  if (index.layout === 3 && index.cipher === null && size > SNAPSHOT_HEADER_BYTES + FOOTER_BYTES) {
    index.addFault(rowIndex(0), 'info', SNAPSHOT_HEADER_BYTES, size - SNAPSHOT_HEADER_BYTES, {
      kind: 'key-required',
    });
  }
  index.claimedEntries = readU32(head, ENTRY_COUNT_AT);
  return index.claimedEntries;
}

function headerProblem(
  header: Exclude<Header, { outcome: 'short' }>,
  layout: number | null,
  version: number,
): Omit<Extract<FaultEvidence, { kind: 'bad-header' }>, 'found'> | null {
  if (header.outcome === 'bad') return { kind: 'bad-header', version: header.version, reason: header.reason };
  if (layout === null || layout === version) return null;
  return { kind: 'bad-header', version, reason: 'other-version' };
}
