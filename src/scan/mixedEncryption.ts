/* A server that is given a key, or loses it, goes on in the other encoding and leaves the header as it is. */
import { type RowIndex, rowIndex } from '../base/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';

/** Tells once of records in the other encoding than the header says. Called when the whole log is indexed. */
export function noteMixedEncryption(index: FileIndex): void {
  if (index.header.outcome !== 'ok') return;
  const { rows } = index;
  let first: RowIndex | null = null;
  let records = 0;
  for (let row = 1; row < rows.length; row++) {
    const each = rowIndex(row);
    if (rows.kind(each) !== RowKind.record || index.isSealed(each) === index.encrypted) continue;
    first ??= each;
    records++;
  }
  if (first === null) return;
  const offset = rows.offset(first);
  const inside = index.encrypted ? 'plaintext' : 'encrypted';
  index.addFault(first, 'damage', offset, index.size - offset, { kind: 'mixed-encryption', inside, records });
}
