/*
 * The records that a plan promises, from the rows of its input: those it keeps, those it puts right, and those it
 * appends. Made without the code that writes the output, so that the two can be compared.
 */
import { mergeRanges, type Range, type RowIndex, rowIndex } from '../base/index.ts';
import { decodeBase64, readExactly, SNAPSHOT_HEADER_BYTES } from '../codec/index.ts';
import { EMBEDDED, RowStatus } from '../columnar/index.ts';
import type { ShardFile } from '../replay/index.ts';
import { type DecodedRow, decodeContent, eachRow, type FileIndex, type RowSpan } from '../scan/index.ts';
import { changedRecords } from './changedRecords.ts';
import { droppedBy } from './keptRecords.ts';
import type { RepairPlan, RepairStep } from './plan.ts';

type Replacement = Extract<RepairStep, { kind: 'replace' }>;

/** How to stop, and whom to tell. */
export type Watch = Pick<RowSpan, 'signal' | 'onRead'>;

/**
 * Gets a record, with its row and the content that it was decoded from; without a row it is none of the file's. A
 * promise is waited for, and the record comes again.
 */
export type VisitRecord = (
  decoded: DecodedRow,
  row: RowIndex | null,
  content: Uint8Array,
) => Promise<void> | undefined;

const NOTHING = new Uint8Array(0);

/** Calls `visit` for each record or entry that `plan` promises, in order. Its bytes are gone after the call. */
export async function eachPromised(
  input: ShardFile,
  plan: RepairPlan,
  watch: Watch,
  visit: VisitRecord,
): Promise<void> {
  const { source, index } = input;
  const keeps = plan.preset === 'rewrite' ? (row: RowIndex) => isReplayed(index, row) : keptRows(index, plan);
  const visitRows = (from: number, to: number): Promise<void> =>
    eachRow(source, index, { from, to, wants: keeps, ...watch }, (row, content) => {
      const decoded = content === null ? null : decodeContent(content, index);
      return content === null || decoded === null ? undefined : visit(decoded, row, content);
    });
  let next = 0;
  for (const changes of changesByRow(index, plan)) {
    const first = changes[0] as Replacement;
    const row = first.offset >= index.size ? index.rows.length : index.rows.rowAt(first.offset);
    await visitRows(next, row);
    for (const decoded of changedRecords(await changedBytes(input, row, changes), index)) {
      for (let wait = visit(decoded, null, NOTHING); wait !== undefined; wait = visit(decoded, null, NOTHING))
        await wait;
    }
    next = row + 1;
  }
  await visitRows(next, index.rows.length);
}

/** Whether a rewrite's state rests on a row: on all that holds, whether or not its reader can read the type. */
const isReplayed = (index: FileIndex, row: RowIndex): boolean =>
  index.rows.status(row) === RowStatus.ok && !index.rows.hasFlag(row, EMBEDDED);

/** Which rows stay as they are and hold. Asked for in ascending order. */
export function keptRows(index: FileIndex, plan: RepairPlan): (row: RowIndex) => boolean {
  const dropped = plan.steps.map((step) => droppedBy(step, index.size)).filter((range) => range !== null);
  const ranges: readonly Range[] = mergeRanges(dropped);
  let range = 0;
  return (row) => {
    while ((ranges[range]?.to ?? Number.POSITIVE_INFINITY) <= index.rows.offset(row)) range++;
    const hole = ranges[range];
    const stays = hole === undefined || hole.from >= index.rows.offset(rowIndex(row + 1));
    return stays && holds(index, row);
  };
}

/**
 * Whether a reader of the output gets this row. A snapshot's entry that only the footer accused has nothing against
 * it once the footer is computed anew.
 */
function holds(index: FileIndex, row: RowIndex): boolean {
  const status = index.rows.status(row);
  const accused = index.kind === 'snapshot' && status === RowStatus.badChecksum;
  return status === RowStatus.ok || status === RowStatus.unproven || accused;
}

/** The plan's new bytes, those of one row together. A snapshot's header is none of them, a rewrite's states neither. */
function changesByRow(index: FileIndex, plan: RepairPlan): Replacement[][] {
  const groups = new Map<number, Replacement[]>();
  for (const step of plan.steps) {
    if (step.kind !== 'replace' || !step.on) continue;
    if (index.kind === 'snapshot' && step.offset < SNAPSHOT_HEADER_BYTES) continue;
    if (plan.preset === 'rewrite' && step.offset >= index.size) continue;
    const row = step.offset >= index.size ? index.rows.length : index.rows.rowAt(step.offset);
    const group = groups.get(row);
    if (group === undefined) groups.set(row, [step]);
    else group.push(step);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, steps]) => steps);
}

/** A row's bytes with its changes made; of the row behind the last one, what is appended. */
async function changedBytes(
  { source, index }: ShardFile,
  row: number,
  changes: readonly Replacement[],
): Promise<Uint8Array> {
  const from = row >= index.rows.length ? index.size : index.rows.offset(rowIndex(row));
  const to = row >= index.rows.length ? index.size : index.rows.offset(rowIndex(row + 1));
  const before = await readExactly(source, from, to - from);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const change of changes) {
    parts.push(
      before.subarray(at, change.offset - from),
      decodeBase64(change.replacement) ?? new Uint8Array(0),
    );
    at = change.offset - from + change.length;
  }
  parts.push(before.subarray(at));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}
