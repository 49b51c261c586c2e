/* The time that a record or entry gives its key. */
import type { AofRecord, SnapshotEntry } from '../codec/index.ts';
import { I64_MAX } from './integers.ts';

export interface KeyTtl {
  /** Milliseconds left: negative for none, 0 for over. */
  readonly ms: bigint;
  /** Where it is an absolute Unix time, in milliseconds. */
  readonly atMs: bigint | null;
}

const NONE: KeyTtl = { ms: -1n, atMs: null };
const left = (ms: bigint): KeyTtl => ({ ms: ms > I64_MAX ? I64_MAX : ms, atMs: null });
const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);

export const ttlOfEntry = (entry: SnapshotEntry): KeyTtl => left(entry.expire_ms);

/** @param nowMs the clock that absolute times are measured against */
export function ttlOfRecord(record: AofRecord, nowMs: bigint): KeyTtl {
  switch (record.type) {
    case 'SET':
    case 'PROTO.SET':
      return left(record.expire_ms);
    case 'EXPIRE':
      return left(unsigned(record.seconds) * 1000n);
    case 'PEXPIRE':
      return left(unsigned(record.milliseconds));
    case 'PEXPIREAT': {
      const atMs = unsigned(record.timestamp_ms);
      return { ms: atMs > nowMs ? left(atMs - nowMs).ms : 0n, atMs };
    }
    default:
      return NONE;
  }
}
