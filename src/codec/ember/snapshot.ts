/* Reading and writing the frames of a snapshot: header, entries, footer. */
import { assert } from '../../base/index.ts';
import { CRC32_INIT, crc32Finish, crc32Update } from '../bytes/crc32.ts';
import { ByteCursor } from '../bytes/cursor.ts';
import { ByteSink } from '../bytes/sink.ts';
import { type Codec, compileCodec } from '../table/compile.ts';
import type { Field } from '../table/fields.ts';
import { ENTRIES, type EntrySpec, entrySpec, type SnapshotEntry } from './entries.ts';

/** "ESNP" */
export const SNAPSHOT_MAGIC: readonly number[] = [0x45, 0x53, 0x4e, 0x50];
/** Magic, version, shard id, entry count. */
export const SNAPSHOT_HEADER_BYTES = 11;
/** Where the header holds the number of entries, a `u32`. */
export const ENTRY_COUNT_AT = 7;
/** The checksum over the bytes of all entries. */
export const FOOTER_BYTES = 4;

const codecs: readonly Codec<readonly Field[]>[] = ENTRIES.map((spec) =>
  compileCodec(spec.fields as readonly Field[]),
);
const specOfType = new Map<string, EntrySpec>(ENTRIES.map((spec) => [spec.type, spec]));

/**
 * Decodes one entry, which must have passed the size walk. Bytes are borrowed.
 * @param version 1: no type byte, always a string; 2 and 3: with type byte
 */
export function readEntry(bytes: Uint8Array, version: number): SnapshotEntry {
  const cursor = new ByteCursor(bytes);
  const key = cursor.lengthPrefixed();
  if (version === 1) {
    return { type: 'string', key, value: cursor.lengthPrefixed(), expire_ms: cursor.i64() };
  }
  const tag = cursor.u8();
  const spec = entrySpec(tag);
  const codec = codecs[tag];
  assert(spec !== undefined && codec !== undefined, `no entry has type ${tag}`);
  return { type: spec.type, key, ...codec.read(cursor), expire_ms: cursor.i64() } as SnapshotEntry;
}

/** Encodes one entry. Version 1 knows strings only. */
export function writeEntry(entry: SnapshotEntry, version: number): Uint8Array {
  const sink = new ByteSink();
  sink.lengthPrefixed(entry.key);
  const spec = specOfType.get(entry.type);
  assert(spec !== undefined, `no entry type ${entry.type}`);
  if (version === 1) assert(entry.type === 'string', 'version 1 holds strings only');
  else sink.u8(spec.tag);
  codecs[spec.tag]?.write(sink, entry as never);
  return sink.i64(entry.expire_ms).copy();
}

/** A snapshot's header. @param shardId 0 … 65,535; @param entryCount 0 … 2^32 − 1 */
export const writeSnapshotHeader = (version: number, shardId: number, entryCount: number): Uint8Array =>
  new ByteSink(SNAPSHOT_HEADER_BYTES)
    .raw(Uint8Array.from(SNAPSHOT_MAGIC))
    .u8(version)
    .u16(shardId)
    .u32(entryCount)
    .written();

/** The footer over `entries`, in order. */
export function writeFooter(entries: Iterable<Uint8Array>): Uint8Array {
  let state = CRC32_INIT;
  for (const entry of entries) state = crc32Update(state, entry);
  return new ByteSink(FOOTER_BYTES).u32(crc32Finish(state)).written();
}
