/* What AiKv 0.1.0 makes of a file. Rows in order are taken from the index; damage is read as its reader reads it. */
import { fileOffset, rowIndex } from '../../base/index.ts';
import { type ByteSource, RDB_CHECKSUM_BYTES } from '../../codec/index.ts';
import { NO_KEY, RowKind, RowStatus } from '../../columnar/index.ts';
import type { FileIndex } from '../fileIndex.ts';
import type { Verdict } from '../verdictTypes.ts';
import { type AikvOutcome, readLogAsAikv, readRdbAsAikv } from './aikvReader.ts';

function verdict(outcome: AikvOutcome, found: Partial<Verdict>): Verdict {
  return {
    reader: null,
    readerLabel: 'AiKv 0.1.0',
    records: outcome.records,
    applied: outcome.error === null ? outcome.records : 0,
    stoppedAt: fileOffset(outcome.stoppedAt),
    error: outcome.error,
    phase: null,
    silentlyDropped: 0,
    unreadTrailing: 0,
    abort: outcome.abort?.risk ?? null,
    ...found,
  };
}

export async function aikvLogVerdict(source: ByteSource, index: FileIndex): Promise<Verdict> {
  const { rows } = index;
  let row = 0;
  while (row < rows.length && isInOrder(index, row)) row++;
  const outcome = await readLogAsAikv(source, rows.offset(rowIndex(row)), row);
  return verdict(outcome, { phase: outcome.error === null ? null : 'record' });
}

const isInOrder = ({ rows }: FileIndex, row: number): boolean =>
  rows.kind(rowIndex(row)) === RowKind.record && rows.status(rowIndex(row)) === RowStatus.ok;

export async function aikvRdbVerdict(source: ByteSource, index: FileIndex): Promise<Verdict> {
  const { rows } = index;
  const inOrder = index.faults.length === 0 && rows.length > 0;
  if (inOrder) {
    const last = rowIndex(rows.length - 1);
    const outcome = { records: rows.records, stoppedAt: rows.offset(last), error: null, abort: null };
    return verdict(outcome, { applied: distinctKeys(index) });
  }
  const outcome = await readRdbAsAikv(source);
  if (outcome.error !== null) {
    return verdict(outcome, { phase: outcome.stoppedAt === 0 ? 'open' : 'entry' });
  }
  const keys = new Set<string>();
  await readRdbAsAikv(source, (db, key) => keys.add(`${db} ${String.fromCharCode(...key)}`));
  const unread = source.size() - outcome.stoppedAt - 1 - RDB_CHECKSUM_BYTES;
  return verdict(outcome, { applied: keys.size, unreadTrailing: Math.max(0, unread) });
}

/** Of entries that have the same key in the same database the last one counts. */
function distinctKeys(index: FileIndex): number {
  const { rows, keys, databases } = index;
  if (keys.size === rows.records) return rows.records;
  const seen = new Map<number, Uint8Array>();
  let distinct = 0;
  for (let row = 0; row < rows.length; row++) {
    const each = rowIndex(row);
    if (rows.kind(each) !== RowKind.entry) continue;
    const key = rows.key(each);
    const database = databases.of(row);
    const bits = seen.get(database) ?? new Uint8Array((keys.size >>> 3) + 1);
    seen.set(database, bits);
    const bit = 1 << (key & 7);
    if (key !== NO_KEY && ((bits[key >>> 3] as number) & bit) !== 0) continue;
    if (key !== NO_KEY) bits[key >>> 3] = (bits[key >>> 3] as number) | bit;
    distinct++;
  }
  return distinct;
}
