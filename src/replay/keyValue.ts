/* What one key holds in the end: only the records that lead there are read. */
import { type KeyId, type RowIndex, rowIndex } from '../base/index.ts';
import { NO_KEY, RowKind } from '../columnar/index.ts';
import type { CancelSignal } from '../scan/index.ts';
import { applyRecord } from './applyRecord.ts';
import { effectOfTag } from './keyEffects.ts';
import type { KeyFacts } from './keyFacts.ts';
import { nameOfKey } from './keyName.ts';
import { Keyspace } from './keyspace.ts';
import { counts } from './losses.ts';
import { farBytesOf, nearHeld } from './nearValues.ts';
import { readRows } from './readRows.ts';
import type { ShardFile } from './shardFile.ts';
import { textOf } from './text.ts';
import type { Held } from './value.ts';

export type KeyValue =
  | { readonly outcome: 'held'; readonly held: Held }
  | { readonly outcome: 'gone' }
  /** Its records have more bytes than were allowed to be read. */
  | { readonly outcome: 'too-large'; readonly bytes: number };

export interface KeyValueOptions {
  readonly nowMs: bigint;
  /** The most that may be read. */
  readonly mostBytes: number;
  readonly signal?: CancelSignal;
}

/** Replays the records of a key, and of the keys that it was renamed, copied or combined from. */
export async function valueOfKey(
  facts: KeyFacts,
  files: { readonly log: ShardFile | null; readonly snapshot: ShardFile | null },
  key: KeyId,
  { nowMs, mostBytes, signal }: KeyValueOptions,
): Promise<KeyValue> {
  const { log, snapshot } = files;
  if (facts.replayed !== null) {
    const known = facts.replayed.get(nameOfKey(facts.keys, key));
    if (known === undefined) return { outcome: 'gone' };
    const bytes = farBytesOf(known.value);
    return bytes > mostBytes
      ? { outcome: 'too-large', bytes }
      : { outcome: 'held', held: await nearHeld(known) };
  }
  const group = facts.groups.of(key);
  const isOurs = (one: KeyId): boolean => one !== NO_KEY && facts.groups.of(one) === group;
  const keyspace = new Keyspace();
  const ofLog = log === null ? [] : rowsOf(log, isOurs, facts.groups.isAlone(key));
  const ofSnapshot = snapshot === null ? [] : rowsOf(snapshot, (one) => isOurs(facts.inSnapshot(one)), true);
  const bytes = bytesOf(log, ofLog) + bytesOf(snapshot, ofSnapshot);
  if (bytes > mostBytes) return { outcome: 'too-large', bytes };
  for (const [file, wanted] of [
    [snapshot, ofSnapshot],
    [log, ofLog],
  ] as const) {
    if (file === null) continue;
    await readRows(file, wanted, signal, (_, decoded) => {
      if (decoded.kind === 'entry') keyspace.load(decoded.entry);
      else applyRecord(keyspace, decoded.record, nowMs);
    });
  }
  const held = keyspace.get(textOf(facts.keys.bytesOf(key)));
  return held === undefined ? { outcome: 'gone' } : { outcome: 'held', held };
}

/** The rows of these keys. @param alone no other key plays in: what stands before the last whole value doesn't matter */
function rowsOf({ index }: ShardFile, isOurs: (key: KeyId) => boolean, alone: boolean): number[] {
  const { rows } = index;
  const wanted: number[] = [];
  for (let at = rows.length - 1; at >= 0; at--) {
    const row: RowIndex = rowIndex(at);
    const kind = rows.kind(row);
    if (kind !== RowKind.record && kind !== RowKind.entry) continue;
    if (!isOurs(rows.key(row)) || !counts(index, row)) continue;
    wanted.push(at);
    if (alone && (kind === RowKind.entry || effectOfTag(rows.tag(row))?.taint === 'fixes')) break;
  }
  return wanted.reverse();
}

function bytesOf(file: ShardFile | null, rows: readonly number[]): number {
  let bytes = 0;
  if (file !== null) for (const row of rows) bytes += file.index.rows.size(rowIndex(row));
  return bytes;
}
