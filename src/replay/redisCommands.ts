/*
 * Records as commands that someone can type into `redis-cli`. Every value is bytes: what is not plain text is quoted
 * with `\xNN`, which redis-cli reads back to the same bytes.
 */
import { type AofRecord, type Command, f64FromBits } from '../codec/index.ts';
import { recordCommand } from './recordCommand.ts';

/** What a record amounts to. */
export interface RedisCommands {
  readonly commands: readonly Command[];
  /** Why there is none, or why Redis refuses it; null where it does the same. */
  readonly note: string | null;
}

const NO_PROTO = 'Redis has no protobuf values: there is no command for this record.';
const NO_VECTOR = 'Ember’s vector sets differ from Redis’s: there is no command that does the same.';
const NAN = 'A score here is not a number (NaN); Redis refuses such a score.';

/** The command that does what a record does, or why there is none. */
export function commandsOf(record: AofRecord): RedisCommands {
  const command = recordCommand(record);
  if (command === null) return { commands: [], note: record.type.startsWith('PROTO') ? NO_PROTO : NO_VECTOR };
  const hasNan =
    record.type === 'ZADD' && record.members.some(({ score }) => Number.isNaN(f64FromBits(score)));
  return { commands: [command], note: hasNan ? NAN : null };
}

/** A command as one line for `redis-cli`. */
export const formatCommand = (parts: Command): string => parts.map(quoteArgument).join(' ');

/** What needs no quotes: nothing that redis-cli or a shell would take apart. */
const PLAIN = /^[A-Za-z0-9_./:@%+,=-]{1,200}$/;
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
  const parts: string[] = [];
  for (const byte of bytes) {
    const isPrintable = byte >= 0x20 && byte < 0x7f;
    const shown = isPrintable ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
    parts.push(ESCAPES[byte] ?? shown);
  }
  const text = parts.join('');
  return PLAIN.test(text) ? text : `"${text}"`;
}
