/* What a shard holds, written out: as JSON lines, CSV, commands, a snapshot, or an RDB. */
import {
  csvLine,
  decodeUtf8,
  encodeBase64,
  encodeUtf8,
  jsonText,
  type ReaderId,
  readerProfile,
  writeCommand,
} from '../codec/index.ts';
import { Compaction } from './compact.ts';
import type { Bytes } from './farBytes.ts';
import { heldLine } from './heldLine.ts';
import { parseKeyName } from './keyName.ts';
import type { AnyKeyspace } from './keyspace.ts';
import { eachHeld } from './nearValues.ts';
import { RangedKeyspace } from './rangedKeyspace.ts';
import { stateRdb } from './redis/stateRdb.ts';
import { stateCommands, type Unexpressed } from './stateCommands.ts';
import { heldToJson, isAlive, sortedKeys, unclearToJson } from './stateJson.ts';
import type { Held } from './value.ts';

/** `json`: a line a key, as `shardscope recover` prints it; `resp`: what `redis-cli --pipe` takes; `rdb`: AiKv's. */
export type StateFormat = 'json' | 'csv' | 'resp' | 'snap' | 'rdb';

export interface StateExport {
  readonly format: StateFormat;
  /** Which shard a snapshot is for. */
  readonly shardId: number;
  /** Whom a snapshot is for: what it can't read is told, and left out. */
  readonly reader: ReaderId;
  /** These keys alone, by name; all of them when it is null. */
  readonly only: ReadonlySet<string> | null;
  /** The keys come from a format with databases. */
  readonly databases: boolean;
  /** The clock, Unix milliseconds. */
  readonly nowMs: bigint;
  /** Told of each key that the format can't hold, or not in full. */
  readonly onUnexpressed: (what: Unexpressed) => void;
}

/** Text, or bytes. */
export type Chunk = string | Uint8Array;

/** The whole export in pieces; none is much larger than the largest value. */
export async function* exportState(keyspace: AnyKeyspace, options: StateExport): AsyncGenerator<Chunk> {
  const { format, only, nowMs, onUnexpressed } = options;
  switch (format) {
    case 'json':
      for await (const [name, held] of eachHeld(keyspace, sortedKeys(only ?? allNames(keyspace))))
        yield* nameLine(keyspace, name, held, options);
      return;
    case 'csv':
      yield csvLine(options.databases ? [...COLUMNS, 'db'] : COLUMNS);
      for await (const [name, held] of heldKeys(keyspace, only)) yield heldCsv(name, held, options.databases);
      break;
    case 'resp':
      yield* commandChunks(keyspace, options);
      break;
    case 'rdb':
      yield* stateRdb(heldKeys(keyspace, only), nowMs, onUnexpressed);
      break;
    case 'snap':
      yield* snapshotChunks(keyspace, options);
  }
  for (const name of only ?? keyspace.unclear) {
    if (keyspace.unclear.has(name) && keyspace.get(name) === undefined) leaveOut(name, UNCLEAR, options);
  }
  if (only !== null || (format !== 'resp' && format !== 'rdb')) return;
  for (const key of keyspace.schemas.keys()) {
    onUnexpressed({ key, why: 'a protobuf schema, which Redis has no place for', partly: false });
  }
}

const COLUMNS = ['key', 'type', 'value', 'encoding', 'ttl_ms', 'expire_at_ms'];
const UNCLEAR = 'a command that is not replayed decides what it holds';

const leaveOut = (name: string, why: string, { onUnexpressed }: StateExport): void => {
  const { key, database } = parseKeyName(name);
  onUnexpressed({ key, why: database === 0 ? why : `${why} (database ${database})`, partly: false });
};

/** Every key that is known of, whether or not anybody knows what it holds. */
const allNames = ({ keys, unclear }: AnyKeyspace): Iterable<string> =>
  unclear.size === 0 ? keys.keys() : new Set([...keys.keys(), ...unclear]);

function* nameLine(
  keyspace: AnyKeyspace,
  name: string,
  held: Held | undefined,
  { databases }: StateExport,
): Generator<string> {
  const unclear = keyspace.unclear.has(name);
  if (held !== undefined && isAlive(held)) yield* heldLine(name, held, { databases, unclear });
  else if (held === undefined && unclear) yield `${jsonText(unclearToJson(name, databases))}\n`;
}

/** The keys that are there once recovery ends, in the order of their bytes. */
async function* heldKeys(
  keyspace: AnyKeyspace,
  only: ReadonlySet<string> | null,
): AsyncGenerator<readonly [string, Held]> {
  for await (const [name, held] of eachHeld(keyspace, aliveNames(keyspace, only))) yield [name, held as Held];
}

const aliveNames = (keyspace: AnyKeyspace, only: ReadonlySet<string> | null): readonly string[] =>
  sortedKeys(only ?? keyspace.keys.keys()).filter((name) => {
    const held = keyspace.get(name);
    return held !== undefined && isAlive(held);
  });

async function* commandChunks(
  keyspace: AnyKeyspace,
  { only, onUnexpressed }: StateExport,
): AsyncGenerator<Uint8Array> {
  let selected = 0;
  for await (const [name, held] of heldKeys(keyspace, only)) {
    const { key, database } = parseKeyName(name);
    const { commands, unexpressed } = stateCommands(key, held);
    if (unexpressed !== null) onUnexpressed(unexpressed);
    if (database !== selected && commands.length > 0) {
      selected = database;
      yield writeCommand([encodeUtf8('SELECT'), encodeUtf8(String(database))]);
    }
    for (const command of commands) yield writeCommand(command);
  }
}

function heldCsv(name: string, held: Held, databases: boolean): string {
  const { key, value, ttl_ms: ttl, expire_at_ms: at } = heldToJson(name, held);
  const [text, encoding] = valueText(held, value);
  const cells = [String(key), held.value.type, text, encoding, String(ttl ?? ''), String(at ?? '')];
  return csvLine(databases ? [...cells, String(parseKeyName(name).database)] : cells);
}

/** A string as its text where it is one; collections as JSON. */
function valueText({ value }: Held, json: ReturnType<typeof heldToJson>[string] | undefined) {
  if (value.type !== 'string') return [jsonText(json ?? null), 'json'] as const;
  const text = decodeUtf8(value.bytes);
  return text === null ? ([encodeBase64(value.bytes), 'base64'] as const) : ([text, 'utf8'] as const);
}

async function* snapshotChunks(keyspace: AnyKeyspace, options: StateExport): AsyncGenerator<Uint8Array> {
  const { shardId, reader, only, onUnexpressed } = options;
  const profile = readerProfile(reader);
  const compaction = new Compaction(chosen(keyspace, options), { shardId, profile, seal: null });
  for (const key of compaction.unreadable) {
    const type = keyspace.get(key)?.value.type ?? 'value';
    onUnexpressed({
      key,
      why: `a ${type} value, which ${profile.label} can’t load from a snapshot`,
      partly: false,
    });
  }
  for (const name of only === null ? keyspace.schemas.keys() : []) {
    onUnexpressed({ key: name, why: 'a protobuf schema, which lives in the log', partly: false });
  }
  for await (const chunk of compaction.snapshot()) yield chunk.slice();
}

/** A keyspace of the chosen keys of database 0, the only one that ember has. Their values are shared. */
function chosen(keyspace: AnyKeyspace, options: StateExport): AnyKeyspace {
  const { only, databases } = options;
  if (only === null && !databases) return keyspace;
  const part = new RangedKeyspace();
  for (const name of aliveNames(keyspace, only)) {
    const { database } = parseKeyName(name);
    if (database === 0) part.keys.set(name, keyspace.get(name) as Held<Bytes>);
    else leaveOut(name, 'a key of another database than 0, the only one that ember has', options);
  }
  if (only === null) for (const [name, bytes] of keyspace.schemas) part.schemas.set(name, bytes);
  return part;
}
