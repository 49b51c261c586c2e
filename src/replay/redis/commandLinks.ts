/*
 * The commands that change another key than the one that the index has for their row, or several, or all of a database.
 * They are read once; which keys a command touches doesn't depend on what they hold, so it is found by applying it to
 * nothing.
 */
import { type KeyId, keyId, type RowIndex, rowIndex } from '../../base/index.ts';
import { type ByteSource, COMMANDS, decodeUtf8Lossy } from '../../codec/index.ts';
import { type KeyDictionary, NO_KEY, RowKind } from '../../columnar/index.ts';
import { type CancelSignal, decodeAny, eachListedRow, type FileIndex } from '../../scan/index.ts';
import { keyOfName, nameOfKey } from '../keyName.ts';
import { Keyspace } from '../keyspace.ts';
import { counts } from '../losses.ts';
import { applyCommand, changesNothing } from './applyCommand.ts';
import type { Touch } from './commandRun.ts';

/** What a command does to one of the keys that it touches. */
export interface CommandLink {
  readonly row: RowIndex;
  readonly key: KeyId;
  readonly act: Touch['act'];
  /** Keys that its value comes from. */
  readonly from: readonly KeyId[];
}

const MORE_KEYS = new Set(['MOVE', 'SORT', 'GEORADIUS', 'GEORADIUSBYMEMBER']);
const FLUSHES = new Set(['FLUSHDB', 'FLUSHALL']);

/** Tags of commands that may touch more than their row's own key; 0, those that aren't known, is one of them. */
const LINK_TAGS = new Set([
  0,
  ...COMMANDS.filter(
    ({ name, firstKey, lastKey, countAt }) =>
      !changesNothing(name) &&
      (firstKey !== lastKey || countAt > 0 || MORE_KEYS.has(name) || FLUSHES.has(name) || name === 'SWAPDB'),
  ).map(({ tag }) => tag),
]);

/** A command that removes every key of a database, or of all of them where it is null. */
export interface Flush {
  readonly row: RowIndex;
  readonly database: number | null;
}

/** Calls `visit` for each key that such a command of a log touches, and `onFlush`, in the order of the log. */
export async function eachCommandLink(
  source: ByteSource,
  index: FileIndex,
  signal: CancelSignal | undefined,
  visit: (link: CommandLink) => void,
  onFlush: (flush: Flush) => void = () => {},
): Promise<void> {
  const { rows, keys } = index;
  const wanted: number[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rowIndex(at);
    if (rows.kind(row) === RowKind.record && LINK_TAGS.has(rows.tag(row)) && counts(index, row))
      wanted.push(at);
  }
  const list = { rows: wanted, from: 0, to: wanted.length, ...(signal === undefined ? {} : { signal }) };
  await eachListedRow(source, index, list, (_place, row, content) => {
    const decoded = content === null ? null : decodeAny(content, index, row);
    if (decoded?.kind !== 'command') return true;
    const { args, db } = decoded;
    const command = decodeUtf8Lossy(args[0] ?? new Uint8Array(0)).toUpperCase();
    if (FLUSHES.has(command)) {
      onFlush({ row, database: command === 'FLUSHALL' ? null : db });
      return true;
    }
    // Which keys change places depends on what there is: all that are known.
    const keyspace = command === 'SWAPDB' ? everyKey(keys) : new Keyspace();
    for (const { name, act, from } of applyCommand(keyspace, args, db, 0n)) {
      const key = keyOfName(keys, name);
      const sources = from.map((each) => keyOfName(keys, each)).filter((each) => each !== NO_KEY);
      if (key !== NO_KEY) visit({ row, key, act, from: sources });
    }
    return true;
  });
}

/** A keyspace in which every key of the dictionary is there. */
function everyKey(keys: KeyDictionary): Keyspace {
  const keyspace = new Keyspace();
  for (let id = 0; id < keys.size; id++) keyspace.unclear.add(nameOfKey(keys, keyId(id)));
  return keyspace;
}
