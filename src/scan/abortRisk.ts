/*
 * Two records of an encrypted log bring ember 0.4.9 down at start-up: SETRANGE with an offset that can't be
 * allocated, and LTRIM with a stop that resolves below −1. The plaintext reader doesn't know either of them.
 */
import { fileOffset, rowIndex } from '../base/index.ts';
import {
  type AofRecord,
  type ByteSource,
  FRAME_HEADER_BYTES,
  NONCE_BYTES,
  type ReaderProfile,
  readExactly,
  readRecord,
  recordSpec,
} from '../codec/index.ts';
import { RowStatus } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import type { AbortRisk } from './verdictTypes.ts';

const SETRANGE = 32;
const LTRIM = 29;
/** An offset past this, as a signed number, can't be a size: "capacity overflow". */
const UNALLOCATABLE = 1n << 63n;
/** More than this is rather refused by the machine than allocated. */
const HARDLY_ALLOCATABLE = 1n << 36n;

/** The first record among the `records` applied that would bring the reader down; null when there is none. */
export async function findAbortRisk(
  source: ByteSource,
  index: FileIndex,
  profile: ReaderProfile,
  records: number,
): Promise<AbortRisk | null> {
  if (!index.encrypted || index.cipher === null || !profile.readsEncryptedTag(SETRANGE)) return null;
  const { rows } = index;
  for (let number = 0, row = 1; number < records && row < rows.length; number++, row++) {
    const tag = rows.tag(rowIndex(row));
    if ((tag !== SETRANGE && tag !== LTRIM) || rows.status(rowIndex(row)) !== RowStatus.ok) continue;
    const record = await readRow(source, index, row);
    const at = fileOffset(rows.offset(rowIndex(row)));
    if (record?.type === 'SETRANGE') {
      const offset = BigInt.asUintN(64, record.offset);
      if (offset < HARDLY_ALLOCATABLE) continue;
      const certain = offset >= UNALLOCATABLE;
      const reason = `SETRANGE at offset ${offset} asks for ${certain ? 'more memory than can exist' : 'more memory than a machine is likely to have'}`;
      return { at, type: 'SETRANGE', certain, reason };
    }
    if (record?.type === 'LTRIM' && record.stop < -1n) {
      const risk = await trimRisk(source, index, row, record);
      if (risk !== null) return { at, type: 'LTRIM', ...risk };
    }
  }
  return null;
}

async function readRow(source: ByteSource, index: FileIndex, row: number): Promise<AofRecord | null> {
  const at = index.rows.offset(rowIndex(row));
  const frame = await readExactly(source, at, index.rows.size(rowIndex(row)));
  const content =
    index.cipher?.open(frame.subarray(0, NONCE_BYTES), frame.subarray(FRAME_HEADER_BYTES)) ?? null;
  return content === null || recordSpec(content[0] as number) === undefined ? null : readRecord(content);
}

/**
 * Whether trimming to a negative stop goes below −1, by the length of the list at that moment. The length follows
 * from the log alone unless the list came from elsewhere (a snapshot, RENAME, COPY) or lost items by value.
 */
async function trimRisk(
  source: ByteSource,
  index: FileIndex,
  until: number,
  trim: Extract<AofRecord, { type: 'LTRIM' }>,
): Promise<{ readonly certain: boolean; readonly reason: string } | null> {
  const { rows } = index;
  const wanted = rows.key(rowIndex(until));
  let length = 0;
  let certain = true;
  for (let row = 1; row < until; row++) {
    const type = recordSpec(rows.tag(rowIndex(row)))?.type;
    if (type === 'RENAME' || type === 'COPY') certain = false;
    if (rows.key(rowIndex(row)) !== wanted) continue;
    const record = await readRow(source, index, row);
    if (record === null) certain = false;
    else if (record.type === 'LPUSH' || record.type === 'RPUSH') length += record.values.length;
    else if (record.type === 'LPOP' || record.type === 'RPOP') length = Math.max(0, length - 1);
    else if (
      record.type === 'DEL' ||
      record.type === 'SET' ||
      record.type === 'PROTO.SET' ||
      record.type === 'BITOP'
    )
      length = 0;
    else if (record.type === 'LREM' || record.type === 'LINSERT' || record.type === 'LTRIM') certain = false;
  }
  if (certain && (length === 0 || BigInt(length) + trim.stop >= -1n)) return null;
  const reason = certain
    ? `LTRIM to ${trim.start} … ${trim.stop} on a list of ${length} asks for a range that ends before its beginning`
    : `LTRIM to ${trim.start} … ${trim.stop} brings the server down when the list has fewer than ${-trim.stop - 1n} items`;
  return { certain, reason };
}
