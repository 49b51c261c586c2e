import type { AnyRow } from '../scan/index.ts';
import { type Applied, applyRecord } from './applyRecord.ts';
import { keyName } from './keyName.ts';
import type { AnyKeyspace } from './keyspace.ts';
import { applyCommand } from './redis/applyCommand.ts';
import type { Touch } from './redis/commandRun.ts';
import { expiryAt } from './redis/expiries.ts';
import { textOf } from './text.ts';

/** What a row did. */
export type RowApplied = Applied & {
  /** The keys that a command or a string names to change them; empty for ember's rows. */
  readonly touched: readonly Touch[];
};

const NOTHING: readonly Touch[] = [];
const APPLIED: RowApplied = { outcome: 'applied', touched: NOTHING };

/**
 * Applies a row of any format. Its bytes may be borrowed: the keyspace keeps what stays.
 * @param nowMs the clock, Unix milliseconds, that absolute expiries are measured against
 */
export function applyRow(keyspace: AnyKeyspace, decoded: AnyRow, nowMs: bigint): RowApplied {
  switch (decoded.kind) {
    case 'record': {
      const applied = applyRecord(keyspace, decoded.record, nowMs);
      return applied.outcome === 'applied' ? APPLIED : { ...applied, touched: NOTHING };
    }
    case 'entry':
      keyspace.load(decoded.entry);
      return APPLIED;
    case 'command':
      return { outcome: 'applied', touched: applyCommand(keyspace, decoded.args, decoded.db, nowMs) };
    case 'string': {
      const { key, value, expireMs } = decoded.entry;
      const { ttlMs, expireAtMs } = expiryAt(expireMs, nowMs);
      const name = keyName(textOf(key), decoded.db);
      keyspace.set(name, keyspace.keepString(value), ttlMs, expireAtMs);
      return { outcome: 'applied', touched: [{ name, act: 'set', effect: 'fixes', from: [] }] };
    }
  }
}
