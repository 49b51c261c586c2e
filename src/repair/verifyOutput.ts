/*
 * Whether a written file is what its plan promised: both are replayed, the promise from the rows of the input and the
 * output from its own scan, and the two states are compared key by key.
 */
import { rowIndex } from '../base/index.ts';
import { groupDigits } from '../codec/index.ts';
import { RowStatus } from '../columnar/index.ts';
import { applyRecord, Keyspace, type ShardFile } from '../replay/index.ts';
import { type CancelSignal, type DecodedRow, decodeContent, eachRow } from '../scan/index.ts';
import type { RepairPlan } from './plan.ts';
import { eachPromised, type Watch } from './promisedRecords.ts';
import { PORTABLE_SHA256, type Sha256 } from './sha256.ts';
import { firstDifference, type StateSummary, summarizeState } from './stateSummary.ts';
import { verifyRows } from './verifyRows.ts';

export interface VerifiedOutput {
  readonly sameState: boolean;
  /** In words; null when there is none. */
  readonly firstDifference: string | null;
  /** Records or entries of the output that hold, those that a missing key keeps shut included. */
  readonly records: number;
  /** Keys that the output alone leaves behind. */
  readonly keys: number;
}

export interface VerifyOptions {
  /** Makes what the shard holds before its log is replayed, anew for each call. Nothing, by default. */
  readonly base?: () => Promise<Keyspace>;
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
 * Compares `output`, which was scanned anew, with what `plan` makes of `input`. Holds one of the two states in memory
 * at a time. Records that are encrypted under an unknown key are only counted. What it says means nothing once `signal`
 * asked to stop.
 */
export async function verifyOutput(
  input: ShardFile,
  plan: RepairPlan,
  output: ShardFile,
  { base, onState, signal, onProgress, sha256 = PORTABLE_SHA256 }: VerifyOptions = {},
): Promise<VerifiedOutput> {
  if (input.index.format.repair.provenBy === 'rows') {
    const { records, difference } = await verifyRows(input, plan, output, signal ?? { aborted: false });
    return { sameState: difference === null, firstDifference: difference, records, keys: 0 };
  }
  const rewrites = plan.preset === 'rewrite';
  const watchFrom = (before: number): Watch => ({
    ...(signal === undefined ? {} : { signal }),
    onRead: (at) => onProgress?.(before + at),
  });
  const promised = await replay(base, sha256, (visit) => eachPromised(input, plan, watchFrom(0), visit));
  const found = await replay(base, sha256, (visit) => eachFound(output, watchFrom(input.index.size), visit));
  onState?.(found.state);
  const records = found.records + lockedRecords(output);
  // A rewrite writes other records to the same end.
  const count =
    rewrites || promised.records === found.records
      ? null
      : `${groupDigits(promised.records)} records were promised, ${groupDigits(found.records)} found`;
  const difference = count ?? firstDifference(promised.state, found.state, rewrites);
  return {
    sameState: difference === null,
    firstDifference: difference,
    records,
    keys: found.state.keys.size,
  };
}

type Visit = (decoded: DecodedRow) => void;

async function replay(base: VerifyOptions['base'], sha256: Sha256, each: (visit: Visit) => Promise<void>) {
  const keyspace = base === undefined ? new Keyspace() : await base();
  let records = 0;
  await each((decoded) => {
    records++;
    if (decoded.kind === 'entry') keyspace.load(decoded.entry);
    else applyRecord(keyspace, decoded.record, ANY_CLOCK);
  });
  return { records, state: summarizeState(keyspace, sha256) };
}

function eachFound({ source, index }: ShardFile, watch: Watch, visit: Visit): Promise<void> {
  const wants = (row: ReturnType<typeof rowIndex>): boolean => {
    const status = index.rows.status(row);
    return status === RowStatus.ok || status === RowStatus.unproven;
  };
  return eachRow(source, index, { from: 0, to: index.rows.length, wants, ...watch }, (_, content) => {
    const decoded = content === null ? null : decodeContent(content, index);
    if (decoded !== null) visit(decoded);
  });
}

function lockedRecords({ index }: ShardFile): number {
  let count = 0;
  for (let row = 0; row < index.rows.length; row++) {
    if (index.rows.status(rowIndex(row)) === RowStatus.locked) count++;
  }
  return count;
}
