/*
 * What a shard holds after a restart: the snapshot, all or nothing, then the log on top as far as the reader gets,
 * by the rules of the named reader.
 */
import type { RowIndex } from '../base/index.ts';
import { formatOffset, type ReaderId } from '../codec/index.ts';
import { EMBEDDED, RowStatus } from '../columnar/index.ts';
import { computeVerdict, decodeAny, eachRow, type Verdict } from '../scan/index.ts';
import { applyRow } from './applyRow.ts';
import { editedKeys } from './editedValues.ts';
import { RangedKeyspace } from './rangedKeyspace.ts';
import type { ShardFile, ShardFiles } from './shardFile.ts';

const SMALL_BYTES = 512 << 10;

export interface RecoverOptions {
  readonly reader: ReaderId;
  /** The clock, Unix milliseconds, for expiries at an absolute time. */
  readonly nowMs: bigint;
  /**
   * What a reader does (`false`), or what it would do after a repair that salvages everything that holds (`true`):
   * then every such record counts, also of types that the reader doesn't know.
   */
  readonly salvage?: boolean;
  readonly signal?: { readonly aborted: boolean };
}

/** What comes back. */
export interface Recovered {
  /** Its larger values are still in the files: these must stay open for as long as values are asked for. */
  readonly keyspace: RangedKeyspace;
  readonly loadedSnapshot: boolean;
  /** The log was replayed without an error, and there was something in it. */
  readonly replayedLog: boolean;
  readonly snapshotVerdict: Verdict | null;
  readonly logVerdict: Verdict | null;
  /** Records of the log that were applied. */
  readonly applied: number;
  /** The server goes down while it replays; what the keyspace holds is then what it held at that moment. */
  readonly aborted: { readonly at: number; readonly reason: string } | null;
}

/**
 * Recovers a shard. Log lines that the server would print are in the keyspace's `logs`.
 * @throws StateTooLargeError
 */
export async function recoverShard(files: ShardFiles, options: RecoverOptions): Promise<Recovered> {
  const keyspace = new RangedKeyspace();
  const { inSnapshot, inLog } = editedKeys(files);
  const snapshotVerdict = await verdictOf(files.snapshot, files.shardId, options);
  const logVerdict = await verdictOf(files.log, files.shardId, options);
  const salvage = options.salvage === true;
  let loadedSnapshot = false;
  if (files.snapshot !== null && snapshotVerdict !== null) {
    loadedSnapshot = salvage ? files.snapshot.index.rows.records > 0 : snapshotVerdict.error === null;
    if (loadedSnapshot) {
      keyspace.open(files.snapshot, inSnapshot);
      await loadSnapshot(keyspace, files.snapshot, snapshotVerdict, options);
    } else logRefusal(keyspace, files.snapshot, snapshotVerdict, files.shardId);
  }
  let applied = 0;
  let aborted: Recovered['aborted'] = null;
  if (files.log !== null && logVerdict !== null) {
    keyspace.open(files.log, inLog);
    ({ applied, aborted } = await replayLog(keyspace, files.log, logVerdict, options));
    if (!salvage && aborted === null) logRefusal(keyspace, files.log, logVerdict, files.shardId);
  }
  keyspace.close();
  const replayedLog = applied > 0 && (salvage || logVerdict?.error === null);
  return { keyspace, loadedSnapshot, replayedLog, snapshotVerdict, logVerdict, applied, aborted };
}

/** Logs what the server logs of a file that it does not load, or not to its end. */
function logRefusal(
  { logs }: RangedKeyspace,
  { index }: ShardFile,
  { error }: Verdict,
  shardId: number,
): void {
  const line = error === null ? undefined : index.format.replay.logLine?.(error, shardId);
  if (line !== undefined) logs.push(line);
}

const verdictOf = (
  file: ShardFile | null,
  shardInName: number,
  { reader }: RecoverOptions,
): Promise<Verdict | null> =>
  file === null ? Promise.resolve(null) : computeVerdict(file.source, file.index, reader, { shardInName });

/** Whether a row counts in the state after a repair. */
function isSalvageable({ index }: ShardFile, row: RowIndex): boolean {
  const status = index.rows.status(row);
  const holds = status === RowStatus.ok || status === RowStatus.unproven;
  return holds && !index.rows.hasFlag(row, EMBEDDED);
}

/** A small row that doesn't count comes with its neighbours' bytes, and may end it all; a large one is not read for that. */
const isSmall = ({ index }: ShardFile, row: RowIndex): boolean => index.rows.size(row) <= SMALL_BYTES;

async function loadSnapshot(
  keyspace: RangedKeyspace,
  file: ShardFile,
  verdict: Verdict,
  options: RecoverOptions,
): Promise<void> {
  const salvage = options.salvage === true;
  let loaded = 0;
  const counts = (row: RowIndex): boolean => (salvage ? isSalvageable(file, row) : loaded < verdict.records);
  const wants = (row: RowIndex): boolean => counts(row) || isSmall(file, row);
  const span = { from: 0, to: file.index.rows.length, wants, ...signalOf(options) };
  await eachRow(file.source, file.index, span, (row, content) => {
    if (!counts(row)) return salvage;
    const decoded = content === null ? null : decodeAny(content, file.index, row);
    if (content !== null && decoded !== null) {
      const wait = keyspace.begin(decoded, row, content);
      if (wait !== null) return wait;
      applyRow(keyspace, decoded, options.nowMs);
    }
    loaded++;
    return true;
  });
}

async function replayLog(
  keyspace: RangedKeyspace,
  file: ShardFile,
  verdict: Verdict,
  options: RecoverOptions,
): Promise<Pick<Recovered, 'applied' | 'aborted'>> {
  const salvage = options.salvage === true;
  let applied = 0;
  let aborted: Recovered['aborted'] = null;
  const { allOrNothing } = file.index.format;
  const records = allOrNothing && verdict.error !== null ? 0 : verdict.records;
  const counts = (row: RowIndex): boolean => (salvage ? isSalvageable(file, row) : applied < records);
  const takes = (row: RowIndex): boolean => {
    const taken = counts(row) && keyspace.take(row);
    if (taken) applied++;
    return taken;
  };
  const wants = (row: RowIndex): boolean => counts(row) || isSmall(file, row);
  const span = { from: 0, to: file.index.rows.length, wants, takes, ...signalOf(options) };
  await eachRow(file.source, file.index, span, (row, content) => {
    if (!counts(row)) return salvage;
    const decoded = content === null ? null : decodeAny(content, file.index, row);
    if (content === null || decoded === null) return true;
    const wait = keyspace.begin(decoded, row, content);
    if (wait !== null) return wait;
    const result = applyRow(keyspace, decoded, options.nowMs);
    if (result.outcome === 'aborts' && !salvage) {
      const at = file.index.rows.offset(row);
      aborted = { at, reason: `${result.reason} (record at ${formatOffset(at)})` };
      return false;
    }
    applied++;
    return true;
  });
  return { applied, aborted };
}

const signalOf = ({ signal }: RecoverOptions) => (signal === undefined ? {} : { signal });
