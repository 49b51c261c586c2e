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
  MAX_COLLECTION_COUNT,
  MAX_FIELD_LENGTH,
  MAX_VECTOR_COUNT,
  MAX_VECTOR_TOTAL,
  type ReaderProfile,
  type SnapshotEntry,
  writeAofHeader,
  writeEntry,
  writeRecord,
  writeRecordContent,
  writeSnapshotHeader,
} from '../codec/index.ts';
import type { Bytes } from './farBytes.ts';
import type { AnyKeyspace } from './keyspace.ts';
import { eachHeld } from './nearValues.ts';
import { compareText, isAlive } from './stateJson.ts';
import { dimensionsOf, type Held, sizeOf, type Value } from './value.ts';

const PLAINTEXT = 2;
const ENCRYPTED = 3;
/** What is handed out at once: a call for each entry costs more than its bytes. */
const CHUNK_BYTES = 256 << 10;
const PROTO_REGISTER = 24;

const TYPE_TAGS = { string: 0, list: 1, zset: 2, hash: 3, set: 4, proto: 5, vector: 6 } as const;

/** A key's state as a snapshot entry. */
export function entryOf(key: string, held: Held): SnapshotEntry {
  const { value } = held;
  const base = { key: encodeUtf8(key), expire_ms: held.ttlMs < 0n ? -1n : held.ttlMs };
  switch (value.type) {
    case 'string':
      return { ...base, type: 'string', value: value.bytes };
    case 'list':
      return { ...base, type: 'list', value: value.items.all() };
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

/** For whom the two files of a shard are written, and how. */
export interface CompactTarget {
  readonly shardId: number;
  readonly profile: ReaderProfile;
  /** Makes a whole frame of an entry or a record, under a nonce of its own; null for plaintext files. */
  readonly seal: ((content: Uint8Array) => Uint8Array) | null;
}

/** What a shard holds, ready to be written as two files. The keyspace must stay as it is meanwhile. */
export class Compaction {
  /** Keys that are written, in the order of their bytes. */
  readonly keys: readonly string[];
  /** Keys that the reader can't load from a snapshot, by their type or their size: they are left out. */
  readonly unreadable: readonly string[];
  /** Protobuf schemas that the reader can't load from a log: they are left out. */
  readonly unreadableSchemas: readonly string[];
  /** Of the keys that are written, those with an expiry; of these, those that expire at an absolute time. */
  readonly expiring: number;
  readonly absolute: number;
  readonly #keyspace: AnyKeyspace;
  readonly #target: CompactTarget;

  constructor(keyspace: AnyKeyspace, target: CompactTarget) {
    this.#keyspace = keyspace;
    this.#target = target;
    const { profile } = target;
    const keys: string[] = [];
    const unreadable: string[] = [];
    let expiring = 0;
    let absolute = 0;
    for (const [key, held] of keyspace.keys) {
      if (!isAlive(held)) continue;
      const isReadable = profile.readsSnapshotType(TYPE_TAGS[held.value.type]) && fits(held.value);
      (isReadable ? keys : unreadable).push(key);
      if (!isReadable || held.ttlMs < 0n) continue;
      expiring++;
      if (held.expireAtMs !== null) absolute++;
    }
    this.keys = keys.sort(compareText);
    this.unreadable = unreadable.sort(compareText);
    const reads = target.seal === null ? profile.readsTag : profile.readsEncryptedTag;
    this.unreadableSchemas = reads(PROTO_REGISTER) ? [] : [...keyspace.schemas.keys()].sort(compareText);
    this.expiring = expiring;
    this.absolute = absolute;
  }

  /** The snapshot, in chunks. Each is valid until the next one is asked for. */
  async *snapshot(): AsyncGenerator<Uint8Array> {
    const { shardId, seal } = this.#target;
    const sink = new ByteSink(CHUNK_BYTES);
    sink.raw(writeSnapshotHeader(seal === null ? PLAINTEXT : ENCRYPTED, shardId, this.keys.length));
    let checksummed = sink.length;
    let crc = CRC32_INIT;
    for await (const [key, held] of eachHeld(this.#keyspace, this.keys)) {
      const entry = writeEntry(entryOf(key, held as Held), PLAINTEXT);
      sink.raw(seal === null ? entry : seal(entry));
      if (sink.length < CHUNK_BYTES) continue;
      crc = crc32Update(crc, sink.written(), checksummed);
      yield sink.written();
      sink.clear();
      checksummed = 0;
    }
    crc = crc32Update(crc, sink.written(), checksummed);
    yield sink.u32(crc32Finish(crc)).written();
  }

  /** The log: a header and the protobuf schemas, which live in the log. */
  log(): Uint8Array {
    const { seal } = this.#target;
    const sink = new ByteSink().raw(writeAofHeader(seal === null ? PLAINTEXT : ENCRYPTED));
    if (this.unreadableSchemas.length > 0) return sink.copy();
    for (const [name, descriptor] of this.#keyspace.schemas) {
      const record = { type: 'PROTO.REGISTER', name: encodeUtf8(name), descriptor } as const;
      sink.raw(seal === null ? writeRecord(record) : seal(writeRecordContent(record)));
    }
    return sink.copy();
  }
}

/** Whether a reader accepts a value of this size. Past its limits it discards the whole snapshot. */
function fits(value: Value<Bytes>): boolean {
  const isShort = (bytes: { readonly length: number }): boolean => bytes.length <= MAX_FIELD_LENGTH;
  switch (value.type) {
    case 'string':
      return isShort(value.bytes);
    case 'proto':
      return isShort(value.data);
    case 'list':
      return value.items.length <= MAX_COLLECTION_COUNT && value.items.all().every(isShort);
    case 'hash':
      return value.fields.size <= MAX_COLLECTION_COUNT && [...value.fields.values()].every(isShort);
    case 'zset':
    case 'set':
      return sizeOf(value) <= MAX_COLLECTION_COUNT;
    case 'vector': {
      const [first] = value.elements.values();
      const dim = first === undefined ? 0 : dimensionsOf(first.vector);
      return value.elements.size <= MAX_VECTOR_COUNT && dim * value.elements.size <= MAX_VECTOR_TOTAL;
    }
  }
}
