import type { SnapshotEntry } from '../codec/index.ts';
import { ItemDeque } from './itemDeque.ts';
import { textOf } from './text.ts';
import type { Held, Value } from './value.ts';

/** Everything that a shard holds at one moment of its replay. */
export class Keyspace {
  readonly keys = new Map<string, Held>();
  /** Protobuf schemas by name; kept apart from the keys. */
  readonly schemas = new Map<string, Uint8Array>();
  /** Lines that the server would log while replaying. */
  readonly logs: string[] = [];

  get(key: string): Held | undefined {
    return this.keys.get(key);
  }

  set(key: string, value: Value, ttlMs: bigint, expireAtMs: bigint | null = null): void {
    this.keys.set(key, { value, ttlMs, expireAtMs });
  }

  delete(key: string): void {
    this.keys.delete(key);
  }

  /** Puts a snapshot's entry in; a key that comes again replaces the earlier one. */
  load(entry: SnapshotEntry): void {
    this.set(textOf(entry.key), valueOfEntry(entry), entry.expire_ms);
  }
}

/** A snapshot entry's value. Of a repeated field or element the last wins. */
function valueOfEntry(entry: SnapshotEntry): Value {
  switch (entry.type) {
    case 'string':
      return { type: 'string', bytes: entry.value.slice() };
    case 'list':
      return { type: 'list', items: new ItemDeque(entry.value.map((item) => item.slice())) };
    case 'zset': {
      const members = entry.value.map(({ score, member }) => ({ score, member: textOf(member) }));
      return { type: 'zset', members: new Map(members.map((each) => [each.member, each])) };
    }
    case 'hash':
      return {
        type: 'hash',
        fields: new Map(entry.value.map(({ field, value }) => [textOf(field), value.slice()])),
      };
    case 'set':
      return { type: 'set', members: new Set(entry.value.map(textOf)) };
    case 'proto':
      return { type: 'proto', typeName: entry.type_name.slice(), data: entry.data.slice() };
    case 'vector': {
      const elements = entry.value.elements.map(({ name, vector }) => ({ name: textOf(name), vector }));
      return {
        type: 'vector',
        metric: entry.metric,
        quantization: entry.quantization,
        connectivity: entry.connectivity,
        expansionAdd: entry.expansion_add,
        elements: new Map(elements.map((each) => [each.name, each])),
      };
    }
  }
}
