/* A server that is given a key, or loses it, goes on in the other encoding and leaves the header as it is. */
import { type RowIndex, rowIndex } from '../base/index.ts';
import { KIND_BITS, RowKind, SEALED } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';

/** Tells once of records in the other encoding than the header says. Called when the whole log is indexed. */
export function noteMixedEncryption(index: FileIndex): void {
  if (index.header.outcome !== 'ok') return;
  const { rows } = index;
  const other = index.encrypted ? 0 : SEALED;
  let first: RowIndex | null = null;
  let records = 0;
  for (let row = 1; row < rows.length; ) {
    const { kinds } = rows.columns(row);
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i] as number;
      if ((kind & SEALED) !== other || (kind & KIND_BITS) !== RowKind.record) continue;
      first ??= rowIndex(row + i);
      records++;
    }
    row += kinds.length;
  }
  if (first === null) return;
  const offset = rows.offset(first);
  const inside = index.encrypted ? 'plaintext' : 'encrypted';
  index.addFault(first, 'damage', offset, index.size - offset, { kind: 'mixed-encryption', inside, records });
}
