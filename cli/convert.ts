/* shardscope convert: a file's records, or what a shard holds, in another form. */
import { rename, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { rowIndex } from '../src/base/index.ts';
import {
  DEFAULT_READER,
  decodeUtf8Lossy,
  encodeUtf8,
  groupDigits,
  type ReaderId,
  writeCommand,
} from '../src/codec/index.ts';
import { stateLog } from '../src/repair/index.ts';
import {
  type Chunk,
  exportState,
  Keyspace,
  recordCommand,
  recoverShard,
  stateCommands,
  type Unexpressed,
} from '../src/replay/index.ts';
import { decodeAnyRow, rowsCsv } from '../src/scan/index.ts';
import { countOf } from './checkText.ts';
import { type CommandContext, noteTo } from './command.ts';
import { CommandError, ExitCode, worse } from './exitCode.ts';
import { isJsonLines, readJsonLines } from './jsonLines.ts';
import { readKeyOption } from './keyOption.ts';
import { FILE_OPTIONS, onlyFile, readArguments, readerOption } from './options.ts';
import { ownerOf, reading } from './reading.ts';
import { printRecords } from './records.ts';
import { snapshotBeside } from './rewriteBase.ts';
import { isRecord, isSalvageable, type ScannedFile, withScannedFile } from './scannedFile.ts';
import { clockOption, shardOption, shardPaths, withShard } from './shardFiles.ts';
import { shardIdOf } from './shardState.ts';
import { checkTarget } from './target.ts';
import { writeWhole } from './temporaryFile.ts';

const FORMS = ['json', 'csv', 'resp', 'snap', 'aof', 'rdb'] as const;
type Form = (typeof FORMS)[number];

const OPTIONS = {
  ...FILE_OPTIONS,
  output: { type: 'string', short: 'o' },
  to: { type: 'string' },
  shard: { type: 'string' },
  at: { type: 'string' },
  salvage: { type: 'boolean' },
  force: { type: 'boolean' },
} as const;

interface ConvertOptions {
  readonly output: string;
  readonly to: Form;
  readonly reader: ReaderId;
  readonly nowMs: bigint;
  readonly salvage: boolean;
}

/** Writes bytes of the output. */
type Write = (chunk: Chunk) => Promise<void>;

export async function runConvert(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { values, positionals } = readArguments('convert', args, OPTIONS);
  const path = onlyFile('convert', positionals);
  const { output } = values;
  if (output === undefined) throw new CommandError(ExitCode.usage, 'convert needs -o OUT, the file to write');
  const options: ConvertOptions = {
    output,
    to: formOption(values.to),
    reader: readerOption(values.reader) ?? DEFAULT_READER,
    nowMs: clockOption(values.at),
    salvage: values.salvage === true,
  };
  const shard = shardOption(values.shard);
  const key = await readKeyOption(values, noteTo(context));
  const force = values.force === true;
  if ((await reading(path, () => stat(path))).isDirectory()) {
    if (options.to === 'json' || options.to === 'csv') {
      const instead = options.to === 'json' ? '; "recover" prints what a shard holds' : '';
      throw new CommandError(ExitCode.usage, `--to ${options.to} is for one file${instead}`);
    }
    const paths = await shardPaths(path, shard);
    const inputs = [paths.snapshot, paths.log].filter((each) => each !== null);
    await checkTarget(inputs, output, force);
    return withShard(
      paths,
      key,
      (snapshot, log) => convertShard({ shardId: paths.shardId, snapshot, log }, options, context),
      noteTo(context),
    );
  }
  await checkTarget([path], output, force);
  if (options.to === 'rdb' && (await isJsonLines(path))) return convertJsonLines(path, options, context);
  const convert = (file: ScannedFile) => convertFile(file, shard, options, context);
  return withScannedFile({ path, label: null }, key, convert, noteTo(context));
}

function formOption(text: string | undefined): Form {
  const form = FORMS.find((each) => each === text);
  if (form !== undefined) return form;
  const got = text === undefined ? 'convert needs --to FORM' : `there is no form "${text}"`;
  throw new CommandError(ExitCode.usage, `${got}; there are ${FORMS.join(', ')}`);
}

async function convertFile(
  file: ScannedFile,
  shard: number | null,
  options: ConvertOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { to, salvage } = options;
  if (to === 'snap' || to === 'aof' || to === 'rdb') {
    const isLog = file.index.kind === 'aof';
    const beside = isLog && file.index.format.sharded ? await snapshotBeside(file.input.path) : null;
    if (beside !== null) noteTo(context)(`${beside} does not count; name the directory and --shard for both`);
    const shardId = shard ?? shardIdOf(file);
    return convertShard(
      { shardId, snapshot: isLog ? null : file, log: isLog ? file : null },
      options,
      context,
    );
  }
  const { refusal, held } = file;
  if (refusal !== null && !(salvage && held.salvageable > 0)) {
    throw new CommandError(ExitCode.unreadable, `${file.input.path}: ${refusal}`);
  }
  const unexpressed: Unexpressed[] = [];
  const code = await writing(file, options, async (write) => {
    if (to === 'json') {
      return printRecords(
        file,
        { reader: null, salvage, filter: null, matchCase: false },
        { closed: false, write },
      );
    }
    const wants = (row: number): boolean =>
      isRecord(file.index, rowIndex(row)) &&
      (row < held.firstBad || (salvage && isSalvageable(file.index, rowIndex(row))));
    if (to === 'csv') {
      for await (const line of rowsCsv(file.source, file.index, wants)) await write(line);
    } else await writeCommands(file, wants, write, (what) => unexpressed.push(what));
    return refusal === null ? file.code : ExitCode.damaged;
  });
  return tellUnexpressed(unexpressed, code, options, context);
}

/** Each record or entry as a command, in file order. */
async function writeCommands(
  { source, index }: ScannedFile,
  wants: (row: number) => boolean,
  write: Write,
  onUnexpressed: (what: Unexpressed) => void,
): Promise<void> {
  let database = 0;
  for (let row = 0; row < index.rows.length; row++) {
    const decoded = wants(row) ? await decodeAnyRow(source, index, rowIndex(row)) : null;
    if (decoded === null) continue;
    if (decoded.kind === 'command') {
      if (decoded.args.length > 0) await write(writeCommand(decoded.args));
      continue;
    }
    if (decoded.kind === 'string') {
      if (decoded.db !== database) await write(writeCommand([SELECT, encodeUtf8(String(decoded.db))]));
      database = decoded.db;
      const { key, value, expireMs } = decoded.entry;
      const expiry = expireMs === null ? [] : [encodeUtf8('PXAT'), encodeUtf8(String(expireMs))];
      await write(writeCommand([SET, key, value, ...expiry]));
      continue;
    }
    if (decoded.kind === 'record') {
      const { record } = decoded;
      const command = recordCommand(record);
      if (command !== null) await write(writeCommand(command));
      else {
        const key = decodeUtf8Lossy('key' in record ? record.key : 'name' in record ? record.name : NO_BYTES);
        onUnexpressed({ key, why: `a ${record.type}, which Redis does not have`, partly: false });
      }
      continue;
    }
    const keyspace = new Keyspace();
    keyspace.load(decoded.entry);
    for (const [key, held] of keyspace.keys) {
      // Recovery drops what has no time left.
      if (held.ttlMs === 0n) continue;
      const { commands, unexpressed } = stateCommands(key, held);
      if (unexpressed !== null) onUnexpressed(unexpressed);
      for (const command of commands) await write(writeCommand(command));
    }
  }
}

const NO_BYTES = new Uint8Array(0);
const SELECT = encodeUtf8('SELECT');
const SET = encodeUtf8('SET');

interface OpenShard {
  readonly shardId: number;
  readonly snapshot: ScannedFile | null;
  readonly log: ScannedFile | null;
}

/** Writes the keys that JSON lines tell as an RDB. */
async function convertJsonLines(
  path: string,
  options: ConvertOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const unexpressed: Unexpressed[] = [];
  const onUnexpressed = (what: Unexpressed): void => void unexpressed.push(what);
  const keyspace = await readJsonLines(path, options.nowMs, onUnexpressed);
  await writing({ input: { path, label: null } }, options, async (write) => {
    const { reader, nowMs } = options;
    const form = { format: 'rdb', shardId: 0, reader, only: null, databases: true, nowMs } as const;
    for await (const chunk of exportState(keyspace, { ...form, onUnexpressed })) await write(chunk);
  });
  return tellUnexpressed(unexpressed, ExitCode.clean, options, context);
}

/** Writes what a shard holds. */
async function convertShard(
  shard: OpenShard,
  options: ConvertOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { reader, nowMs, salvage, to } = options;
  const files = [shard.snapshot, shard.log].filter((each) => each !== null);
  const first = files[0] as ScannedFile;
  const isReadable = files.some(({ refusal, held }) => refusal === null || (salvage && held.salvageable > 0));
  if (!isReadable) {
    throw new CommandError(ExitCode.unreadable, `${first.input.path}: ${first.refusal}`);
  }
  const { keyspace, aborted, snapshotVerdict, logVerdict } = await recoverShard(shard, {
    reader,
    nowMs,
    salvage,
  });
  for (const line of keyspace.logs) context.log(line);
  const verdicts = [snapshotVerdict, logVerdict].filter((verdict) => verdict !== null);
  for (const { error, readerLabel } of salvage || first.index.format.sharded ? [] : verdicts) {
    if (error !== null)
      context.complain(`${readerLabel} refuses the file, and loads nothing of it: ${error}`);
  }
  if (aborted !== null) {
    throw new CommandError(ExitCode.damaged, `the server goes down while it replays: ${aborted.reason}`);
  }
  const isLost =
    !salvage && verdicts.some(({ error, silentlyDropped }) => error !== null || silentlyDropped > 0);
  const found = files.reduce<ExitCode>((code, file) => worse(code, file.code), ExitCode.clean);
  const code: ExitCode = isLost || found !== ExitCode.clean ? ExitCode.damaged : ExitCode.clean;
  const unexpressed: Unexpressed[] = [];
  const onUnexpressed = (what: Unexpressed): void => void unexpressed.push(what);
  await writing(first, options, async (write) => {
    const chunks: AsyncIterable<Chunk> =
      to === 'aof'
        ? stateLog(keyspace, reader, onUnexpressed)
        : exportState(keyspace, {
            format: to === 'snap' || to === 'rdb' ? to : 'resp',
            shardId: shard.shardId,
            reader,
            only: null,
            databases: first.index.format.databases,
            nowMs,
            onUnexpressed,
          });
    for await (const chunk of chunks) await write(chunk);
  });
  return tellUnexpressed(unexpressed, code, options, context);
}

/** Writes OUT whole or not at all. It must not become readable to more people than the input. */
async function writing<T>(
  { input }: Pick<ScannedFile, 'input'>,
  { output }: ConvertOptions,
  fill: (write: Write) => Promise<T>,
): Promise<T> {
  let result: { readonly value: T } | null = null;
  await writeWhole({
    path: output,
    owner: await reading(input.path, () => ownerOf(input.path)),
    write: async (write) => {
      const batch = new Batch(write);
      result = { value: await fill((chunk) => batch.add(chunk)) };
      await batch.flush();
    },
    check: () => Promise.resolve(),
    place: (temporary) => rename(temporary, output),
  });
  return (result as unknown as { readonly value: T }).value;
}

const BATCH_BYTES = 1 << 18;

/** Gathers small chunks. */
class Batch {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  async add(chunk: Chunk): Promise<void> {
    const bytes = typeof chunk === 'string' ? encodeUtf8(chunk) : chunk;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= BATCH_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    if (bytes.length > 0) await this.#write(bytes);
  }
}

const TOLD = 20;

/** Names what OUT does not hold. */
function tellUnexpressed(
  unexpressed: readonly Unexpressed[],
  code: ExitCode,
  { output }: ConvertOptions,
  { complain }: CommandContext,
): ExitCode {
  if (unexpressed.length === 0) return code;
  for (const { key, why, partly } of unexpressed.slice(0, TOLD)) {
    complain(`left out${partly ? ' in part' : ''}: ${JSON.stringify(key)}: ${why}`);
  }
  const more = unexpressed.length - TOLD;
  if (more > 0) complain(`left out: ${groupDigits(more)} more`);
  complain(
    `${basename(output)} is written without ${countOf(unexpressed.length, 'thing')} that it can’t hold`,
  );
  return worse(code, ExitCode.damaged);
}
