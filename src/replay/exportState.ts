/* What a shard holds, written out: as JSON lines, CSV, commands, a snapshot, or a log. */
import {
  csvLine,
  decodeUtf8,
  encodeBase64,
  jsonText,
  type ReaderId,
  readerProfile,
  writeCommand,
} from '../codec/index.ts';
import { Compaction } from './compact.ts';
import { heldLine } from './heldLine.ts';
import { Keyspace } from './keyspace.ts';
import { stateCommands, type Unexpressed } from './stateCommands.ts';
import { heldToJson, isAlive, sortedKeys } from './stateJson.ts';
import type { Held } from './value.ts';

/** `json`: a line a key, as `shardscope recover` prints it; `resp`: what `redis-cli --pipe` takes. */
export type StateFormat = 'json' | 'csv' | 'resp' | 'snap';

export interface StateExport {
  readonly format: StateFormat;
  /** Which shard a snapshot is for. */
  readonly shardId: number;
  /** Whom a snapshot is for: what it can't read is told, and left out. */
  readonly reader: ReaderId;
  /** These keys alone; all of them when it is null. */
  readonly only: ReadonlySet<string> | null;
  /** Told of each key that the format can't hold, or not in full. */
  readonly onUnexpressed: (what: Unexpressed) => void;
}

/** Text, or bytes. */
export type Chunk = string | Uint8Array;

/** The whole export in pieces; none is much larger than the largest value. */
export function* exportState(keyspace: Keyspace, options: StateExport): Generator<Chunk> {
  if (options.format === 'snap') {
    yield* snapshotChunks(keyspace, options);
    return;
  }
  if (options.format === 'csv') yield csvLine(['key', 'type', 'value', 'encoding', 'ttl_ms', 'expire_at_ms']);
  for (const [key, held] of heldKeys(keyspace, options.only)) {
    if (options.format === 'json') yield* heldLine(key, held);
    else if (options.format === 'csv') yield heldCsv(key, held);
    else yield* commandChunks(key, held, options);
  }
  if (options.format !== 'resp') return;
  for (const name of keyspace.schemas.keys()) {
    if (options.only !== null) break;
    options.onUnexpressed({
      key: name,
      why: 'a protobuf schema, which Redis has no place for',
      partly: false,
    });
  }
}

/** The keys that are there once recovery ends, in the order of their bytes. */
function* heldKeys(keyspace: Keyspace, only: ReadonlySet<string> | null): Generator<readonly [string, Held]> {
  for (const key of sortedKeys(only ?? keyspace.keys.keys())) {
    const held = keyspace.get(key);
    if (held !== undefined && isAlive(held)) yield [key, held];
  }
}

function* commandChunks(key: string, held: Held, { onUnexpressed }: StateExport): Generator<Uint8Array> {
  const { commands, unexpressed } = stateCommands(key, held);
  if (unexpressed !== null) onUnexpressed(unexpressed);
  for (const command of commands) yield writeCommand(command);
}

function heldCsv(key: string, held: Held): string {
  const { value, ttl_ms: ttl, expire_at_ms: at } = heldToJson(key, held);
  const [text, encoding] = valueText(held, value);
  return csvLine([key, held.value.type, text, encoding, String(ttl ?? ''), String(at ?? '')]);
}

/** A string as its text where it is one; collections as JSON. */
function valueText({ value }: Held, json: ReturnType<typeof heldToJson>[string] | undefined) {
  if (value.type !== 'string') return [jsonText(json ?? null), 'json'] as const;
  const text = decodeUtf8(value.bytes);
  return text === null ? ([encodeBase64(value.bytes), 'base64'] as const) : ([text, 'utf8'] as const);
}

function* snapshotChunks(
  keyspace: Keyspace,
  { shardId, reader, only, onUnexpressed }: StateExport,
): Generator<Uint8Array> {
  const profile = readerProfile(reader);
  const compaction = new Compaction(chosen(keyspace, only), { shardId, profile, seal: null });
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
  for (const chunk of compaction.snapshot()) yield chunk.slice();
}

/** A keyspace of the chosen keys alone. Their values are shared. */
function chosen(keyspace: Keyspace, only: ReadonlySet<string> | null): Keyspace {
  if (only === null) return keyspace;
  const part = new Keyspace();
  for (const key of only) {
    const held = keyspace.get(key);
    if (held !== undefined) part.keys.set(key, held);
  }
  return part;
}
