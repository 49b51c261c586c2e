/* A log and its shard's snapshot as one snapshot and an empty log: written, read back, loaded and compared. */
import { type ByteSource, previewText, shardOfName } from '../codec/index.ts';
import { openFile } from '../formats/index.ts';
import {
  compareStates,
  PORTABLE_SHA256,
  prepareCompaction,
  sha256OfSource,
  summarizeState,
  verifyCompaction,
} from '../repair/index.ts';
import { type Compaction, recoverShard, type ShardFile, type ShardFiles } from '../replay/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import { blobSource } from './blobSource.ts';
import { BlobTarget } from './blobTarget.ts';
import type { CompactFiles, CompactOutcome, CompactRequest } from './compactApi.ts';
import { readProblem, writeProblem } from './problem.ts';
import { CANCELLED, freshNonce, type SaveRun, type SaveSubject } from './repairSaving.ts';
import type { Problem } from './told.ts';

/** The user asked to stop. Thrown and caught in this file only. */
class Cancelled extends Error {}

/** Something that ends a compaction, told. Thrown and caught in this file only. */
class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.what);
    this.problem = problem;
  }
}

/** The shard that a log and its snapshot belong to: the log's name says it, or else the snapshot. */
export async function compactNames(logName: string, snapshot: File | null): Promise<CompactFiles<string>> {
  const header = snapshot === null ? null : (await openFile(blobSource(snapshot), snapshot.name)).header;
  const claimed = header?.outcome === 'ok' ? header.shardId : null;
  const shard = shardOfName(logName) ?? claimed ?? 0;
  return { snapshot: `shard-${shard}.snap`, log: `shard-${shard}.aof` };
}

/** Compacts the log of `subject`. Nothing here throws for bad input. @param key of the log, and so of the snapshot */
export async function compactLog(
  subject: SaveSubject,
  request: CompactRequest,
  key: Uint8Array | null,
  targets: CompactFiles<FileSystemFileHandle> | null,
  run: SaveRun,
): Promise<CompactOutcome> {
  try {
    return await new LogCompaction(subject, request, key, run).run(targets);
  } catch (error) {
    if (error instanceof Cancelled) return failed(CANCELLED);
    if (error instanceof Refused) return failed(error.problem);
    return failed(readProblem(error, subject.index.rows.length));
  }
}

const failed = (problem: Problem): CompactOutcome => ({ problem, facts: null, files: null });

class LogCompaction {
  readonly #subject: SaveSubject;
  readonly #request: CompactRequest;
  readonly #key: Uint8Array | null;
  readonly #run: SaveRun;
  readonly #nowMs = BigInt(Date.now());

  constructor(subject: SaveSubject, request: CompactRequest, key: Uint8Array | null, run: SaveRun) {
    this.#subject = subject;
    this.#request = request;
    this.#key = key;
    this.#run = run;
  }

  async run(targets: CompactFiles<FileSystemFileHandle> | null): Promise<CompactOutcome> {
    const { source, index, name, sha256 } = this.#subject;
    const { snapshot } = this.#request;
    const { reader, signal } = this.#run;
    const names = await compactNames(name, snapshot);
    const shardId = shardOfName(names.log) as number;
    const inputs = [{ name, size: index.size, sha256: this.#wanted(await sha256(this.#run.onProgress)) }];
    let opened: ShardFile | null = null;
    if (snapshot !== null) {
      const content = blobSource(snapshot);
      inputs.push({ name: snapshot.name, size: snapshot.size, sha256: await this.#hash(content, 'reading') });
      opened = await this.#scan(content, snapshot.name);
      if (opened === null || opened.index.kind !== 'snapshot') throw new Refused(notASnapshot(snapshot.name));
    }
    const files: ShardFiles = { shardId, snapshot: opened, log: { source, index } };
    const clock = { reader, nowMs: this.#nowMs, signal };
    const loaded = await recoverShard(files, clock);
    const before = await summarizeState(loaded.keyspace);
    const prepared = await prepareCompaction(files, { ...clock, nonces: freshNonce });
    if (prepared.outcome === 'cancelled') throw new Cancelled();
    if (prepared.outcome === 'impossible') throw new Refused(impossible(prepared.why));
    const { compaction, promised } = prepared;
    const written = await (targets === null ? this.#compose(compaction) : this.#write(compaction, targets));
    const [newSnapshot, newLog] = [blobSource(written.snapshot), blobSource(written.log)];
    const snapshotFile = await this.#scan(newSnapshot, names.snapshot);
    const logFile = await this.#scan(newLog, names.log);
    if (snapshotFile === null || logFile === null) throw new Refused(differs('it can’t be recognised'));
    const output = { snapshot: snapshotFile, log: logFile };
    const verified = await verifyCompaction(promised, output, shardId, clock);
    const outputs = [
      { name: names.snapshot, size: newSnapshot.size(), sha256: await this.#hash(newSnapshot, 'hashing') },
      { name: names.log, size: newLog.size(), sha256: await this.#hash(newLog, 'hashing') },
    ];
    if (verified.difference !== null) throw new Refused(differs(verified.difference));
    const { gained, lost, changed } = compareStates(before, verified.state);
    const facts = {
      readerLabel: verified.snapshotVerdict.readerLabel,
      names,
      inputs,
      outputs,
      entries: compaction.keys.length,
      schemas: logFile.index.rows.records,
      leftOut: namesOf(compaction.unreadable),
      schemasLeftOut: compaction.unreadableSchemas.length,
      expiring: compaction.expiring,
      absolute: compaction.absolute,
      keysBefore: before.keys.size,
      gained: gained.length,
      lost: lost.length,
      changed: changed.length,
    };
    return { problem: null, facts, files: targets === null ? written : null };
  }

  /** Null only where it was asked to stop. */
  #wanted(sha256: string | null): string {
    if (sha256 === null || this.#run.signal.aborted) throw new Cancelled();
    return sha256;
  }

  async #hash(source: ByteSource, stage: 'reading' | 'hashing'): Promise<string> {
    const { signal, onProgress } = this.#run;
    const total = source.size();
    const tell = (bytes: number): void => onProgress({ stage, bytes, total });
    return this.#wanted(await sha256OfSource(source, { sha256: PORTABLE_SHA256, signal, onProgress: tell }));
  }

  async #scan(source: ByteSource, name: string): Promise<ShardFile | null> {
    const { signal, onProgress } = this.#run;
    const opened = await openFile(source, name);
    if (opened.format === null) return null;
    const index = createIndex(source, opened, name, this.#key);
    const tell = (bytes: number): void => onProgress({ stage: 'checking', bytes, total: source.size() });
    if ((await scanFile(source, index, { signal, onProgress: tell })) === 'cancelled') throw new Cancelled();
    return { source, index };
  }

  async #compose(compaction: Compaction): Promise<CompactFiles<Blob>> {
    const snapshot = new BlobTarget();
    await this.#fill(compaction, async (chunk) => snapshot.write(chunk));
    return { snapshot: snapshot.blob(), log: new Blob([compaction.log() as Uint8Array<ArrayBuffer>]) };
  }

  /** Writes both files; neither is there before both are complete. */
  async #write(
    compaction: Compaction,
    targets: CompactFiles<FileSystemFileHandle>,
  ): Promise<CompactFiles<Blob>> {
    const streams: FileSystemWritableFileStream[] = [];
    try {
      const snapshot = await targets.snapshot.createWritable();
      streams.push(snapshot);
      const log = await targets.log.createWritable();
      streams.push(log);
      await this.#fill(compaction, (chunk) => snapshot.write(chunk as Uint8Array<ArrayBuffer>));
      await log.write(compaction.log() as Uint8Array<ArrayBuffer>);
      await snapshot.close();
      await log.close();
    } catch (error) {
      for (const stream of streams) await stream.abort().catch(() => undefined);
      if (error instanceof Cancelled) throw error;
      throw new Refused(writeProblem(error));
    }
    return { snapshot: await targets.snapshot.getFile(), log: await targets.log.getFile() };
  }

  async #fill(compaction: Compaction, write: (chunk: Uint8Array) => Promise<void>): Promise<void> {
    let bytes = 0;
    for await (const chunk of compaction.snapshot()) {
      if (this.#run.signal.aborted) throw new Cancelled();
      await write(chunk);
      bytes += chunk.length;
      // How much it will be is known only at the end.
      this.#run.onProgress({ stage: 'writing', bytes, total: 0 });
    }
  }
}

const NAME_LENGTH = 80;
/** How many keys are told by name. */
const NAMED_KEYS = 20;

const namesOf = (keys: readonly string[]) => ({
  count: keys.length,
  names: keys.slice(0, NAMED_KEYS).map((key) => previewText(new TextEncoder().encode(key), NAME_LENGTH)),
});

const notASnapshot = (name: string): Problem => ({
  code: 'no-snapshot',
  what: `${name} is no snapshot of ember.`,
  where: null,
  meaning: 'Nothing was written, and the log is untouched.',
  next: 'Choose the shard-N.snap that stands beside this log.',
});

const impossible = (why: string): Problem => ({
  code: 'not-compactable',
  what: 'This shard can’t be compacted as it is.',
  where: null,
  meaning: `${why} Nothing was written.`,
  next: 'Choose the snapshot of the same shard, give the key, or choose another version of ember.',
});

const differs = (difference: string): Problem => ({
  code: 'output-differs',
  what: 'The two files are not what was promised.',
  where: null,
  meaning: `They were read back and differ: ${difference}. The originals are untouched.`,
  next: 'Don’t use them. Compact again, to another place.',
});
