/* The values that records look into byte by byte, and so must be in memory when one of these is applied. */
import { type KeyId, type RowIndex, rowIndex } from '../base/index.ts';
import { NO_KEY } from '../columnar/index.ts';
import type { AnyRow } from '../scan/index.ts';
import { type Bytes, FarBytes } from './farBytes.ts';
import { keyName } from './keyName.ts';
import type { AnyKeyspace } from './keyspace.ts';
import type { ShardFile, ShardFiles } from './shardFile.ts';
import { textOf } from './text.ts';
import { isFarString } from './value.ts';

/** Rows whose values are kept in memory. */
export interface EditedKeys {
  readonly has: (row: RowIndex) => boolean;
}

/** Types of rows that look into the value of their own key, as records and commands are both called. */
const EDITS: ReadonlySet<string> = new Set(['APPEND', 'SETRANGE', 'SETBIT', 'LREM', 'LINSERT']);

/** Of each file, the rows of keys that the log edits. */
export function editedKeys({ snapshot, log }: ShardFiles): {
  readonly inSnapshot: EditedKeys | null;
  readonly inLog: EditedKeys | null;
} {
  const keys = log === null ? null : keysWithEdits(log);
  if (log === null || keys === null) return { inSnapshot: null, inLog: null };
  const inLog = ofKeys(log, keys);
  if (snapshot === null) return { inSnapshot: null, inLog };
  const known = new Set<KeyId>();
  for (const key of keys) {
    const same = snapshot.index.keys.find(log.index.keys.bytesOf(key), log.index.keys.databaseOf(key));
    if (same !== null) known.add(same);
  }
  return { inSnapshot: ofKeys(snapshot, known), inLog };
}

const ofKeys = ({ index: { rows } }: ShardFile, keys: ReadonlySet<KeyId>): EditedKeys => ({
  has: (row) => keys.has(rows.key(row)),
});

/** @returns null when there are none */
function keysWithEdits({ index }: ShardFile): ReadonlySet<KeyId> | null {
  const { rows, format } = index;
  const isEdit = Array.from({ length: 256 }, (_, tag) => EDITS.has(format.typeName(tag) ?? ''));
  const keys = new Set<KeyId>();
  for (let at = 0; at < rows.length; at++) {
    const row = rowIndex(at);
    const key = isEdit[rows.tag(row)] === true ? rows.key(row) : NO_KEY;
    if (key !== NO_KEY) keys.add(key);
  }
  return keys.size === 0 ? null : keys;
}

const NONE: readonly string[] = [];

/** The keys of which values must be read before a row is applied, by their names. */
export function farValuesFor(keyspace: AnyKeyspace, decoded: AnyRow): readonly string[] {
  if (decoded.kind === 'command') return farForCommand(keyspace, decoded.args, decoded.db);
  if (decoded.kind !== 'record') return NONE;
  const { record } = decoded;
  switch (record.type) {
    case 'APPEND':
    case 'SETRANGE':
    case 'SETBIT':
      return farStrings(keyspace, [textOf(record.key)]);
    case 'BITOP':
      return farStrings(keyspace, record.keys.map(textOf));
    case 'LREM':
      return farList(keyspace, textOf(record.key), record.value);
    case 'LINSERT':
      return farList(keyspace, textOf(record.key), record.pivot);
    default:
      return NONE;
  }
}

function farForCommand(
  keyspace: AnyKeyspace,
  args: readonly Uint8Array[],
  database: number,
): readonly string[] {
  const [command, key] = args;
  if (command === undefined || key === undefined || command.length > LONGEST_COMMAND) return NONE;
  const name = (arg: Uint8Array): string => keyName(textOf(arg), database);
  switch (textOf(command).toUpperCase()) {
    case 'APPEND':
    case 'SETRANGE':
    case 'SETBIT':
      return farStrings(keyspace, [name(key)]);
    case 'BITOP':
      return farStrings(keyspace, args.slice(3).map(name));
    case 'LREM':
      return farList(keyspace, name(key), args[3]);
    case 'LINSERT':
      return farList(keyspace, name(key), args[3]);
    default:
      return NONE;
  }
}

/** No command that edits has a longer name. */
const LONGEST_COMMAND = 8;

const farStrings = (keyspace: AnyKeyspace, names: readonly string[]): readonly string[] =>
  names.filter((name) => {
    const value = keyspace.get(name)?.value;
    return value !== undefined && isFarString(value);
  });

/** A list with an item of which only its bytes tell whether it is `like`: then all of it is read, once. */
function farList(keyspace: AnyKeyspace, name: string, like: Uint8Array | undefined): readonly string[] {
  const value = keyspace.get(name)?.value;
  if (value?.type !== 'list' || like === undefined) return NONE;
  const mayBe = (item: Bytes): boolean => item instanceof FarBytes && item.length === like.length;
  return value.items.all().some(mayBe) ? [name] : NONE;
}
