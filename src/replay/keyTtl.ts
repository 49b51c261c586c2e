/* The time that each key has left: of all that set it, the last record is read. */
import { type KeyId, keyId } from '../base/index.ts';
import { RECORDS } from '../codec/index.ts';
import type { CancelSignal } from '../scan/index.ts';
import { I64_MAX } from './integers.ts';
import { type KeyOutline, NO_TTL_ROW, snapshotRow } from './keyOutline.ts';
import { readRows } from './readRows.ts';
import type { ShardFile } from './recover.ts';

export interface KeyTtl {
  /** Milliseconds left: negative for none, 0 for over. */
  readonly ms: bigint;
  /** Where it is an absolute Unix time, in milliseconds. */
  readonly atMs: bigint | null;
}

/** What the last field of a record, or of an entry (`tag` null), says of its TTL. */
type TtlMeaning = 'ttl-ms' | 'ttl-s' | 'unix-ms';

const meanings: (TtlMeaning | undefined)[] = [];
for (const { tag, fields } of RECORDS) {
  const last = fields.at(-1);
  if (last?.kind !== 'i64') continue;
  const { meaning } = last;
  if (meaning === 'ttl-ms' || meaning === 'ttl-s' || meaning === 'unix-ms') meanings[tag] = meaning;
}

const left = (ms: bigint): bigint => (ms > I64_MAX ? I64_MAX : ms);
const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);

/**
 * Reads the TTL that ends a record's or entry's content.
 * @param nowMs the clock that absolute times are measured against
 */
export function ttlOf(content: Uint8Array, tag: number | null, nowMs: bigint): KeyTtl {
  const at = content.length - 8;
  const value = new DataView(content.buffer, content.byteOffset + at, 8).getBigInt64(0, true);
  switch (tag === null ? 'ttl-ms' : meanings[tag]) {
    case 'ttl-s':
      return { ms: left(unsigned(value) * 1000n), atMs: null };
    case 'unix-ms': {
      const atMs = unsigned(value);
      return { ms: atMs > nowMs ? left(atMs - nowMs) : 0n, atMs };
    }
    case 'ttl-ms':
      // A command's time is not negative, and was written unsigned; of a value's own one, negative is none.
      return { ms: tag !== null && isCommand(tag) ? left(unsigned(value)) : value, atMs: null };
    case undefined:
      return { ms: -1n, atMs: null };
  }
}

const PEXPIRE = RECORDS.find(({ type }) => type === 'PEXPIRE')?.tag;
const isCommand = (tag: number): boolean => tag === PEXPIRE;

/** Reads the TTL of each key that is there and may have one. Keys that were copied share a record. */
export async function readTtls(
  files: { readonly log: ShardFile | null; readonly snapshot: ShardFile | null },
  outline: KeyOutline,
  nowMs: bigint,
  signal: CancelSignal | undefined,
  put: (key: KeyId, ttl: KeyTtl) => void,
): Promise<void> {
  const ofLog: KeyId[] = [];
  const ofSnapshot: KeyId[] = [];
  for (let id = 0; id < outline.type.length; id++) {
    const row = outline.ttlRow[id] as number;
    if (outline.type[id] !== 0 && row !== NO_TTL_ROW) (row >= 0 ? ofLog : ofSnapshot).push(keyId(id));
  }
  const rowInLog = (key: KeyId): number => outline.ttlRow[key] as number;
  // The number is its own inverse.
  const rowInSnapshot = (key: KeyId): number => snapshotRow(rowInLog(key));
  const read = async (file: ShardFile, keys: KeyId[], rowOf: (key: KeyId) => number): Promise<void> => {
    keys.sort((a, b) => rowOf(a) - rowOf(b));
    const isLog = file === files.log;
    let at = 0;
    await readRows(file, [...new Set(keys.map(rowOf))], signal, (row, content) => {
      const ttl = ttlOf(content, isLog ? file.index.rows.tag(row) : null, nowMs);
      while (at < keys.length && rowOf(keys[at] as KeyId) < row) at++;
      for (; at < keys.length && rowOf(keys[at] as KeyId) === row; at++) put(keys[at] as KeyId, ttl);
    });
  };
  if (files.log !== null) await read(files.log, ofLog, rowInLog);
  if (files.snapshot !== null) await read(files.snapshot, ofSnapshot, rowInSnapshot);
}
