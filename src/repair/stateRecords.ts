/* A key's state as the log records that would make it. */
import { type AofRecord, encodeUtf8, RECORDS, type ReaderProfile, recordSpec } from '../codec/index.ts';
import { type Held, isAlive } from '../replay/index.ts';

const tagOf = new Map<string, number>(RECORDS.map((spec) => [spec.type, spec.tag]));

/**
 * The records that bring `key` to the state `held`, whatever it was before: first DEL, then the value, then the TTL.
 * @returns null when `profile` can't read a record that would be needed
 */
export function stateRecords(
  key: string,
  held: Held | undefined,
  profile: ReaderProfile,
): AofRecord[] | null {
  const name = encodeUtf8(key);
  const records: AofRecord[] = [{ type: 'DEL', key: name }];
  if (held === undefined || !isAlive(held)) return records;
  const { value } = held;
  const ttl = held.ttlMs < 0n ? -1n : held.ttlMs;
  switch (value.type) {
    case 'string':
      records.push({ type: 'SET', key: name, value: value.bytes, expire_ms: ttl });
      break;
    case 'proto':
      records.push({
        type: 'PROTO.SET',
        key: name,
        type_name: value.typeName,
        data: value.data,
        expire_ms: ttl,
      });
      break;
    case 'list':
      records.push({ type: 'RPUSH', key: name, values: value.items.all() });
      break;
    case 'zset': {
      const members = [...value.members.values()].map(({ member, score }) => ({
        score,
        member: encodeUtf8(member),
      }));
      records.push({ type: 'ZADD', key: name, members });
      break;
    }
    case 'hash': {
      const fields = [...value.fields].map(([field, bytes]) => ({ field: encodeUtf8(field), value: bytes }));
      records.push({ type: 'HSET', key: name, fields });
      break;
    }
    case 'set':
      records.push({ type: 'SADD', key: name, members: [...value.members].map(encodeUtf8) });
      break;
    case 'vector':
      for (const { name: element, vector } of value.elements.values()) {
        records.push({
          type: 'VADD',
          key: name,
          element: encodeUtf8(element),
          vector,
          metric: value.metric,
          quantization: value.quantization,
          connectivity: value.connectivity,
          expansion_add: value.expansionAdd,
        });
      }
      break;
  }
  if (ttl >= 0n && value.type !== 'string' && value.type !== 'proto') {
    records.push({ type: 'PEXPIRE', key: name, milliseconds: ttl });
  }
  return records.every((record) => profile.readsTag(tagOf.get(record.type) ?? 0)) ? records : null;
}

/** The keys whose state a record changes. */
export function keysChangedBy(record: AofRecord): readonly Uint8Array[] {
  switch (record.type) {
    case 'PROTO.REGISTER':
      return [];
    case 'RENAME':
      return [record.key, record.newkey];
    case 'COPY':
      return [record.destination];
    case 'BITOP':
      return [record.dest];
    default:
      return [record.key];
  }
}

/** The key that a record's result depends on besides its own; null where it has none. */
export const sourceKeyOf = (record: AofRecord): Uint8Array | null =>
  record.type === 'RENAME' ? record.key : record.type === 'COPY' ? record.source : null;

/** Whether a record sets the whole state of its key, so that nothing before it matters any more. */
export const setsWholeState = (record: AofRecord): boolean =>
  record.type === 'SET' || record.type === 'DEL' || record.type === 'PROTO.SET';

/** The name of a tag, for texts. */
export const typeOfTag = (tag: number): string => recordSpec(tag)?.type ?? `tag ${tag}`;
