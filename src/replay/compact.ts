/*
 * What BGREWRITEAOF would have left: one snapshot of everything that a shard holds, and a log that is a bare header
 * (with the protobuf schemas, which live in the log).
 */
import {
  ByteSink,
  CRC32_INIT,
  crc32Finish,
  crc32Update,
  encodeUtf8,
  type ReaderProfile,
  type SnapshotEntry,
  writeAofHeader,
  writeEntry,
  writeRecord,
  writeSnapshotHeader,
} from '../codec/index.ts';
import type { Keyspace } from './keyspace.ts';
import { compareText, isAlive } from './stateJson.ts';
import type { Held } from './value.ts';

/** The version of plaintext files. */
const VERSION = 2;

const TYPE_TAGS = { string: 0, list: 1, zset: 2, hash: 3, set: 4, proto: 5, vector: 6 } as const;

/** A key's state as a snapshot entry. */
export function entryOf(key: string, held: Held): SnapshotEntry {
  const { value } = held;
  const base = { key: encodeUtf8(key), expire_ms: held.ttlMs < 0n ? -1n : held.ttlMs };
  switch (value.type) {
    case 'string':
      return { ...base, type: 'string', value: value.bytes };
    case 'list':
      return { ...base, type: 'list', value: value.items };
    case 'zset': {
      const members = [...value.members.values()].map(({ member, score }) => ({
        score,
        member: encodeUtf8(member),
      }));
      return { ...base, type: 'zset', value: members };
    }
    case 'hash': {
      const fields = [...value.fields].map(([field, bytes]) => ({ field: encodeUtf8(field), value: bytes }));
      return { ...base, type: 'hash', value: fields };
    }
    case 'set':
      return { ...base, type: 'set', value: [...value.members].map(encodeUtf8) };
    case 'proto':
      return { ...base, type: 'proto', type_name: value.typeName, data: value.data };
    case 'vector': {
      const elements = [...value.elements.values()].map(({ name, vector }) => ({
        name: encodeUtf8(name),
        vector,
      }));
      return {
        ...base,
        type: 'vector',
        metric: value.metric,
        quantization: value.quantization,
        connectivity: value.connectivity,
        expansion_add: value.expansionAdd,
        value: { dim: elements[0]?.vector.length ?? 0, elements },
      };
    }
  }
}

/** The two files of a compacted shard, in chunks. */
export interface Compacted {
  readonly snapshot: readonly Uint8Array[];
  readonly log: Uint8Array;
  readonly entries: number;
  /** Keys of types that the reader can't load from a snapshot: they are left out. */
  readonly unreadable: readonly string[];
}

/** Writes everything that is there as a snapshot that `profile` reads, and an empty log beside it. */
export function compactShard(keyspace: Keyspace, shardId: number, profile: ReaderProfile): Compacted {
  const chunks: Uint8Array[] = [];
  const unreadable: string[] = [];
  let crc = CRC32_INIT;
  for (const key of [...keyspace.keys.keys()].sort(compareText)) {
    const held = keyspace.keys.get(key);
    if (held === undefined || !isAlive(held)) continue;
    if (!profile.readsSnapshotType(TYPE_TAGS[held.value.type])) {
      unreadable.push(key);
      continue;
    }
    const bytes = writeEntry(entryOf(key, held), VERSION);
    crc = crc32Update(crc, bytes);
    chunks.push(bytes);
  }
  const entries = chunks.length;
  const log = new ByteSink().raw(writeAofHeader(VERSION));
  for (const [name, descriptor] of keyspace.schemas) {
    if (profile.readsTag(24))
      log.raw(writeRecord({ type: 'PROTO.REGISTER', name: encodeUtf8(name), descriptor }));
  }
  return {
    snapshot: [
      writeSnapshotHeader(VERSION, shardId, entries),
      ...chunks,
      new ByteSink(4).u32(crc32Finish(crc)).copy(),
    ],
    log: log.copy(),
    entries,
    unreadable,
  };
}
