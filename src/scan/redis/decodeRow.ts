/* AiKv's rows, decoded. */
import type { RowIndex } from '../../base/index.ts';
import { type RdbEntry, RdbOpcode, RespWalker, readCommand, readRdbItem } from '../../codec/index.ts';
import type { FileIndex } from '../fileIndex.ts';

/** A command of a log, its name first. */
export interface CommandRow {
  readonly kind: 'command';
  readonly args: readonly Uint8Array[];
  /** Undefined where none can be told. */
  readonly key: Uint8Array | undefined;
  readonly db: number;
}

/** A string of an RDB. */
export interface StringRow {
  readonly kind: 'string';
  readonly entry: RdbEntry;
  readonly db: number;
}

export function decodeCommand(content: Uint8Array, index: FileIndex, row: RowIndex): CommandRow | null {
  const walker = new RespWalker();
  walker.start(0);
  if (walker.run(content, 0, content.length) !== 'done' || walker.position !== content.length) return null;
  const key = index.rows.key(row);
  return {
    kind: 'command',
    args: readCommand(content),
    key: key < index.keys.size ? index.keys.bytesOf(key) : undefined,
    db: index.databases.of(row),
  };
}

export function decodeString(content: Uint8Array, index: FileIndex, row: RowIndex): StringRow | null {
  const item = readRdbItem(content, 0);
  if (item.kind !== 'entry' || item.end !== content.length) return null;
  const { key, value } = item;
  // An expiry that stands before other items sticks to the next entry; the index has carried it here.
  const carried = index.rows.expiry(row);
  const expireMs =
    content[0] === RdbOpcode.expireMs || Number.isNaN(carried) ? item.expireMs : BigInt(carried);
  return {
    kind: 'string',
    entry: {
      key: content.subarray(key.at, key.at + key.length),
      value: content.subarray(value.at, value.at + value.length),
      expireMs,
    },
    db: index.databases.of(row),
  };
}
