/*
 * Whether a written file is what its plan promised: both are replayed, the promise from the rows of the input and the
 * output from its own scan, and the two states are compared key by key.
 */
import { rowIndex } from '../base/index.ts';
import { groupDigits } from '../codec/index.ts';
import { RowStatus } from '../columnar/index.ts';
import {
  type AnyKeyspace,
  applyRow,
  editedKeys,
  RangedKeyspace,
  type ShardFile,
  StateTooLargeError,
} from '../replay/index.ts';
import { type CancelSignal, decodeContent, eachRow } from '../scan/index.ts';
import type { RepairPlan } from './plan.ts';
import { eachPromised, type VisitRecord, type Watch } from './promisedRecords.ts';
import { PORTABLE_SHA256, type Sha256 } from './sha256.ts';
import { firstDifference, type StateSummary, summarizeState } from './stateSummary.ts';
import { type RecordWalk, verifyRecords } from './verifyRecords.ts';
import { verifyRows } from './verifyRows.ts';

export interface VerifiedOutput {
  readonly sameState: boolean;
  /** In words; null when there is none. */
  readonly firstDifference: string | null;
  /** Records or entries of the output that hold, those that a missing key keeps shut included. */
  readonly records: number;
  /** Keys that the output alone leaves behind; null where they were too many to be replayed. */
  readonly keys: number | null;
}

export interface VerifyOptions {
  /** Makes what the shard holds before its log is replayed, anew for each call. Nothing, by default. */
  readonly base?: () => Promise<AnyKeyspace>;
  /** Gets what the output holds, as `base` and all of its records make it. */
  readonly onState?: (state: StateSummary) => void;
  readonly signal?: CancelSignal;
  /** How many bytes of input and output together have been replayed. */
  readonly onProgress?: (bytes: number) => void;
  readonly sha256?: Sha256;
}

/** Absolute expiries are compared as such, so any clock will do. */
const ANY_CLOCK = 0n;

/**
 * Compares `output`, which was scanned anew, with what `plan` makes of `input`. Holds one of the two states at a time,
 * its larger values not in memory; where that is too large nevertheless, the records are compared one by one. Records
 * that are encrypted under an unknown key are only counted. What it says means nothing once `signal` asked to stop.
 * @throws StateTooLargeError of a rewrite, which writes other records to the same end
 */
export async function verifyOutput(
  input: ShardFile,
  plan: RepairPlan,
  output: ShardFile,
  options: VerifyOptions = {},
): Promise<VerifiedOutput> {
  const { signal, onProgress } = options;
  if (input.index.format.repair.provenBy === 'rows') {
    const { records, difference } = await verifyRows(input, plan, output, signal ?? { aborted: false });
    return { sameState: difference === null, firstDifference: difference, records, keys: 0 };
  }
  const watchFrom = (before: number): Watch => ({
    ...(signal === undefined ? {} : { signal }),
    onRead: (at) => onProgress?.(before + at),
  });
  const promised: RecordWalk = (visit) => eachPromised(input, plan, watchFrom(0), visit);
  const found: RecordWalk = (visit) => eachFound(output, watchFrom(input.index.size), visit);
  const locked = lockedRecords(output);
  try {
    const verified = await verifyStates({ input, promised, output, found, plan }, options);
    return { ...verified, records: verified.records + locked };
  } catch (error) {
    if (!(error instanceof StateTooLargeError) || plan.preset === 'rewrite') throw error;
    const { records, difference } = await verifyRecords(output.index, promised, found);
    return {
      sameState: difference === null,
      firstDifference: difference,
      records: records + locked,
      keys: null,
    };
  }
}

interface Walks {
  readonly input: ShardFile;
  readonly promised: RecordWalk;
  readonly output: ShardFile;
  readonly found: RecordWalk;
  readonly plan: RepairPlan;
}

async function verifyStates(
  { input, promised, output, found, plan }: Walks,
  { base, onState, sha256 = PORTABLE_SHA256 }: VerifyOptions,
): Promise<VerifiedOutput> {
  const rewrites = plan.preset === 'rewrite';
  const wanted = await replay(input, base, sha256, promised);
  const is = await replay(output, base, sha256, found);
  onState?.(is.state);
  // A rewrite writes other records to the same end.
  const count =
    rewrites || wanted.records === is.records
      ? null
      : `${groupDigits(wanted.records)} records were promised, ${groupDigits(is.records)} found`;
  const difference = count ?? firstDifference(wanted.state, is.state, rewrites);
  return {
    sameState: difference === null,
    firstDifference: difference,
    records: is.records,
    keys: is.state.keys.size,
  };
}

async function replay(file: ShardFile, base: VerifyOptions['base'], sha256: Sha256, each: RecordWalk) {
  const keyspace = new RangedKeyspace();
  if (base !== undefined) keyspace.goOnFrom(await base());
  keyspace.open(file, editedKeys({ shardId: 0, snapshot: null, log: file }).inLog);
  let records = 0;
  await each((decoded, row, content) => {
    const wait = keyspace.begin(decoded, row, content);
    if (wait !== null) return wait;
    records++;
    applyRow(keyspace, decoded, ANY_CLOCK);
    return undefined;
  });
  return { records, state: await summarizeState(keyspace, sha256) };
}

function eachFound({ source, index }: ShardFile, watch: Watch, visit: VisitRecord): Promise<void> {
  const wants = (row: ReturnType<typeof rowIndex>): boolean => {
    const status = index.rows.status(row);
    return status === RowStatus.ok || status === RowStatus.unproven;
  };
  return eachRow(source, index, { from: 0, to: index.rows.length, wants, ...watch }, (row, content) => {
    const decoded = content === null ? null : decodeContent(content, index);
    return content === null || decoded === null ? undefined : visit(decoded, row, content);
  });
}

function lockedRecords({ index }: ShardFile): number {
  let count = 0;
  for (let row = 0; row < index.rows.length; row++) {
    if (index.rows.status(rowIndex(row)) === RowStatus.locked) count++;
  }
  return count;
}
