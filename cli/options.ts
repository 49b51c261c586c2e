/* The options that commands share, and how the command line of one is read. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { parseReader, READER_FEATURES, type ReaderId } from '../src/codec/index.ts';
import { parseQuery, type Query } from '../src/columnar/index.ts';
import { FORMATS } from '../src/formats/index.ts';
import { typeNamesOf } from '../src/scan/index.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import type { CommandName } from './help.ts';

export const KEY_OPTIONS = {
  key: { type: 'string' },
  'key-file': { type: 'string' },
} as const;

export const FILE_OPTIONS = { ...KEY_OPTIONS, reader: { type: 'string' } } as const;

type Options = NonNullable<ParseArgsConfig['options']>;

/** The options and files of a command. @throws CommandError for an option that it doesn't have, or without a file */
export function readArguments<const T extends Options>(
  name: CommandName,
  args: readonly string[],
  options: T,
) {
  try {
    const parsed = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    if (parsed.positionals.length > 0) return parsed;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ', 1)[0] ?? '') : String(error);
    throw new CommandError(ExitCode.usage, `${message}; "shardscope ${name} --help" lists the options`);
  }
  throw new CommandError(ExitCode.usage, `${name} needs a file; "shardscope ${name} --help" says more`);
}

/** The one file that a command takes. */
export function onlyFile(name: CommandName, positionals: readonly string[]): string {
  const [path, ...more] = positionals;
  if (path !== undefined && more.length === 0) return path;
  throw new CommandError(ExitCode.usage, `${name} takes one file, got ${positionals.length}`);
}

/** The reader that `--reader` names; null without it. */
export function readerOption(text: string | undefined): ReaderId | null {
  if (text === undefined) return null;
  const reader = parseReader(text);
  if (reader !== null) return reader;
  const form = `a version from 0.1.2 to 0.4.9, with +none or +${READER_FEATURES.join(',')} for other builds`;
  throw new CommandError(ExitCode.usage, `--reader takes ${form}, got "${text}"`);
}

/** What `--filter` asks for; null without it. @throws CommandError that says what is wrong in it, and where */
export function filterOption(text: string | undefined): Query | null {
  if (text === undefined) return null;
  const { query, errors } = parseQuery(text, FORMATS.formats.flatMap(typeNamesOf));
  const wrong = errors[0];
  if (wrong === undefined) return query;
  const place =
    wrong.offset < text.length
      ? `at "${text.slice(wrong.offset, wrong.offset + wrong.length)}"`
      : 'at its end';
  throw new CommandError(ExitCode.usage, `--filter, ${place}: ${wrong.message}`);
}
