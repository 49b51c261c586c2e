/* Writes what chosen keys of a shard hold in the end: by all records that hold, as the keys are told of. */
import { type KeyId, keyId } from '../base/index.ts';
import { decodeUtf8Lossy, type ReaderId } from '../codec/index.ts';
import {
  type AnyKeyspace,
  exportState,
  type KeyFacts,
  Keyspace,
  keyName,
  recoverShard,
  type ShardFiles,
  type StateFormat,
  valueOfKey,
} from '../replay/index.ts';
import { writeExport } from './exportWriting.ts';
import type { ExportOutcome } from './recoveryApi.ts';
import { isOfDatabases } from './shardFiles.ts';

export interface KeyExport {
  readonly facts: KeyFacts;
  readonly files: ShardFiles;
  readonly keys: ArrayLike<number>;
  readonly format: StateFormat;
  /** Whom a snapshot is for. */
  readonly reader: ReaderId;
  /** Unix milliseconds. */
  readonly nowMs: bigint;
}

/** Up to so many keys are replayed one by one, without reading what concerns others. */
const FEW = 16;

export function exportKeys(
  { facts, files, keys, format, reader, nowMs }: KeyExport,
  target: FileSystemFileHandle | null,
  signal: { readonly aborted: boolean },
  onProgress: (bytes: number) => void,
): Promise<ExportOutcome> {
  return writeExport(target, { signal, onProgress }, async (out) => {
    const names = new Map<string, KeyId>();
    for (let at = 0; at < keys.length; at++) {
      const key = keyId(keys[at] as number);
      names.set(keyName(decodeUtf8Lossy(facts.keys.bytesOf(key)), facts.keys.databaseOf(key)), key);
    }
    let keyspace: AnyKeyspace = new Keyspace();
    if (names.size <= FEW) {
      for (const [name, key] of names) {
        const options = { nowMs, signal, mostBytes: Number.POSITIVE_INFINITY };
        const value = await valueOfKey(facts, files, key, options);
        if (value.outcome === 'held') keyspace.keys.set(name, value.held);
      }
    } else ({ keyspace } = await recoverShard(files, { reader, nowMs, signal, salvage: true }));
    const chunks = exportState(keyspace, {
      format,
      shardId: files.shardId,
      reader,
      only: new Set(names.keys()),
      databases: isOfDatabases(files),
      nowMs,
      onUnexpressed: out.leaveOut,
    });
    for await (const chunk of chunks) await out.write(chunk);
  });
}
