import type { AnyRow } from '../scan/index.ts';
import { type Applied, applyRecord } from './applyRecord.ts';
import { keyName } from './keyName.ts';
import type { Keyspace } from './keyspace.ts';
import { applyCommand } from './redis/applyCommand.ts';
import { expiryAt } from './redis/expiries.ts';
import { textOf } from './text.ts';

const APPLIED: Applied = { outcome: 'applied' };

/**
 * Applies a row of any format. Its bytes may be borrowed: what is kept is copied.
 * @param nowMs the clock, Unix milliseconds, that absolute expiries are measured against
 */
export function applyRow(keyspace: Keyspace, decoded: AnyRow, nowMs: bigint): Applied {
  switch (decoded.kind) {
    case 'record':
      return applyRecord(keyspace, decoded.record, nowMs);
    case 'entry':
      keyspace.load(decoded.entry);
      return APPLIED;
    case 'command':
      applyCommand(keyspace, decoded.args, decoded.db, nowMs);
      return APPLIED;
    case 'string': {
      const { key, value, expireMs } = decoded.entry;
      const { ttlMs, expireAtMs } = expiryAt(expireMs, nowMs);
      const bytes = value.slice();
      keyspace.set(keyName(textOf(key), decoded.db), { type: 'string', bytes }, ttlMs, expireAtMs);
      return APPLIED;
    }
  }
}
