import { rowIndex } from '../base/index.ts';
import type { FileIndex } from './fileIndex.ts';
import type { Part } from './partRows.ts';

/**
 * Appends to `index` what another thread found, as the index would have taken it itself. The part must begin where the
 * index ends.
 * @param flags set beside those of the part's rows
 */
export function absorbPart(index: FileIndex, part: Part, flags: number): void {
  const firstRow = index.rows.length;
  let row = 0;
  let words = 0;
  let fault = 0;
  for (const group of part.groups) {
    const next = row + group.count;
    const records = {
      keys: part.keys.subarray(words, words + group.words),
      ends: part.ends.subarray(row, next),
      tags: part.tags.subarray(row, next),
      keysAt: part.keysAt.subarray(row, next),
      keyLengths: part.keyLengths.subarray(row, next),
      hashes: part.hashes.subarray(row, next),
      expiries: part.expiries.subarray(row, next),
    };
    index.takeAll(records, part.from, group.count, group.status, group.flags | flags);
    row = next;
    words += group.words;
    // With its row, before the next rows: a row without its fault would be taken for one that holds.
    for (let each = part.faults[fault]; each !== undefined && each.row < next; each = part.faults[++fault])
      index.addFault(rowIndex(firstRow + each.row), each.severity, each.offset, each.length, each.evidence);
  }
}
