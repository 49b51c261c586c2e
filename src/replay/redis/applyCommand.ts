/*
 * Applies one command of the Redis protocol to a keyspace, by Redis's rules: what it refuses changes nothing. Commands
 * whose outcome is not in the log, or in a form that is not read here (scripts, streams, RESTORE, HyperLogLogs,
 * expiries of fields, sums of decimals), change nothing either, and their keys are unclear from then on. So are the
 * keys of a command that isn't known, as far as its first argument tells.
 *
 * Commands between MULTI and EXEC count where they stand.
 */
import { arityFits, commandNamed, decodeUtf8Lossy, keyPositions } from '../../codec/index.ts';
import type { AnyKeyspace } from '../keyspace.ts';
import { CommandRun, type Touch } from './commandRun.ts';
import type { Handler, Handlers } from './handler.ts';
import { HASHES } from './hashes.ts';
import { KEY_COMMANDS } from './keyCommands.ts';
import { LISTS } from './lists.ts';
import { SETS } from './sets.ts';
import { SORTED_SETS } from './sortedSets.ts';
import { STRINGS } from './strings.ts';
import { UNCLEAR } from './unclear.ts';

/** What changes no key. */
const READS = new Set(
  `GET MGET STRLEN GETRANGE SUBSTR LCS GETBIT BITCOUNT BITPOS BITFIELD_RO PFCOUNT LLEN LRANGE LINDEX LPOS SCARD
  SISMEMBER SMISMEMBER SMEMBERS SRANDMEMBER SINTER SUNION SDIFF SINTERCARD SSCAN ZCARD ZSCORE ZMSCORE ZRANK ZREVRANK
  ZRANGE ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE ZRANGEBYLEX ZREVRANGEBYLEX ZCOUNT ZLEXCOUNT ZUNION ZINTER ZDIFF
  ZINTERCARD ZRANDMEMBER ZSCAN GEOPOS GEODIST GEOHASH GEOSEARCH HGET HMGET HGETALL HLEN HEXISTS HKEYS HVALS HSTRLEN
  HRANDFIELD HSCAN XLEN XRANGE EXISTS TOUCH TYPE TTL PTTL EXPIRETIME PEXPIRETIME DUMP OBJECT SELECT MULTI EXEC DISCARD
  WATCH UNWATCH PUBLISH SPUBLISH SCRIPT FUNCTION PING ECHO REPLCONF`.split(/\s+/),
);

const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  ([STRINGS, LISTS, SETS, SORTED_SETS, HASHES, KEY_COMMANDS, UNCLEAR] satisfies Handlers[]).flatMap((each) =>
    Object.entries(each),
  ),
);

/** Whether what a command of this name does is replayed; it may be one that changes nothing. */
export const isReplayed = (name: string): boolean =>
  READS.has(name) || (HANDLERS.has(name) && !(name in UNCLEAR));

/** Whether a command of this name changes no key. */
export const changesNothing = (name: string): boolean => READS.has(name);

/**
 * Applies a command in a database. Its bytes may be borrowed: the keyspace keeps what stays.
 * @param args the name first
 * @returns the keys that it names to change them
 */
export function applyCommand(
  keyspace: AnyKeyspace,
  args: readonly Uint8Array[],
  database: number,
  nowMs: bigint,
): readonly Touch[] {
  const name = args[0] === undefined || args[0].length > 64 ? '' : decodeUtf8Lossy(args[0]).toUpperCase();
  if (name === '' || READS.has(name)) return [];
  const spec = commandNamed(name);
  const run = new CommandRun(keyspace, args, database, nowMs);
  const handler = HANDLERS.get(name);
  if (spec === undefined) {
    // Nearly every command names its key first.
    if (args.length > 1) run.unclear(run.name(1));
  } else if (arityFits(spec, args.length)) {
    if (handler !== undefined) handler(run);
    else for (const at of keyPositions(spec, args)) run.unclear(run.name(at));
  }
  return run.touched;
}
