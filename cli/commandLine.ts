/* From the arguments to an exit code. */
import { readFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { isOutOfMemory } from '../src/base/index.ts';
import { DEFAULT_READER } from '../src/codec/index.ts';
import { printCheck } from './check.ts';
import { type CommandContext, noteTo } from './command.ts';
import { runConvert } from './convert.ts';
import { runDamage } from './damage.ts';
import { CommandError, ExitCode, worse } from './exitCode.ts';
import { COMMANDS, type CommandName, GENERAL_HELP, HELP } from './help.ts';
import { expandInputs } from './inputs.ts';
import { readKeyOption } from './keyOption.ts';
import { boundStates, memoryText } from './memory.ts';
import { FILE_OPTIONS, filterOption, readArguments, readerOption } from './options.ts';
import { Output } from './output.ts';
import { printRecords } from './records.ts';
import { runRecover } from './recover.ts';
import { runRepair } from './repair.ts';
import { type ScannedFile, withScannedFile } from './scannedFile.ts';

/** Where a command writes. */
export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

type Command = (args: readonly string[], context: CommandContext) => Promise<ExitCode>;

const RUN: Readonly<Record<CommandName, Command>> = {
  check: runCheck,
  records: runRecords,
  recover: runRecover,
  repair: runRepair,
  convert: runConvert,
  damage: runDamage,
};

/** Runs one command to its end. Never throws for what the user or the files do wrong. */
export async function runCommandLine(
  args: readonly string[],
  { stdout, stderr }: Streams,
): Promise<ExitCode> {
  const out = new Output(stdout);
  // When nobody reads the complaints either, the exit code is what is left to say.
  stderr.on('error', () => undefined);
  const log = (line: string): void => void stderr.write(`${line.replaceAll('\n', ' ')}\n`);
  const complain = (text: string): void => log(`shardscope: ${text}`);
  boundStates();
  try {
    const code = await dispatch(args, { out, complain, log });
    await out.flush();
    return code;
  } catch (error) {
    await out.flush().catch(() => undefined);
    // An error of ours must not pass for damage in the file, which Node's own exit code 1 would.
    if (isOutOfMemory(error)) complain(memoryText(error));
    else if (error instanceof CommandError) complain(error.message);
    else complain(`internal error: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof CommandError ? error.code : ExitCode.unreadable;
  }
}

async function dispatch(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { out } = context;
  const [name = '', ...rest] = args;
  if (name === '--version' || name === '-V') {
    await out.write(`${await packageVersion()}\n`);
    return ExitCode.clean;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const command = rest.find(isCommand);
    await out.write(command === undefined ? GENERAL_HELP : HELP[command]);
    return ExitCode.clean;
  }
  if (name === '') throw new CommandError(ExitCode.usage, 'no command; "shardscope --help" lists them');
  if (!isCommand(name)) {
    throw new CommandError(ExitCode.usage, `there is no command "${name}"; there are ${COMMANDS.join(', ')}`);
  }
  if (rest.some((arg) => arg === '--help' || arg === '-h')) {
    await out.write(HELP[name]);
    return ExitCode.clean;
  }
  return RUN[name](rest, context);
}

const isCommand = (name: string): name is CommandName => (COMMANDS as readonly string[]).includes(name);

async function runCheck(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { out } = context;
  const { values, positionals } = readArguments('check', args, {
    ...FILE_OPTIONS,
    json: { type: 'boolean' },
  });
  const reader = readerOption(values.reader) ?? DEFAULT_READER;
  const options = { reader, json: values.json === true };
  const key = await readKeyOption(values, noteTo(context));
  let first = true;
  return forEachFile(positionals, key, context, async (file) => {
    // A blank line sets the files apart for people; JSON lines stay lines.
    if (!first && !options.json) await out.write('\n');
    first = false;
    return printCheck(file, options, out);
  });
}

async function runRecords(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { values, positionals } = readArguments('records', args, {
    ...FILE_OPTIONS,
    salvage: { type: 'boolean' },
    filter: { type: 'string' },
    'match-case': { type: 'boolean' },
  });
  const options = {
    reader: readerOption(values.reader),
    salvage: values.salvage === true,
    filter: filterOption(values.filter),
    matchCase: values['match-case'] === true,
  };
  const key = await readKeyOption(values, noteTo(context));
  return forEachFile(
    positionals,
    key,
    context,
    (file) => printRecords(file, options, context.out),
    () => context.out.closed,
  );
}

/** Goes through the files in turn. One that can't be read is complained about; the others still come. */
async function forEachFile(
  paths: readonly string[],
  key: Uint8Array | null,
  context: CommandContext,
  use: (file: ScannedFile) => Promise<ExitCode>,
  enough: () => boolean = () => false,
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.clean;
  const settle = (error: unknown): void => {
    if (!(error instanceof CommandError)) throw error;
    context.complain(error.message);
    code = worse(code, error.code);
  };
  for (const expanded of await expandInputs(paths)) {
    if ('failure' in expanded) {
      settle(expanded.failure);
      continue;
    }
    for (const input of expanded.inputs) {
      if (enough()) return code;
      await withScannedFile(input, key, use, noteTo(context)).then((each) => {
        code = worse(code, each);
      }, settle);
    }
  }
  return code;
}

/** The version in package.json, which stands beside the folder of the program, built or not. */
async function packageVersion(): Promise<string> {
  const here = import.meta.url;
  const text = await readFile(new URL('../package.json', here), 'utf8').catch(() => '{}');
  const { version } = JSON.parse(text) as { readonly version?: string };
  return version ?? 'unknown';
}
