/*
 * Records as the commands that would do the same, and commands as text for `redis-cli`. Every value is bytes: what is
 * not plain text is quoted with `\xNN`, which redis-cli reads back to the same bytes.
 */
import { type AofRecord, encodeUtf8, f64FromBits } from '../codec/index.ts';
import type { Held } from './value.ts';

/** A command's name and arguments. */
export type RedisCommand = readonly Uint8Array[];

/** What a record amounts to. */
export interface RedisCommands {
  readonly commands: readonly RedisCommand[];
  /** Why there is none, or how it differs; null where it does the same. */
  readonly note: string | null;
}

type Argument = Uint8Array | string | number | bigint;

const command = (...parts: readonly Argument[]): RedisCommand =>
  parts.map((part) => (part instanceof Uint8Array ? part : encodeUtf8(String(part))));

const only = (...parts: readonly Argument[]): RedisCommands => ({
  commands: [command(...parts)],
  note: null,
});

const NO_PROTO = 'Redis has no protobuf values: there is no command for this record.';
const NO_VECTOR = 'Ember’s vector sets differ from Redis’s: there is no command that does the same.';
const NAN = 'A score here is not a number (NaN); Redis refuses such a score.';
const BITOPS = ['AND', 'OR', 'XOR', 'NOT'];

/** The commands that do what a record does. */
export function commandsOf(record: AofRecord): RedisCommands {
  switch (record.type) {
    case 'SET':
      return { commands: setCommands(record.key, record.value, record.expire_ms), note: null };
    case 'DEL':
    case 'PERSIST':
    case 'LPOP':
    case 'RPOP':
    case 'INCR':
    case 'DECR':
      return only(record.type, record.key);
    case 'EXPIRE':
      return only('EXPIRE', record.key, unsigned(record.seconds));
    case 'PEXPIRE':
      return only('PEXPIRE', record.key, unsigned(record.milliseconds));
    case 'PEXPIREAT':
      return only('PEXPIREAT', record.key, unsigned(record.timestamp_ms));
    case 'INCRBY':
    case 'DECRBY':
      return only(record.type, record.key, record.delta);
    case 'APPEND':
      return only('APPEND', record.key, record.value);
    case 'SETRANGE':
      return only('SETRANGE', record.key, unsigned(record.offset), record.value);
    case 'SETBIT':
      return only('SETBIT', record.key, unsigned(record.offset), record.value === 1 ? 1 : 0);
    case 'BITOP':
      return only('BITOP', BITOPS[record.op] ?? record.op, record.dest, ...record.keys);
    case 'RENAME':
      return only('RENAME', record.key, record.newkey);
    case 'COPY':
      return only('COPY', record.source, record.destination, ...(record.replace === 0 ? [] : ['REPLACE']));
    case 'LPUSH':
    case 'RPUSH':
      return only(record.type, record.key, ...record.values);
    case 'LSET':
      return only('LSET', record.key, record.index, record.value);
    case 'LTRIM':
      return only('LTRIM', record.key, record.start, record.stop);
    case 'LREM':
      return only('LREM', record.key, record.count, record.value);
    case 'LINSERT':
      return only(
        'LINSERT',
        record.key,
        record.before === 0 ? 'AFTER' : 'BEFORE',
        record.pivot,
        record.value,
      );
    case 'ZADD':
      return zadd(
        record.key,
        record.members.map(({ score, member }) => ({ score, member })),
      );
    case 'ZREM':
    case 'SADD':
    case 'SREM':
      return only(record.type, record.key, ...record.members);
    case 'HSET':
      return only('HSET', record.key, ...record.fields.flatMap(({ field, value }) => [field, value]));
    case 'HDEL':
      return only('HDEL', record.key, ...record.fields);
    case 'HINCRBY':
      return only('HINCRBY', record.key, record.field, record.delta);
    case 'PROTO.SET':
    case 'PROTO.REGISTER':
      return { commands: [], note: NO_PROTO };
    case 'VADD':
    case 'VREM':
      return { commands: [], note: NO_VECTOR };
  }
}

/** Elements that one command of {@link commandsOfHeld} carries at most. */
const BATCH = 1000;

/** The commands that make a key hold this value and TTL, where nothing was before. */
export function commandsOfHeld(key: Uint8Array, held: Held): RedisCommands {
  const { value } = held;
  const built = ((): RedisCommands => {
    switch (value.type) {
      case 'string':
        return { commands: [command('SET', key, value.bytes)], note: null };
      case 'list':
        return batches('RPUSH', key, value.items, (item) => [item]);
      case 'set':
        return batches('SADD', key, [...value.members], (member) => [member]);
      case 'hash':
        return batches('HSET', key, [...value.fields], (pair) => pair);
      case 'zset': {
        const members = [...value.members.values()];
        const note = members.some(({ score }) => Number.isNaN(f64FromBits(score))) ? NAN : null;
        return {
          ...batches('ZADD', key, members, ({ score, member }) => [formatScore(score), member]),
          note,
        };
      }
      case 'proto':
        return { commands: [], note: NO_PROTO };
      case 'vector':
        return { commands: [], note: NO_VECTOR };
    }
  })();
  if (built.commands.length === 0 || held.ttlMs < 0n) return built;
  const expiry =
    held.expireAtMs === null
      ? command('PEXPIRE', key, held.ttlMs)
      : command('PEXPIREAT', key, held.expireAtMs);
  return { ...built, commands: [...built.commands, expiry] };
}

/** A command as one line for `redis-cli`. */
export const formatCommand = (parts: RedisCommand): string => parts.map(quoteArgument).join(' ');

/** What needs no quotes: nothing that redis-cli or a shell would take apart. */
const PLAIN = /^[A-Za-z0-9_./:@%+,=-]+$/;
const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** One argument by redis-cli's rules: as it is where it is plain, else in double quotes, other bytes as `\xNN`. */
export function quoteArgument(bytes: Uint8Array): string {
  let plain = bytes.length > 0;
  let quoted = '"';
  for (const byte of bytes) {
    const isPrintable = byte >= 0x20 && byte < 0x7f;
    quoted +=
      ESCAPES[byte] ?? (isPrintable ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`);
    plain &&= isPrintable;
  }
  if (plain) {
    const text = String.fromCharCode(...bytes.subarray(0, 200));
    if (bytes.length <= 200 && PLAIN.test(text)) return text;
  }
  return `${quoted}"`;
}

function setCommands(key: Uint8Array, value: Uint8Array, expireMs: bigint): readonly RedisCommand[] {
  if (expireMs < 0n) return [command('SET', key, value)];
  if (expireMs > 0n) return [command('SET', key, value, 'PX', expireMs)];
  // Redis refuses a TTL of 0 in a SET; the key is gone at once either way.
  return [command('SET', key, value), command('PEXPIRE', key, 0)];
}

function zadd(
  key: Uint8Array,
  members: readonly { readonly score: bigint; readonly member: Uint8Array }[],
): RedisCommands {
  const note = members.some(({ score }) => Number.isNaN(f64FromBits(score))) ? NAN : null;
  const parts = members.flatMap(({ score, member }) => [formatScore(score), member]);
  return { commands: [command('ZADD', key, ...parts)], note };
}

/** A score as Redis reads it back to the same 64 bits. */
function formatScore(bits: bigint): string {
  const score = f64FromBits(bits);
  if (Number.isNaN(score)) return 'nan';
  if (!Number.isFinite(score)) return score > 0 ? 'inf' : '-inf';
  return Object.is(score, -0) ? '-0' : String(score);
}

function batches<T>(
  name: string,
  key: Uint8Array,
  items: readonly T[],
  parts: (item: T) => readonly Argument[],
): RedisCommands {
  const commands: RedisCommand[] = [];
  for (let from = 0; from < items.length; from += BATCH) {
    commands.push(command(name, key, ...items.slice(from, from + BATCH).flatMap(parts)));
  }
  return { commands, note: null };
}

/** Times over the signed range were written as negative numbers; the server reads them unsigned. */
const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);
