/*
 * shardscope repair --preset compact: log and snapshot of a shard become one snapshot and an empty log, two new files
 * that get their names only once both were read back and hold what was promised.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type ByteSource,
  DEFAULT_READER,
  memorySource,
  NONCE_BYTES,
  type ReaderId,
  shardOfName,
} from '../src/codec/index.ts';
import {
  compareStates,
  type OutputPiece,
  piecesSource,
  prepareCompaction,
  type StateSummary,
  sha256OfSource,
  verifyCompaction,
} from '../src/repair/index.ts';
import type { Compaction } from '../src/replay/index.ts';
import { type CommandContext, noteTo } from './command.ts';
import { type CompactReport, compactJson, compactText, type WrittenFile } from './compactReport.ts';
import { CommandError, ExitCode, worse } from './exitCode.ts';
import { type Input, unreadable } from './inputs.ts';
import { readKeyOption } from './keyOption.ts';
import { NODE_SHA256 } from './nodeSha256.ts';
import { onlyFile, readArguments, readerOption } from './options.ts';
import { ownerOf, reading } from './reading.ts';
import { REPAIR_OPTIONS, refuse } from './repairOptions.ts';
import { keyFromElsewhere, snapshotBeside } from './rewriteBase.ts';
import { type ScannedFile, scanSource, withScannedFile } from './scannedFile.ts';
import { type ShardPaths, shardOption, shardPaths } from './shardFiles.ts';
import { shardIdOf, stateOf } from './shardState.ts';
import { checkTarget, readStamp } from './target.ts';
import { writeWhole } from './temporaryFile.ts';

interface CompactOptions {
  readonly reader: ReaderId;
  readonly nowMs: bigint;
  readonly key: Uint8Array | null;
  /** The directory that the two files are written to; null in a dry run. */
  readonly output: string | null;
  readonly force: boolean;
  readonly json: boolean;
}

/** Compacts one shard. @throws CommandError when nothing was written */
export async function runCompact(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { values, positionals } = readArguments('repair', args, REPAIR_OPTIONS);
  const given = onlyFile('repair', positionals);
  refuse(
    values.plan !== undefined || values['save-plan'] !== undefined,
    '--preset compact writes two files, which no plan describes',
  );
  refuse(values['in-place'] === true, '--preset compact writes to a directory of its own: give it with -o');
  refuse(
    values.output === undefined && values['dry-run'] !== true,
    '--preset compact needs -o DIR, the directory to write to (or --dry-run)',
  );
  refuse(
    values.snapshot !== undefined && values['no-snapshot'] === true,
    'give either --snapshot or --no-snapshot',
  );
  const note = noteTo(context);
  const options: CompactOptions = {
    reader: readerOption(values.reader) ?? DEFAULT_READER,
    nowMs: BigInt(Date.now()),
    key: await readKeyOption(values, note),
    output: values['dry-run'] === true ? null : (values.output ?? null),
    force: values.force === true,
    json: values.json === true,
  };
  const found = await pathsOf(given, shardOption(values.shard));
  const snapshot = values['no-snapshot'] === true ? null : (values.snapshot ?? found.snapshot);
  const paths = { ...found, snapshot };
  return withFile(paths.snapshot, options, (opened) =>
    withFile(paths.log, options, async (log) => {
      if (log !== null && opened === null && values['no-snapshot'] !== true)
        await refuseLogAlone(log, options);
      return new Compacting(paths, { snapshot: opened, log }, options, note).run(context);
    }),
  );
}

interface CompactPaths extends Omit<ShardPaths, 'shardId'> {
  /** Null where a log was named itself. */
  readonly shardId: number | null;
}

/** The files of the shard: of a directory, or of a log that was named itself. */
async function pathsOf(path: string, shard: number | null): Promise<CompactPaths> {
  if ((await reading(path, () => stat(path))).isDirectory()) return shardPaths(path, shard);
  refuse(shard !== null, '--shard is for directories');
  refuse(
    path.endsWith('.snap'),
    'name the log, or the directory of the shard: a snapshot is compact already',
  );
  return { shardId: null, log: path, snapshot: await snapshotBeside(path) };
}

const withFile = <T>(
  path: string | null,
  { key }: CompactOptions,
  use: (file: ScannedFile | null) => Promise<T>,
): Promise<T> => (path === null ? use(null) : withScannedFile({ path, label: null }, key, use));

/** @throws CommandError where the log goes on from a snapshot that is not there: its keys would be missing */
async function refuseLogAlone(log: ScannedFile, { nowMs }: CompactOptions): Promise<void> {
  const key = await keyFromElsewhere(log, nowMs, () => true);
  if (key === null) return;
  throw new CommandError(
    ExitCode.usage,
    `${log.input.path} changes the key ${JSON.stringify(key)}, which nothing in it made, so there must be a snapshot: give it with --snapshot FILE. With --no-snapshot such keys are left out`,
  );
}

interface OpenFiles {
  readonly snapshot: ScannedFile | null;
  readonly log: ScannedFile | null;
}

/** The compaction of one open shard. */
class Compacting {
  readonly #files: OpenFiles;
  readonly #given: readonly ScannedFile[];
  readonly #options: CompactOptions;
  readonly #note: (text: string) => void;
  readonly #shardId: number;

  constructor(paths: CompactPaths, files: OpenFiles, options: CompactOptions, note: (text: string) => void) {
    this.#files = files;
    this.#given = [files.snapshot, files.log].filter((file) => file !== null);
    this.#options = options;
    this.#note = note;
    // A log's header does not say whose it is: its name does, or its snapshot.
    const named = paths.log === null ? null : shardOfName(basename(paths.log));
    this.#shardId = paths.shardId ?? named ?? shardIdOf(this.#given[0] as ScannedFile);
  }

  async run({ out }: CommandContext): Promise<ExitCode> {
    const options = this.#options;
    for (const file of this.#given) this.#checkInput(file);
    const names = [`shard-${this.#shardId}.snap`, `shard-${this.#shardId}.aof`] as const;
    const targets = options.output === null ? null : await this.#targets(options.output, names);
    const stamps = await this.#stamps();
    const inputs = await Promise.all(
      this.#given.map(async ({ input, source }) => ({
        path: input.path,
        size: source.size(),
        sha256: await hashOf(source),
      })),
    );
    const before = await stateOf(
      this.#files.log ?? (this.#files.snapshot as ScannedFile),
      this.#files.log === null ? null : this.#files.snapshot,
      options,
    );
    const prepared = await prepareCompaction(
      { shardId: this.#shardId, ...this.#files },
      { ...options, nonces: () => crypto.getRandomValues(new Uint8Array(NONCE_BYTES)), sha256: NODE_SHA256 },
    );
    if (prepared.outcome !== 'ready') {
      const why = prepared.outcome === 'impossible' ? prepared.why : 'it was stopped';
      throw unreadable((this.#given.at(-1) as ScannedFile).input.path, `nothing was written: ${why}`);
    }
    const { compaction, promised } = prepared;
    const written = await (targets === null
      ? this.#rehearse(compaction, promised, names)
      : this.#write(compaction, promised, targets, stamps));
    const report: CompactReport = {
      shardId: this.#shardId,
      reader: written.readerLabel,
      inputs,
      outputs: written.outputs,
      isWritten: targets !== null,
      entries: compaction.keys.length,
      leftOut: compaction.unreadable,
      schemasLeftOut: compaction.unreadableSchemas,
      expiring: compaction.expiring,
      absolute: compaction.absolute,
      keysBefore: before.keys.size,
      keysAfter: written.state.keys.size,
      keys: compareStates(before, written.state),
    };
    await out.write(options.json ? `${JSON.stringify(compactJson(report))}\n` : `${compactText(report)}\n`);
    const left = compaction.unreadable.length + compaction.unreadableSchemas.length;
    const own: ExitCode = left > 0 ? ExitCode.damaged : ExitCode.clean;
    return this.#given.map(({ code }) => code).reduce(worse, own);
  }

  /** @throws CommandError for a file of which nothing can be read */
  #checkInput({ input, index, refusal, code, held }: ScannedFile): void {
    // A damaged header can be done without; without the right key nothing can be judged.
    if (refusal !== null && (index.header.outcome === 'ok' || index.rows.records === 0))
      throw unreadable(input.path, `${refusal}; nothing was written`);
    if (code === ExitCode.clean) return;
    const total = held.before + held.salvageable;
    this.#note(
      `${input.path} is damaged: the ${total} ${index.kind === 'aof' ? 'records' : 'entries'} that hold are taken`,
    );
  }

  async #targets(directory: string, names: readonly [string, string]) {
    const inputs = this.#given.map(({ input }) => input.path);
    const [snapshot, log] = names.map((name) => join(directory, name)) as [string, string];
    await checkTarget(inputs, snapshot, this.#options.force);
    await checkTarget(inputs, log, this.#options.force);
    await mkdir(directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw unreadable(directory, 'can’t be made; nothing was written');
    });
    return { snapshot, log };
  }

  #stamps = (): Promise<readonly string[]> =>
    Promise.all(this.#given.map(({ input }) => reading(input.path, () => readStamp(input.path))));

  /** Writes both files under temporary names, checks them together, and gives them their names. */
  async #write(
    compaction: Compaction,
    promised: StateSummary,
    target: { readonly snapshot: string; readonly log: string },
    stamps: readonly string[],
  ): Promise<Written> {
    const owner = await ownerOf((this.#given.at(-1) as ScannedFile).input.path);
    const isNew = (await stat(target.snapshot).catch(() => null)) === null;
    return writeWhole({
      path: target.snapshot,
      owner,
      write: async (write) => {
        for await (const chunk of compaction.snapshot()) await write(chunk);
      },
      check: (snapshot) =>
        writeWhole({
          path: target.log,
          owner,
          write: (write) => write(compaction.log()),
          check: async (log) => {
            const written = await this.#checkFiles(promised, {
              ...target,
              temporarySnapshot: snapshot,
              temporaryLog: log,
            });
            const now = await this.#stamps();
            if (now.every((stamp, i) => stamp === stamps[i])) return written;
            throw unreadable(target.snapshot, 'the input changed while it was read; nothing was written');
          },
          place: async (log) => {
            await rename(snapshot, target.snapshot);
            await rename(log, target.log).catch(async (error: unknown) => {
              // A snapshot without its log would be taken for the shard.
              if (isNew) await rm(target.snapshot, { force: true });
              throw error;
            });
          },
        }),
      place: () => Promise.resolve(),
    });
  }

  async #checkFiles(
    promised: StateSummary,
    paths: {
      readonly snapshot: string;
      readonly log: string;
      readonly temporarySnapshot: string;
      readonly temporaryLog: string;
    },
  ): Promise<Written> {
    const inputOf = (path: string, final: string): Input => ({ path, name: basename(final), label: null });
    return withScannedFile(inputOf(paths.temporarySnapshot, paths.snapshot), this.#options.key, (snapshot) =>
      withScannedFile(inputOf(paths.temporaryLog, paths.log), this.#options.key, (log) =>
        this.#verify(promised, snapshot, log, [paths.snapshot, paths.log]),
      ),
    );
  }

  /** Looks at what would be written, which is held in memory for once. */
  async #rehearse(
    compaction: Compaction,
    promised: StateSummary,
    names: readonly [string, string],
  ): Promise<Written> {
    const open = async (
      chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[],
      name: string,
    ): Promise<ScannedFile> => {
      const pieces: OutputPiece[] = [];
      for await (const chunk of chunks) pieces.push({ kind: 'bytes', bytes: chunk.slice() });
      const source = piecesSource(memorySource(new Uint8Array(0)), pieces);
      return scanSource({ path: name, name, label: null }, source, this.#options.key);
    };
    const snapshot = await open(compaction.snapshot(), names[0]);
    return this.#verify(promised, snapshot, await open([compaction.log()], names[1]), names);
  }

  /** @throws CommandError when the two files are not what was promised */
  async #verify(
    promised: StateSummary,
    snapshot: ScannedFile,
    log: ScannedFile,
    paths: readonly [string, string],
  ): Promise<Written> {
    const options = { ...this.#options, sha256: NODE_SHA256 };
    const verified = await verifyCompaction(promised, { snapshot, log }, this.#shardId, options);
    if (verified.difference !== null) {
      throw new CommandError(
        ExitCode.damaged,
        `${paths[0]}: not written: read back it is not what was promised: ${verified.difference}`,
      );
    }
    const outputs = await Promise.all(
      [snapshot, log].map(async ({ source, index }, i) => ({
        path: paths[i] as string,
        size: source.size(),
        records: index.rows.records,
        sha256: await hashOf(source),
      })),
    );
    return { outputs, state: verified.state, readerLabel: verified.snapshotVerdict.readerLabel };
  }
}

interface Written {
  readonly outputs: readonly WrittenFile[];
  /** What the reader holds after loading them. */
  readonly state: StateSummary;
  readonly readerLabel: string;
}

// Null only when it was asked to stop.
const hashOf = async (source: ByteSource): Promise<string> =>
  (await sha256OfSource(source, { sha256: NODE_SHA256 })) ?? '';
