/*
 * The commands of Redis that a log can hold: where their keys stand, how many arguments they take, what they work on.
 * One line a command: name, arity (negative: at least that many), first and last key, step, family. A last key of -1
 * is the last argument. "n3" as first key: argument 3 counts the keys that follow it.
 */

/** What a command works on. */
export type CommandFamily = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream' | 'bits' | 'key' | 'none';

export interface CommandSpec {
  /** Its number in {@link COMMANDS}, from 1; 0 stands for a command that is not in it. */
  readonly tag: number;
  /** In capitals. */
  readonly name: string;
  /** The number of arguments with the name itself; negative: at least so many. */
  readonly arity: number;
  /** The index of the first key among the arguments (the name is 0); 0 for none. */
  readonly firstKey: number;
  /** Negative: counted from the end. */
  readonly lastKey: number;
  readonly step: number;
  /** Where the number of keys stands that follow it; 0 where it does not. */
  readonly countAt: number;
  readonly family: CommandFamily;
}

const TABLE = `
SET -3 1 1 1 string|SETNX 3 1 1 1 string|SETEX 4 1 1 1 string|PSETEX 4 1 1 1 string|GET 2 1 1 1 string
GETSET 3 1 1 1 string|GETDEL 2 1 1 1 string|GETEX -2 1 1 1 string|MSET -3 1 -1 2 string|MSETNX -3 1 -1 2 string
MGET -2 1 -1 1 string|APPEND 3 1 1 1 string|STRLEN 2 1 1 1 string|SETRANGE 4 1 1 1 string|GETRANGE 4 1 1 1 string
SUBSTR 4 1 1 1 string|INCR 2 1 1 1 string|DECR 2 1 1 1 string|INCRBY 3 1 1 1 string|DECRBY 3 1 1 1 string
INCRBYFLOAT 3 1 1 1 string|LCS -3 1 2 1 string|SETBIT 4 1 1 1 bits|GETBIT 3 1 1 1 bits|BITCOUNT -2 1 1 1 bits
BITPOS -3 1 1 1 bits|BITOP -4 2 -1 1 bits|BITFIELD -2 1 1 1 bits|BITFIELD_RO -2 1 1 1 bits
PFADD -2 1 1 1 string|PFMERGE -2 1 -1 1 string|PFCOUNT -2 1 -1 1 string|PFDEBUG 3 2 2 1 string
LPUSH -3 1 1 1 list|RPUSH -3 1 1 1 list|LPUSHX -3 1 1 1 list|RPUSHX -3 1 1 1 list|LPOP -2 1 1 1 list
RPOP -2 1 1 1 list|LLEN 2 1 1 1 list|LRANGE 4 1 1 1 list|LINDEX 3 1 1 1 list|LSET 4 1 1 1 list
LTRIM 4 1 1 1 list|LINSERT 5 1 1 1 list|LREM 4 1 1 1 list|LPOS -3 1 1 1 list|RPOPLPUSH 3 1 2 1 list
LMOVE 5 1 2 1 list|BLPOP -3 1 -2 1 list|BRPOP -3 1 -2 1 list|BRPOPLPUSH 4 1 2 1 list|BLMOVE 6 1 2 1 list
LMPOP -4 n1 0 1 list|BLMPOP -5 n2 0 1 list
SADD -3 1 1 1 set|SREM -3 1 1 1 set|SPOP -2 1 1 1 set|SMOVE 4 1 2 1 set|SCARD 2 1 1 1 set|SISMEMBER 3 1 1 1 set
SMISMEMBER -3 1 1 1 set|SMEMBERS 2 1 1 1 set|SRANDMEMBER -2 1 1 1 set|SINTER -2 1 -1 1 set|SUNION -2 1 -1 1 set
SDIFF -2 1 -1 1 set|SINTERSTORE -3 1 -1 1 set|SUNIONSTORE -3 1 -1 1 set|SDIFFSTORE -3 1 -1 1 set
SINTERCARD -3 n1 0 1 set|SSCAN -3 1 1 1 set
ZADD -4 1 1 1 zset|ZINCRBY 4 1 1 1 zset|ZREM -3 1 1 1 zset|ZCARD 2 1 1 1 zset|ZSCORE 3 1 1 1 zset
ZMSCORE -3 1 1 1 zset|ZRANK -3 1 1 1 zset|ZREVRANK -3 1 1 1 zset|ZRANGE -4 1 1 1 zset|ZREVRANGE -4 1 1 1 zset
ZRANGEBYSCORE -4 1 1 1 zset|ZREVRANGEBYSCORE -4 1 1 1 zset|ZRANGEBYLEX -4 1 1 1 zset|ZREVRANGEBYLEX -4 1 1 1 zset
ZRANGESTORE -5 1 2 1 zset|ZCOUNT 4 1 1 1 zset|ZLEXCOUNT 4 1 1 1 zset|ZREMRANGEBYRANK 4 1 1 1 zset
ZREMRANGEBYSCORE 4 1 1 1 zset|ZREMRANGEBYLEX 4 1 1 1 zset|ZPOPMIN -2 1 1 1 zset|ZPOPMAX -2 1 1 1 zset
BZPOPMIN -3 1 -2 1 zset|BZPOPMAX -3 1 -2 1 zset|ZMPOP -4 n1 0 1 zset|BZMPOP -5 n2 0 1 zset
ZUNIONSTORE -4 1 1 1 zset|ZINTERSTORE -4 1 1 1 zset|ZDIFFSTORE -4 1 1 1 zset|ZUNION -3 n1 0 1 zset
ZINTER -3 n1 0 1 zset|ZDIFF -3 n1 0 1 zset|ZINTERCARD -3 n1 0 1 zset|ZRANDMEMBER -2 1 1 1 zset|ZSCAN -3 1 1 1 zset
GEOADD -5 1 1 1 zset|GEOPOS -2 1 1 1 zset|GEODIST -4 1 1 1 zset|GEOHASH -2 1 1 1 zset|GEOSEARCH -7 1 1 1 zset
GEOSEARCHSTORE -8 1 2 1 zset|GEORADIUS -6 1 1 1 zset|GEORADIUSBYMEMBER -5 1 1 1 zset
HSET -4 1 1 1 hash|HSETNX 4 1 1 1 hash|HMSET -4 1 1 1 hash|HGET 3 1 1 1 hash|HMGET -3 1 1 1 hash
HGETALL 2 1 1 1 hash|HDEL -3 1 1 1 hash|HLEN 2 1 1 1 hash|HEXISTS 3 1 1 1 hash|HKEYS 2 1 1 1 hash
HVALS 2 1 1 1 hash|HSTRLEN 3 1 1 1 hash|HINCRBY 4 1 1 1 hash|HINCRBYFLOAT 4 1 1 1 hash|HRANDFIELD -2 1 1 1 hash
HSCAN -3 1 1 1 hash|HEXPIRE -6 1 1 1 hash|HPEXPIRE -6 1 1 1 hash|HEXPIREAT -6 1 1 1 hash|HPEXPIREAT -6 1 1 1 hash
HPERSIST -5 1 1 1 hash|HGETDEL -5 1 1 1 hash|HSETEX -6 1 1 1 hash
XADD -5 1 1 1 stream|XDEL -3 1 1 1 stream|XTRIM -4 1 1 1 stream|XSETID -3 1 1 1 stream|XACK -4 1 1 1 stream
XCLAIM -6 1 1 1 stream|XAUTOCLAIM -6 1 1 1 stream|XGROUP -2 2 2 1 stream|XLEN 2 1 1 1 stream|XRANGE -4 1 1 1 stream
DEL -2 1 -1 1 key|UNLINK -2 1 -1 1 key|EXISTS -2 1 -1 1 key|TOUCH -2 1 -1 1 key|TYPE 2 1 1 1 key
EXPIRE -3 1 1 1 key|PEXPIRE -3 1 1 1 key|EXPIREAT -3 1 1 1 key|PEXPIREAT -3 1 1 1 key|PERSIST 2 1 1 1 key
TTL 2 1 1 1 key|PTTL 2 1 1 1 key|EXPIRETIME 2 1 1 1 key|PEXPIRETIME 2 1 1 1 key|RENAME 3 1 2 1 key
RENAMENX 3 1 2 1 key|COPY -3 1 2 1 key|MOVE 3 1 1 1 key|DUMP 2 1 1 1 key|RESTORE -4 1 1 1 key
RESTORE-ASKING -4 1 1 1 key|SORT -2 1 1 1 key|OBJECT -2 2 2 1 key
SELECT 2 0 0 0 none|SWAPDB 3 0 0 0 none|FLUSHDB -1 0 0 0 none|FLUSHALL -1 0 0 0 none|MULTI 1 0 0 0 none
EXEC 1 0 0 0 none|DISCARD 1 0 0 0 none|WATCH -2 1 -1 1 none|UNWATCH 1 0 0 0 none|PUBLISH 3 0 0 0 none
SPUBLISH 3 1 1 1 none|SCRIPT -2 0 0 0 none|FUNCTION -2 0 0 0 none|EVAL -3 n2 0 1 none|EVALSHA -3 n2 0 1 none
FCALL -3 n2 0 1 none|PING -1 0 0 0 none|ECHO 2 0 0 0 none|REPLCONF -1 0 0 0 none
`;

/** In the order of their tags. */
export const COMMANDS: readonly CommandSpec[] = TABLE.trim()
  .split(/[\n|]/)
  .map((line, at) => {
    const [name, arity, first, last, step, family] = line.split(' ') as [
      string,
      string,
      string,
      string,
      string,
      CommandFamily,
    ];
    const counted = first.startsWith('n');
    const countAt = counted ? Number(first.slice(1)) : 0;
    return {
      tag: at + 1,
      name,
      arity: Number(arity),
      firstKey: counted ? countAt + 1 : Number(first),
      lastKey: Number(last),
      step: Number(step),
      countAt,
      family,
    };
  });

const BY_NAME: ReadonlyMap<string, CommandSpec> = new Map(COMMANDS.map((spec) => [spec.name, spec]));

/** The longest name in the table, in bytes. */
export const LONGEST_COMMAND_NAME = Math.max(...COMMANDS.map(({ name }) => name.length));

/** The command with this tag; undefined for 0, the commands that are not in the table. */
export const commandSpec = (tag: number): CommandSpec | undefined => COMMANDS[tag - 1];

/** The command that `name` calls, in any case. */
export const commandNamed = (name: string): CommandSpec | undefined => BY_NAME.get(name.toUpperCase());

/** Whether a command with `count` arguments, its name among them, has as many as it takes. */
export const arityFits = ({ arity }: CommandSpec, count: number): boolean =>
  arity >= 0 ? count === arity : count >= -arity;

/** The indexes of the keys among `args`, whose first is the command's name. */
export function keyPositions(spec: CommandSpec, args: readonly Uint8Array[]): readonly number[] {
  const { firstKey, lastKey, step, countAt } = spec;
  if (firstKey === 0) return [];
  const counted = countAt === 0 ? null : Number(String.fromCharCode(...(args[countAt]?.slice(0, 8) ?? [])));
  const wanted = counted === null ? (lastKey < 0 ? args.length + lastKey : lastKey) : firstKey + counted - 1;
  const last = Math.min(args.length - 1, Number.isNaN(wanted) ? -1 : wanted);
  const found: number[] = [];
  for (let at = firstKey; at <= last; at += step) found.push(at);
  return found;
}

/** The tags by the hash of their names; open addressing, 0 is empty. */
const SLOTS = new Uint8Array(1024);
const NAMES: readonly Uint8Array[] = COMMANDS.map(({ name }) =>
  Uint8Array.from(name, (char) => char.charCodeAt(0)),
);

/** The hash of a name in capitals; −1 for one that is longer than any. */
function hashOfName(bytes: Uint8Array, at: number, length: number): number {
  if (length > LONGEST_COMMAND_NAME) return -1;
  let hash = length;
  for (let i = at; i < at + length; i++) hash = (Math.imul(hash, 31) + ((bytes[i] as number) & 0xdf)) | 0;
  return hash & (SLOTS.length - 1);
}

for (const { tag } of COMMANDS) {
  const name = NAMES[tag - 1] as Uint8Array;
  let slot = hashOfName(name, 0, name.length);
  while (SLOTS[slot] !== 0) slot = (slot + 1) & (SLOTS.length - 1);
  SLOTS[slot] = tag;
}

/** The tag of the command whose name stands at `at`, in any case; 0 for a name that is not in the table. */
export function commandTagAt(bytes: Uint8Array, at: number, length: number): number {
  let slot = hashOfName(bytes, at, length);
  if (slot < 0) return 0;
  for (;;) {
    const tag = SLOTS[slot] as number;
    if (tag === 0) return 0;
    const name = NAMES[tag - 1] as Uint8Array;
    let same = name.length === length;
    for (let i = 0; same && i < length; i++) {
      const byte = bytes[at + i] as number;
      same = (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte) === name[i];
    }
    if (same) return tag;
    slot = (slot + 1) & (SLOTS.length - 1);
  }
}
