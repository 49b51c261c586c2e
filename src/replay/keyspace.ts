import type { SnapshotEntry } from '../codec/index.ts';
import type { Bytes } from './farBytes.ts';
import { ItemDeque } from './itemDeque.ts';
import { textOf } from './text.ts';
import type { Held, Value, VectorElement } from './value.ts';

/** The `ttlMs` of a key without an expiry. */
export const NO_TTL = -1n;

/**
 * Everything that a shard holds at one moment of its replay. Keys go by the names that `keyName` gives. Where the bytes
 * of values are, in memory or in their file, is for the kinds of keyspaces to say.
 */
export abstract class AnyKeyspace<B extends Bytes = Bytes> {
  readonly keys = new Map<string, Held<B>>();
  /** Protobuf schemas by name; kept apart from the keys. */
  readonly schemas = new Map<string, Uint8Array>();
  /** Lines that the server would log while replaying. */
  readonly logs: string[] = [];

  /** Keys of which a command that is not replayed decides what they hold. They need not be in `keys`. */
  readonly unclear = new Set<string>();

  /** What stands for bytes of a row in a value: the row is borrowed, the value stays. */
  abstract keep(bytes: Uint8Array): B;

  /**
   * The same for a vector.
   * @param name the element's, which stands before it
   * @param between bytes that lie between the two
   */
  abstract keepVector(name: Uint8Array, vector: Uint32Array, between: number): VectorElement<B>['vector'];

  /** A string of these bytes, of which {@link keep} says where they stay. */
  keepString(bytes: Uint8Array): Value<B> {
    return { type: 'string', bytes: this.keep(bytes) };
  }

  get(key: string): Held<B> | undefined {
    return this.keys.get(key);
  }

  set(key: string, value: Value<B>, ttlMs: bigint, expireAtMs: bigint | null = null): void {
    const held = this.keys.get(key);
    // The one that all share: each record brings another of its own.
    const ttl = ttlMs === NO_TTL ? NO_TTL : ttlMs;
    if (held === undefined) this.keys.set(key, { value, ttlMs: ttl, expireAtMs });
    else {
      held.value = value;
      held.ttlMs = ttl;
      held.expireAtMs = expireAtMs;
    }
  }

  delete(key: string): void {
    this.keys.delete(key);
  }

  /** Puts a snapshot's entry in; a key that comes again replaces the earlier one. */
  load(entry: SnapshotEntry): void {
    this.set(textOf(entry.key), this.#valueOf(entry), entry.expire_ms);
  }

  /** A snapshot entry's value. Of a repeated field or element the last wins. */
  #valueOf(entry: SnapshotEntry): Value<B> {
    switch (entry.type) {
      case 'string':
        return this.keepString(entry.value);
      case 'list':
        return { type: 'list', items: new ItemDeque(entry.value.map((item) => this.keep(item))) };
      case 'zset': {
        const members = entry.value.map(({ score, member }) => ({ score, member: textOf(member) }));
        return { type: 'zset', members: new Map(members.map((each) => [each.member, each])) };
      }
      case 'hash':
        return {
          type: 'hash',
          fields: new Map(entry.value.map(({ field, value }) => [textOf(field), this.keep(value)])),
        };
      case 'set':
        return { type: 'set', members: new Set(entry.value.map(textOf)) };
      case 'proto':
        return { type: 'proto', typeName: entry.type_name.slice(), data: this.keep(entry.data) };
      case 'vector': {
        const elements = entry.value.elements.map(({ name, vector }) => ({
          name: textOf(name),
          vector: this.keepVector(name, vector, 0),
        }));
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
}

/** A keyspace with all of its bytes in memory. */
export class Keyspace extends AnyKeyspace<Uint8Array> {
  override keep(bytes: Uint8Array): Uint8Array {
    return bytes.slice();
  }

  override keepVector(_name: Uint8Array, vector: Uint32Array): Uint32Array {
    return vector;
  }
}
