import type { AofRecord } from '../codec/index.ts';
import type { AnyRow } from '../scan/index.ts';
import type { AnyKeyspace } from './keyspace.ts';
import { textOf } from './text.ts';
import { sizeOf } from './value.ts';

/** How many items a row brings to collections at most, beside those that commands store of others. */
export function itemsOfRow(keyspace: AnyKeyspace, decoded: AnyRow): number {
  switch (decoded.kind) {
    case 'command':
      return decoded.args.length;
    case 'entry': {
      const { entry } = decoded;
      if (entry.type === 'string' || entry.type === 'proto') return 0;
      return entry.type === 'vector' ? entry.value.elements.length : entry.value.length;
    }
    case 'record':
      return itemsOfRecord(keyspace, decoded.record);
    default:
      return 0;
  }
}

function itemsOfRecord(keyspace: AnyKeyspace, record: AofRecord): number {
  switch (record.type) {
    case 'RPUSH':
    case 'LPUSH':
      return record.values.length;
    case 'HSET':
      return record.fields.length;
    case 'SADD':
    case 'ZADD':
      return record.members.length;
    case 'VADD':
    case 'PROTO.SET':
      return 1;
    case 'COPY': {
      const value = keyspace.get(textOf(record.source))?.value;
      return value === undefined || value.type === 'string' ? 0 : sizeOf(value);
    }
    default:
      return 0;
  }
}

/** Whether these are the items of a list. */
export const bringsToList = (decoded: AnyRow): boolean =>
  decoded.kind === 'entry'
    ? decoded.entry.type === 'list'
    : decoded.kind === 'record' && (decoded.record.type === 'RPUSH' || decoded.record.type === 'LPUSH');
