/* shardscope recover: what the server holds after it has loaded a shard, or what it would hold after a repair. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DEFAULT_READER, encodeBase64, type ReaderId } from '../src/codec/index.ts';
import { exportState, keyLabel, type Recovered, recoverShard, sortedKeys } from '../src/replay/index.ts';
import { countOf } from './checkText.ts';
import { type CommandContext, noteTo } from './command.ts';
import { ExitCode } from './exitCode.ts';
import { readKeyOption } from './keyOption.ts';
import { FILE_OPTIONS, onlyFile, readArguments, readerOption } from './options.ts';
import type { Output } from './output.ts';
import { reading } from './reading.ts';
import { type RecoveryLog, recoveryLog } from './recoveryLog.ts';
import { type ScannedFile, withScannedFile } from './scannedFile.ts';
import { clockOption, shardOption, shardPaths, withShard } from './shardFiles.ts';
import { shardIdOf } from './shardState.ts';

const OPTIONS = {
  ...FILE_OPTIONS,
  shard: { type: 'string' },
  at: { type: 'string' },
  salvage: { type: 'boolean' },
  schemas: { type: 'boolean' },
  'json-logs': { type: 'boolean' },
} as const;

interface RecoverOptions {
  readonly key: Uint8Array | null;
  readonly reader: ReaderId;
  readonly nowMs: bigint;
  readonly salvage: boolean;
  readonly schemas: boolean;
}

export async function runRecover(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { values, positionals } = readArguments('recover', args, OPTIONS);
  const path = onlyFile('recover', positionals);
  const options: RecoverOptions = {
    key: await readKeyOption(values, noteTo(context)),
    reader: readerOption(values.reader) ?? DEFAULT_READER,
    nowMs: clockOption(values.at),
    salvage: values.salvage === true,
    schemas: values.schemas === true,
  };
  const shard = shardOption(values.shard);
  const log = recoveryLog(context, values['json-logs'] === true);
  const print = (shardId: number | null, snapshot: ScannedFile | null, file: ScannedFile | null) =>
    printRecovered({ shardId, snapshot, log: file }, options, context.out, log);
  if (!(await reading(path, () => stat(path))).isDirectory()) {
    const printFile = (file: ScannedFile) =>
      file.index.kind === 'aof' ? print(shard, null, file) : print(shard, file, null);
    return withScannedFile({ path, label: null }, options.key, printFile, noteTo(context));
  }
  const { shardId, snapshot, log: logPath } = await shardPaths(path, shard);
  const printShard = (opened: ScannedFile | null, file: ScannedFile | null) => print(shardId, opened, file);
  return withShard({ shardId, snapshot, log: logPath }, options.key, printShard, noteTo(context));
}

interface OpenShard {
  /** Null where only a file was named: then its own name or header says it. */
  readonly shardId: number | null;
  readonly snapshot: ScannedFile | null;
  readonly log: ScannedFile | null;
}

async function printRecovered(
  { shardId, snapshot, log: file }: OpenShard,
  { reader, nowMs, salvage, schemas }: RecoverOptions,
  out: Output,
  log: RecoveryLog,
): Promise<ExitCode> {
  const files = [snapshot, file].filter((each) => each !== null);
  const id = shardId ?? shardIdOf(files[0] as ScannedFile);
  const recovered = await recoverShard({ shardId: id, snapshot, log: file }, { reader, nowMs, salvage });
  for (const line of recovered.keyspace.logs) log.server(line);
  const code = exitCodeOf(recovered, files, salvage);
  tellWhatIsLost(recovered, snapshot, file, salvage, log);
  // A server that went down holds nothing.
  if (recovered.aborted === null) {
    const { databases } = (files[0] as ScannedFile).index.format;
    await printKeys(recovered, { databases, nowMs, reader }, out);
    if (schemas) await printSchemas(recovered, out);
  }
  return code;
}

function exitCodeOf(
  { snapshotVerdict, logVerdict, aborted }: Recovered,
  files: readonly ScannedFile[],
  salvage: boolean,
): ExitCode {
  const verdicts = [snapshotVerdict, logVerdict].filter((verdict) => verdict !== null);
  const isReadable = salvage
    ? files.some(({ index, refusal }) => refusal === null || index.rows.records > 0)
    : verdicts.some((verdict) => verdict.phase !== 'open');
  if (!isReadable) return ExitCode.unreadable;
  const isLost =
    verdicts.some((verdict) => verdict.error !== null || verdict.silentlyDropped > 0) || aborted !== null;
  const isDamaged = salvage && files.some(({ code }) => code !== ExitCode.clean);
  return isLost || isDamaged ? ExitCode.damaged : ExitCode.clean;
}

const NAMED = 5;

/** What the server itself would not say. */
function tellWhatIsLost(
  { keyspace, snapshotVerdict, logVerdict, aborted }: Recovered,
  snapshot: ScannedFile | null,
  file: ScannedFile | null,
  salvage: boolean,
  log: RecoveryLog,
): void {
  const unclear = sortedKeys(keyspace.unclear);
  if (unclear.length > 0) {
    const names = unclear.slice(0, NAMED).map((name) => JSON.stringify(keyLabel(name)));
    const more = unclear.length > NAMED ? ', …' : '';
    log.ours(
      `of ${countOf(unclear.length, 'key')} it is uncertain what they hold, because a command that is not replayed decides it: ${names.join(', ')}${more}`,
    );
  }
  if (salvage) {
    for (const each of [snapshot, file]) {
      if (each !== null && each.refusal !== null) log.ours(`${basename(each.input.path)} ${each.refusal}`);
    }
    return;
  }
  if (aborted !== null) {
    log.ours(
      `the server goes down while it replays ${basename(file?.input.path ?? '')}, so it holds nothing: ${aborted.reason}`,
    );
  }
  for (const [each, verdict] of [
    [snapshot, snapshotVerdict],
    [file, logVerdict],
  ] as const) {
    if (each === null || each.index.format.sharded || (verdict?.error ?? null) === null) continue;
    log.ours(
      `${verdict?.readerLabel} refuses ${basename(each.input.path)}, and loads nothing of it: ${verdict?.error}`,
    );
  }
  const dropped = logVerdict?.silentlyDropped ?? 0;
  if (dropped > 0) {
    log.ours(
      `the server drops the last ${dropped} bytes of ${basename(file?.input.path ?? '')} without a word`,
    );
  }
}

async function printKeys(
  { keyspace }: Recovered,
  rules: { readonly databases: boolean; readonly nowMs: bigint; readonly reader: ReaderId },
  out: Output,
): Promise<void> {
  const all = { ...rules, format: 'json', shardId: 0, only: null, onUnexpressed: () => {} } as const;
  for await (const piece of exportState(keyspace, all)) {
    if (out.closed) return;
    await out.write(piece as string);
  }
}

async function printSchemas({ keyspace }: Recovered, out: Output): Promise<void> {
  for (const name of sortedKeys(keyspace.schemas.keys())) {
    const descriptor = encodeBase64(keyspace.schemas.get(name) ?? new Uint8Array(0));
    await out.write(`${JSON.stringify({ schema: name, descriptor })}\n`);
  }
}
