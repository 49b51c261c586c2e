/*
 * Where a file has lost something that may have changed keys. A loss concerns every key, unless the bytes still say
 * which one it was.
 */
import { type KeyId, type RowIndex, rowIndex } from '../base/index.ts';
import { readExactly, readU32 } from '../codec/index.ts';
import { EMBEDDED, KIND_BITS, NO_KEY, RowKind, RowStatus } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { effectOfTag } from './keyEffects.ts';
import type { ShardFile } from './shardFile.ts';

export interface KeyLoss {
  readonly row: RowIndex;
  /** The one key that it concerns; null when it may have been any. */
  readonly key: KeyId | null;
}

/** Of a damaged record no more is read than this to find its key. */
const MOST_BYTES = 1 << 17;

/** Whether a row counts in the state: it holds, and is no part of another record's value. */
export const counts = ({ rows }: FileIndex, row: RowIndex): boolean =>
  holds(rows.status(row)) && !rows.hasFlag(row, EMBEDDED);

/** The same, of a row's kind with its flags and its status, as the columns have them. */
export const countsWith = (kindAndFlags: number, status: number): boolean =>
  holds(status) && (kindAndFlags & EMBEDDED) === 0;

const holds = (status: number): boolean => status === RowStatus.ok || status === RowStatus.unproven;

/** What a log of ember's has lost, in its order. */
export async function recordLosses(file: ShardFile): Promise<readonly KeyLoss[]> {
  const { rows } = file.index;
  const losses: KeyLoss[] = [];
  for (let from = 0; from < rows.length; ) {
    const { kinds, statuses } = rows.columns(from);
    for (let i = 0; i < kinds.length; i++) {
      const flags = kinds[i] as number;
      const kind = flags & KIND_BITS;
      const row = rowIndex(from + i);
      if (kind === RowKind.gap) losses.push({ row, key: await tornKey(file, row) });
      else if (kind === RowKind.record && !holds(statuses[i] as number) && (flags & EMBEDDED) === 0)
        losses.push({ row, key: await mendedKey(file, row) });
    }
    from += kinds.length;
  }
  return losses;
}

/** These losses and others, ascending. */
export const allLosses = (losses: readonly KeyLoss[], others: readonly KeyLoss[] = []): readonly KeyLoss[] =>
  others.length === 0 ? losses : [...losses, ...others].sort((a, b) => a.row - b.row);

/** The key of a damaged record whose checksum says how it read before. */
async function mendedKey(file: ShardFile, row: RowIndex): Promise<KeyId | null> {
  const fix = file.index.faultsOf(row).find((fault) => fault.fix !== undefined)?.fix;
  if (fix === undefined) return null;
  const bytes = (await beginning(file, row)).slice();
  const at = fix.at - file.index.rows.offset(row);
  if (at < bytes.length) bytes.set(fix.after.subarray(0, bytes.length - at), at);
  const key = keyIn(bytes);
  const id = key === null ? NO_KEY : file.index.keys.intern(key, 0, key.length);
  return id === NO_KEY ? null : id;
}

/**
 * The key of a record that the file ends in, where that much of it was written. A torn tail is taken for what it looks
 * like: one record that was being written when the server stopped.
 */
async function tornKey(file: ShardFile, row: RowIndex): Promise<KeyId | null> {
  const { index } = file;
  const torn = index.faultsOf(row).some((fault) => fault.evidence.kind === 'torn-tail');
  if (!torn || index.encrypted || row !== index.rows.length - 1) return null;
  const key = keyIn(await beginning(file, row));
  // Where the record's own length is what is damaged this is another key, hardly ever one that the file knows.
  return key === null ? null : index.keys.find(key);
}

const beginning = ({ source, index }: ShardFile, row: RowIndex): Promise<Uint8Array> =>
  readExactly(source, index.rows.offset(row), Math.min(index.rows.size(row), MOST_BYTES));

/** The key of a record that changes no other; null for others, and where it is not whole. Borrowed. */
function keyIn(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 5 || !namesOneKey(bytes[0] as number)) return null;
  const end = 5 + readU32(bytes, 1);
  return end <= bytes.length ? bytes.subarray(5, end) : null;
}

/** Whether the record changes no key but the one that comes first in it. */
function namesOneKey(tag: number): boolean {
  const act = effectOfTag(tag)?.act;
  return act !== undefined && act !== 'rename' && act !== 'copy' && act !== 'none';
}
