/* The time that each key has left, from what the index holds of the row that set it. */
import { rowIndex } from '../base/index.ts';
import { RECORDS } from '../codec/index.ts';
import { type KeyOutline, NO_TTL_ROW, snapshotRow } from './keyOutline.ts';
import type { ShardFile } from './shardFile.ts';

/** Per key. */
export interface KeyTtls {
  /** Milliseconds left: −1 for none, 0 for over. */
  readonly ms: Float64Array;
  /** Where it is an absolute time, in Unix milliseconds; NaN otherwise. */
  readonly atMs: Float64Array;
}

const ABSOLUTE = RECORDS.find(({ type }) => type === 'PEXPIREAT')?.tag;
/** The largest number of milliseconds that the server can hold, as the nearest number there is. */
const MOST = 2 ** 63;

/** @param nowMs the clock that absolute times are measured against */
export function ttlsOf(
  files: { readonly log: ShardFile | null; readonly snapshot: ShardFile | null },
  outline: KeyOutline,
  nowMs: bigint,
): KeyTtls {
  const keys = outline.type.length;
  const ms = new Float64Array(keys).fill(-1);
  const atMs = new Float64Array(keys).fill(Number.NaN);
  const now = Number(nowMs);
  for (let key = 0; key < keys; key++) {
    const setBy = outline.ttlRow[key] as number;
    if (outline.type[key] === 0 || setBy === NO_TTL_ROW) continue;
    const file = setBy >= 0 ? files.log : files.snapshot;
    // The number of a snapshot's row is its own inverse.
    const row = rowIndex(setBy >= 0 ? setBy : snapshotRow(setBy));
    const expiry = file?.index.rows.expiry(row) ?? -1;
    if (setBy >= 0 && file?.index.rows.tag(row) === ABSOLUTE) {
      atMs[key] = expiry;
      ms[key] = Math.max(0, expiry - now);
    } else if (expiry >= 0) ms[key] = Math.min(MOST, expiry);
  }
  return { ms, atMs };
}
