import type { RowIndex } from '../base/index.ts';
import {
  AOF_PROGRAM,
  type AofRecord,
  type ByteSource,
  entryStart,
  RecordWalker,
  readEntry,
  readExactly,
  readRecord,
  SNAPSHOT_PROGRAM,
  type SnapshotEntry,
  WalkStatus,
} from '../codec/index.ts';
import { RowKind, RowStatus } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { openLongFrame } from './frames.ts';
import type { CommandRow, StringRow } from './redis/decodeRow.ts';

/** A row's record or entry, decoded. */
export type DecodedRow =
  | { readonly kind: 'record'; readonly record: AofRecord }
  | { readonly kind: 'entry'; readonly entry: SnapshotEntry };

/** A row of any format, decoded. */
export type AnyRow = DecodedRow | CommandRow | StringRow;

/**
 * The bytes that the codec reads: tag + payload of a record, a whole entry; decrypted where the file is encrypted.
 * Reads the whole row: meant for rows of a size that the caller has looked at.
 * @returns null for a row that is no record or entry, or that can't be opened
 */
export async function readContent(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
): Promise<Uint8Array | null> {
  const { rows } = index;
  const kind = rows.kind(row);
  if (kind !== RowKind.record && kind !== RowKind.entry) return null;
  const { cipher } = index;
  const sealed = index.isSealed(row);
  if (sealed && cipher === null) return null;
  const bytes = await readExactly(source, rows.offset(row), rows.size(row));
  if (sealed) return cipher === null ? null : openLongFrame(cipher, bytes);
  return bytes.subarray(0, bytes.length - index.format.trailerBytes);
}

/** Decodes a row whose content is whole; null for others. */
export async function decodeRow(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
): Promise<DecodedRow | null> {
  const status = index.rows.status(row);
  if (status === RowStatus.unknownTag || status === RowStatus.undecryptable || status === RowStatus.locked)
    return null;
  const content = await readContent(source, index, row);
  if (content === null) return null;
  return decodeContent(content, index);
}

/**
 * Decodes what {@link readContent} gave; null where its lengths lead elsewhere. A frame vouches for content that
 * whoever wrote it got wrong, and a record that one wrong byte explains is not whole before that byte is put right.
 */
export function decodeContent(content: Uint8Array, index: FileIndex): DecodedRow | null {
  return isWhole(content, index) ? decodeWhole(content, index) : null;
}

/** Decodes content that {@link isWhole}. */
export function decodeWhole(content: Uint8Array, index: FileIndex): DecodedRow {
  return index.kind === 'aof'
    ? { kind: 'record', record: readRecord(content) }
    : { kind: 'entry', entry: readEntry(content, index.layout === 1 ? 1 : 2) };
}

/** One walker each for all contents: a walk begins anew and keeps nothing. */
const RECORDS = new RecordWalker(AOF_PROGRAM);
const ENTRIES = new RecordWalker(SNAPSHOT_PROGRAM);

/** Whether the content's lengths lead to its end. */
export function isWhole(content: Uint8Array, index: FileIndex): boolean {
  const isLog = index.kind === 'aof';
  const walker = isLog ? RECORDS : ENTRIES;
  const entry = isLog
    ? (AOF_PROGRAM.entryOf[content[0] ?? 0] as number)
    : entryStart(index.layout === 1 ? 1 : 2);
  if (entry < 0) return false;
  walker.start(entry, isLog ? 1 : 0);
  return walker.run(content, content.length, content.length) === WalkStatus.done;
}
