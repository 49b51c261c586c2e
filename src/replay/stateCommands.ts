/*
 * A key's state as commands of the Redis protocol, for a server that holds nothing under that name. What they can't
 * say is told, never left out in silence.
 */
import { type Command, encodeUtf8, f64FromBits } from '../codec/index.ts';
import { type Held, sizeOf } from './value.ts';

/** A large collection goes in several commands of so many elements. */
const ELEMENTS_A_COMMAND = 1000;
/** From here on Redis refuses a time to live, because the clock added to it would not fit: 290 million years. */
const LONGEST_TTL = 2n ** 63n - 2n ** 53n;

const PROTO = 'a protobuf message, which Redis has no type for';
const VECTOR = 'a vector set, which the commands of Redis write in another way';

/** What has no command. */
export interface Unexpressed {
  readonly key: string;
  /** In words: "a vector set, …". */
  readonly why: string;
  /** The key is written, without this. */
  readonly partly: boolean;
}

export interface KeyCommands {
  readonly commands: readonly Command[];
  readonly unexpressed: Unexpressed | null;
}

/** The commands that make `key` hold what it holds. */
export function stateCommands(key: string, held: Held): KeyCommands {
  const { value } = held;
  const name = encodeUtf8(key);
  const nothing = (why: string): KeyCommands => ({
    commands: [],
    unexpressed: { key, why, partly: false },
  });
  if (value.type === 'proto') return nothing(PROTO);
  if (value.type === 'vector') return nothing(VECTOR);
  if (value.type !== 'string' && sizeOf(value) === 0)
    return nothing(`an empty ${value.type}, which Redis never keeps`);
  const commands = withTtl(valueCommands(name, held), name, held);
  if (value.type !== 'zset') return { commands, unexpressed: null };
  const unsaid = [...value.members.values()].filter(({ score }) => Number.isNaN(f64FromBits(score))).length;
  if (unsaid === 0) return { commands, unexpressed: null };
  const why = `${unsaid === 1 ? 'a member' : `${unsaid} members`} with the score NaN, which Redis refuses`;
  // Without a member there is nothing that an expiry could be set on.
  if (unsaid === value.members.size) return nothing(why);
  return { commands, unexpressed: { key, why, partly: true } };
}

function valueCommands(name: Uint8Array, { value }: Held): Command[] {
  switch (value.type) {
    case 'string':
      return [[SET, name, value.bytes]];
    case 'list':
      return inChunks([RPUSH, name], value.items.all(), (item) => [item]);
    case 'hash':
      return inChunks([HSET, name], [...value.fields], ([field, bytes]) => [encodeUtf8(field), bytes]);
    case 'set':
      return inChunks([SADD, name], [...value.members], (member) => [encodeUtf8(member)]);
    case 'zset': {
      const scored = [...value.members.values()].filter(({ score }) => !Number.isNaN(f64FromBits(score)));
      return inChunks([ZADD, name], scored, ({ member, score }) => [
        encodeUtf8(scoreText(f64FromBits(score))),
        encodeUtf8(member),
      ]);
    }
    default:
      return [];
  }
}

function withTtl(commands: Command[], name: Uint8Array, { ttlMs, expireAtMs }: Held): Command[] {
  if (ttlMs < 0n || ttlMs >= LONGEST_TTL) return commands;
  const command =
    expireAtMs === null
      ? [PEXPIRE, name, encodeUtf8(String(ttlMs))]
      : [PEXPIREAT, name, encodeUtf8(String(expireAtMs))];
  return [...commands, command];
}

function inChunks<T>(head: Command, elements: readonly T[], args: (element: T) => Command): Command[] {
  const commands: Command[] = [];
  for (let at = 0; at < elements.length; at += ELEMENTS_A_COMMAND) {
    commands.push([...head, ...elements.slice(at, at + ELEMENTS_A_COMMAND).flatMap(args)]);
  }
  return commands;
}

/** A score so that it is read back bit for bit. */
export function scoreText(score: number): string {
  if (Number.isFinite(score)) return Object.is(score, -0) ? '-0' : String(score);
  return score > 0 ? '+inf' : '-inf';
}

const SET = encodeUtf8('SET');
const RPUSH = encodeUtf8('RPUSH');
const HSET = encodeUtf8('HSET');
const SADD = encodeUtf8('SADD');
const ZADD = encodeUtf8('ZADD');
const PEXPIRE = encodeUtf8('PEXPIRE');
const PEXPIREAT = encodeUtf8('PEXPIREAT');
