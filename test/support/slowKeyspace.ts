/*
 * The recovery rules once more, as plainly as they can be said, for tests to compare the replay with: strings are
 * arrays of bytes, everything else is an array or a map of texts, and each change makes a new one. Knows nothing of
 * limits and of records that bring the server down.
 */
import type { AofRecord, SnapshotEntry } from '../../src/codec/index.ts';
import type { Held } from '../../src/replay/index.ts';

type SlowValue =
  | { readonly type: 'string'; readonly bytes: readonly number[] }
  | { readonly type: 'list' | 'proto'; readonly items: readonly string[] }
  /** Fields, members with their scores, elements, or members alone. */
  | { readonly type: 'hash' | 'zset' | 'set' | 'vector'; readonly parts: ReadonlyMap<string, string> };

interface SlowHeld {
  readonly value: SlowValue;
  readonly ttl: bigint;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const bytesOf = (words: string): number[] => [...Buffer.from(words)];
const I64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const clamp = (n: bigint): bigint => (n > I64.max ? I64.max : n < I64.min ? I64.min : n);
const isNumber = (words: string): boolean =>
  /^[+-]?\d+$/.test(words) && clamp(BigInt(words)) === BigInt(words);

export class SlowKeyspace {
  keys = new Map<string, SlowHeld>();
  readonly #nowMs: bigint;

  constructor(nowMs: bigint) {
    this.#nowMs = nowMs;
  }

  load(entry: SnapshotEntry): void {
    const ttl = entry.expire_ms;
    if (entry.type === 'string') this.#put(text(entry.key), { type: 'string', bytes: [...entry.value] }, ttl);
    else if (entry.type === 'list')
      this.#put(text(entry.key), { type: 'list', items: entry.value.map(text) }, ttl);
    else if (entry.type === 'set')
      this.#put(text(entry.key), { type: 'set', parts: new Map(entry.value.map((m) => [text(m), ''])) }, ttl);
    else if (entry.type === 'hash') {
      const parts = new Map(entry.value.map(({ field, value }) => [text(field), text(value)]));
      this.#put(text(entry.key), { type: 'hash', parts }, ttl);
    } else throw new Error(`the slow model has no ${entry.type} entries`);
  }

  apply(record: AofRecord) {
    switch (record.type) {
      case 'SET':
        return this.#put(text(record.key), { type: 'string', bytes: [...record.value] }, record.expire_ms);
      case 'PROTO.SET': {
        const items = [text(record.type_name), text(record.data)];
        return this.#put(text(record.key), { type: 'proto', items }, record.expire_ms);
      }
      case 'DEL':
        this.keys.delete(text(record.key));
        return;
      case 'EXPIRE':
        return this.#expire(record.key, clamp(record.seconds * 1000n));
      case 'PEXPIRE':
        return this.#expire(record.key, record.milliseconds);
      case 'PEXPIREAT':
        return this.#expire(
          record.key,
          record.timestamp_ms > this.#nowMs ? record.timestamp_ms - this.#nowMs : 0n,
        );
      case 'PERSIST':
        return this.#expire(record.key, -1n);
      case 'RENAME': {
        const held = this.keys.get(text(record.key));
        if (held === undefined) return;
        this.keys.delete(text(record.key));
        this.keys.set(text(record.newkey), held);
        return;
      }
      case 'COPY': {
        const held = this.keys.get(text(record.source));
        const to = text(record.destination);
        if (held !== undefined && (record.replace !== 0 || !this.keys.has(to))) this.keys.set(to, held);
        return;
      }
      case 'LPUSH':
        return this.#list(record.key, true, (items) => [...record.values.map(text).reverse(), ...items]);
      case 'RPUSH':
        return this.#list(record.key, true, (items) => [...items, ...record.values.map(text)]);
      case 'LPOP':
        return this.#list(record.key, false, (items) => items.slice(1));
      case 'RPOP':
        return this.#list(record.key, false, (items) => items.slice(0, -1));
      case 'LTRIM':
        return this.#list(record.key, false, (items) => {
          const place = (n: bigint): number => Number(n) + (n < 0n ? items.length : 0);
          return items.filter((_, i) => i >= place(record.start) && i <= place(record.stop));
        });
      case 'LREM':
        return this.#list(record.key, false, (items) => {
          const wanted = text(record.value);
          const places = items.flatMap((item, i) => (item === wanted ? [i] : []));
          const count = Number(record.count);
          const gone =
            count === 0
              ? places
              : count > 0
                ? places.slice(0, count)
                : places.slice(Math.max(0, places.length + count));
          return items.filter((_, i) => !gone.includes(i));
        });
      case 'LSET':
        return this.#edit(record.key, (items) => {
          const at = Number(record.index) + (record.index < 0n ? items.length : 0);
          return items.map((item, i) => (i === at ? text(record.value) : item));
        });
      case 'LINSERT':
        return this.#edit(record.key, (items) => {
          const at = items.indexOf(text(record.pivot));
          const place = record.before !== 0 ? at : at + 1;
          return at < 0 ? items : [...items.slice(0, place), text(record.value), ...items.slice(place)];
        });
      case 'HSET':
        return this.#add(
          record.key,
          'hash',
          record.fields.map(({ field, value }) => [text(field), text(value)]),
        );
      case 'SADD':
        return this.#add(
          record.key,
          'set',
          record.members.map((member) => [text(member), '']),
        );
      case 'ZADD':
        return this.#add(
          record.key,
          'zset',
          record.members.map(({ member, score }) => [text(member), String(score)]),
        );
      case 'VADD':
        return this.#add(record.key, 'vector', [[text(record.element), [...record.vector].join()]]);
      case 'HDEL':
        return this.#take(record.key, 'hash', record.fields.map(text));
      case 'SREM':
        return this.#take(record.key, 'set', record.members.map(text));
      case 'ZREM':
        return this.#take(record.key, 'zset', record.members.map(text));
      case 'VREM':
        return this.#take(record.key, 'vector', [text(record.element)]);
      case 'HINCRBY': {
        const held = this.keys.get(text(record.key));
        if (held !== undefined && held.value.type !== 'hash') return;
        const parts = held?.value.type === 'hash' ? held.value.parts : new Map<string, string>();
        const now = parts.get(text(record.field)) ?? '';
        const sum = clamp((isNumber(now) ? BigInt(now) : 0n) + record.delta);
        return this.#add(record.key, 'hash', [[text(record.field), String(sum)]]);
      }
      case 'INCR':
        return this.#count(record.key, 1n);
      case 'DECR':
        return this.#count(record.key, -1n);
      case 'INCRBY':
        return this.#count(record.key, record.delta);
      case 'DECRBY':
        return this.#count(record.key, -record.delta);
      case 'APPEND':
        return this.#string(record.key, (bytes) => [...bytes, ...record.value]);
      case 'SETRANGE':
        return this.#string(record.key, (bytes) => {
          const from = Number(record.offset);
          const to = from + record.value.length;
          return Array.from({ length: Math.max(bytes.length, to) }, (_, i) =>
            i >= from && i < to ? (record.value[i - from] ?? 0) : (bytes[i] ?? 0),
          );
        });
      case 'SETBIT':
        return this.#string(record.key, (bytes) => {
          const at = Number(record.offset);
          const bits = Array.from({ length: Math.max(bytes.length * 8, at + 1) }, (_, i) =>
            i === at ? record.value : ((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1,
          );
          return Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) =>
            Number.parseInt(
              bits
                .slice(byte * 8, byte * 8 + 8)
                .join('')
                .padEnd(8, '0'),
              2,
            ),
          );
        });
      case 'BITOP': {
        const sources = record.keys.map((key) => {
          const value = this.keys.get(text(key))?.value;
          return value?.type === 'string' ? value.bytes : [];
        });
        const bytes = Array.from({ length: Math.max(0, ...sources.map(({ length }) => length)) }, (_, i) => {
          const column = sources.map((source) => source[i] ?? 0);
          if (record.op === 3) return 255 - (column[0] ?? 0);
          return column.reduce((a, b) => (record.op === 0 ? a & b : record.op === 1 ? a | b : a ^ b));
        });
        return this.#put(text(record.dest), { type: 'string', bytes }, -1n);
      }
    }
  }

  /** What a key holds, as {@link describeHeld} tells it. */
  describe(key: string): string {
    const held = this.keys.get(key);
    if (held === undefined) return 'nothing';
    const { value, ttl } = held;
    const content =
      'bytes' in value ? value.bytes : 'items' in value ? value.items : [...value.parts].sort(byName);
    return JSON.stringify([value.type, content, String(ttl)]);
  }

  #put(key: string, value: SlowValue, ttl: bigint): void {
    this.keys.set(key, { value, ttl });
  }

  /** Keeps the TTL. */
  #change(key: string, value: SlowValue): void {
    this.#put(key, value, this.keys.get(key)?.ttl ?? -1n);
  }

  #expire(key: Uint8Array, ttl: bigint): void {
    const held = this.keys.get(text(key));
    if (held !== undefined) this.keys.set(text(key), { ...held, ttl });
  }

  #list(bytes: Uint8Array, makes: boolean, change: (items: readonly string[]) => readonly string[]): void {
    const key = text(bytes);
    const held = this.keys.get(key)?.value;
    if (held === undefined ? !makes : held.type !== 'list') return;
    const items = change(held?.type === 'list' ? held.items : []);
    if (items.length === 0 && !makes) this.keys.delete(key);
    else this.#change(key, { type: 'list', items });
  }

  /** LSET and LINSERT never empty a list. */
  #edit(bytes: Uint8Array, change: (items: readonly string[]) => readonly string[]): void {
    const held = this.keys.get(text(bytes))?.value;
    if (held?.type === 'list') this.#change(text(bytes), { type: 'list', items: change(held.items) });
  }

  #add(
    bytes: Uint8Array,
    type: 'hash' | 'zset' | 'set' | 'vector',
    more: readonly (readonly [string, string])[],
  ): void {
    const held = this.keys.get(text(bytes))?.value;
    if (held !== undefined && held.type !== type) return;
    const parts = new Map(held !== undefined && 'parts' in held ? held.parts : []);
    for (const [name, content] of more) parts.set(name, content);
    this.#change(text(bytes), { type, parts });
  }

  #take(bytes: Uint8Array, type: SlowValue['type'], names: readonly string[]): void {
    const key = text(bytes);
    const held = this.keys.get(key)?.value;
    if (held === undefined || held.type !== type || !('parts' in held)) return;
    const parts = new Map([...held.parts].filter(([name]) => !names.includes(name)));
    if (parts.size === 0) this.keys.delete(key);
    else this.#change(key, { type: held.type, parts });
  }

  #string(bytes: Uint8Array, change: (now: readonly number[]) => readonly number[]): void {
    const held = this.keys.get(text(bytes))?.value;
    if (held !== undefined && held.type !== 'string') return;
    this.#change(text(bytes), { type: 'string', bytes: change(held?.bytes ?? []) });
  }

  #count(key: Uint8Array, by: bigint): void {
    this.#string(key, (bytes) => {
      const words =
        bytes.length === 0 && !this.keys.has(text(key)) ? '0' : Buffer.from(bytes).toString('latin1');
      if (!isNumber(words)) return bytes;
      const sum = BigInt(words) + by;
      return sum === clamp(sum) ? bytesOf(String(sum)) : bytesOf(String(BigInt(words)));
    });
  }
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

/** What the replay says that a key holds, in the words of the slow model. */
export function describeHeld(held: Held | undefined): string {
  if (held === undefined) return 'nothing';
  const { value, ttlMs } = held;
  const content = (): unknown => {
    switch (value.type) {
      case 'string':
        return [...value.bytes];
      case 'list':
        return [...value.items].map(text);
      case 'proto':
        return [text(value.typeName), text(value.data)];
      case 'hash':
        return [...value.fields].map(([name, bytes]) => [name, text(bytes)] as const).sort(byName);
      case 'set':
        return [...value.members].map((name) => [name, ''] as const).sort(byName);
      case 'zset':
        return [...value.members.values()]
          .map(({ member, score }) => [member, String(score)] as const)
          .sort(byName);
      case 'vector':
        return [...value.elements.values()]
          .map(({ name, vector }) => [name, [...vector].join()] as const)
          .sort(byName);
    }
  };
  return JSON.stringify([value.type, content(), String(ttlMs)]);
}
