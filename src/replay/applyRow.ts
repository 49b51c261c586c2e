import type { AnyRow } from '../scan/index.ts';
import { type Applied, applyRecord } from './applyRecord.ts';
import { keyName } from './keyName.ts';
import type { Keyspace } from './keyspace.ts';
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
 * Applies a row of any format. Its bytes may be borrowed: what is kept is copied.
 * @param nowMs the clock, Unix milliseconds, that absolute expiries are measured against
 */
export function applyRow(keyspace: Keyspace, decoded: AnyRow, nowMs: bigint): RowApplied {
  switch (decoded.kind) {
    case 'record':
      return { ...applyRecord(keyspace, decoded.record, nowMs), touched: NOTHING };
    case 'entry':
      keyspace.load(decoded.entry);
      return APPLIED;
    case 'command':
      return { outcome: 'applied', touched: applyCommand(keyspace, decoded.args, decoded.db, nowMs) };
    case 'string': {
      const { key, value, expireMs } = decoded.entry;
      const { ttlMs, expireAtMs } = expiryAt(expireMs, nowMs);
      const bytes = value.slice();
      const name = keyName(textOf(key), decoded.db);
      keyspace.set(name, { type: 'string', bytes }, ttlMs, expireAtMs);
      return { outcome: 'applied', touched: [{ name, act: 'set', effect: 'fixes', from: [] }] };
    }
  }
}
