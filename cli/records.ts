/* shardscope records: one JSON line a record, in file order. */
import { type RowIndex, rowIndex } from '../src/base/index.ts';
import {
  type Certainty,
  commandToJson,
  entryToJson,
  type Json,
  jsonText,
  type ReaderId,
  rdbEntryToJson,
  recordToJson,
} from '../src/codec/index.ts';
import { compileQuery, EMBEDDED, type Query, RowStatus, UNSURE } from '../src/columnar/index.ts';
import { type AnyRow, decodeAnyRow, type FileIndex, filterRows, queryTarget } from '../src/scan/index.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import { LARGE_RECORD, largeValues, writeLargeLine } from './largeRecord.ts';
import type { TextOutput } from './output.ts';
import { isRecord, isSalvageable, type ScannedFile } from './scannedFile.ts';
import { yieldedEntries } from './yieldedEntries.ts';

export interface RecordsOptions {
  /** Print only what this reader yields. */
  readonly reader: ReaderId | null;
  /** Add what holds behind damage, marked as such. */
  readonly salvage: boolean;
  /** Print only what this asks for; null for all. */
  readonly filter: Query | null;
  readonly matchCase: boolean;
}

/** Prints the records of `file`. @throws CommandError when nothing of it can be read */
export async function printRecords(
  file: ScannedFile,
  options: RecordsOptions,
  out: TextOutput,
): Promise<ExitCode> {
  const { held, refusal, code } = file;
  if (refusal !== null && !(options.salvage && held.salvageable > 0)) {
    throw new CommandError(ExitCode.unreadable, `${file.input.path}: ${refusal}`);
  }
  const wanted = await wantedRows(file, options);
  const from =
    options.reader === null
      ? await printHeld(file, wanted, out)
      : await printYielded(file, options.reader, wanted, out);
  if (options.salvage) await printSalvaged(file, from, wanted, out);
  return refusal === null ? code : ExitCode.damaged;
}

/** Whether a row is asked for. */
type Wanted = (row: number) => boolean;

/** Looks for what the filter asks, before anything is printed: what it needs to read of the file is read in one go. */
async function wantedRows(
  { source, index }: ScannedFile,
  { filter, matchCase }: RecordsOptions,
): Promise<Wanted> {
  if (filter === null) return () => true;
  const found = new Uint8Array(index.rows.length);
  const compiled = compileQuery(filter, queryTarget(index), !matchCase);
  await filterRows(source, index, compiled, {
    from: 0,
    to: index.rows.length,
    onPiece: (rows) => {
      for (const row of rows) found[row] = 1;
      return Promise.resolve(true);
    },
  });
  return (row) => found[row] === 1;
}

/** Whether there is a record to print. */
const decodes = async ({ source, index }: ScannedFile, row: RowIndex): Promise<boolean> =>
  isRecord(index, row) && (await decodeAnyRow(source, index, row)) !== null;

/** Prints what is well-formed up to the first fault. @returns the row behind it */
async function printHeld(file: ScannedFile, wanted: Wanted, out: TextOutput): Promise<RowIndex> {
  const { firstBad } = file.held;
  for (let row = 0; row < firstBad && !out.closed; row++) {
    if (wanted(row)) await printRow(file, rowIndex(row), false, out);
  }
  return firstBad;
}

/** Prints what `reader` yields. @returns the row behind it */
async function printYielded(
  file: ScannedFile,
  reader: ReaderId,
  wanted: Wanted,
  out: TextOutput,
): Promise<RowIndex> {
  const { index, source } = file;
  const { records } = await file.verdict(reader);
  if (index.format.countsEntries && !index.encrypted) {
    let i = 0;
    let end = 0;
    for await (const { at, size, entry } of yieldedEntries(source, index.version, records)) {
      if (out.closed) break;
      if (wanted(index.rows.rowAt(at))) await printLine(file, { i, at, size }, { kind: 'entry', entry }, out);
      i++;
      end = at + size;
    }
    // A row that the reader's last entry reaches into is not one that follows it.
    const row = index.rows.rowAt(end);
    return end > index.rows.offset(row) ? rowIndex(row + 1) : row;
  }
  let row = 0;
  for (let printed = 0; printed < records && row < index.rows.length && !out.closed; row++) {
    if (wanted(row) ? await printRow(file, rowIndex(row), false, out) : await decodes(file, rowIndex(row)))
      printed++;
  }
  return rowIndex(row);
}

async function printSalvaged(
  file: ScannedFile,
  from: RowIndex,
  wanted: Wanted,
  out: TextOutput,
): Promise<void> {
  for (let row = from as number; row < file.index.rows.length && !out.closed; row++) {
    if (wanted(row) && isSalvageable(file.index, rowIndex(row)))
      await printRow(file, rowIndex(row), true, out);
  }
}

/** @returns whether there was a record to print */
async function printRow(
  file: ScannedFile,
  row: RowIndex,
  salvaged: boolean,
  out: TextOutput,
): Promise<boolean> {
  const { index, source } = file;
  if (!isRecord(index, row)) return false;
  const decoded = await decodeAnyRow(source, index, row);
  if (decoded === null) return false;
  const place = {
    i: index.rows.recordNumber(row) ?? 0,
    at: index.rows.offset(row),
    size: index.rows.size(row),
    ...(index.isSealed(row) ? { encrypted: true } : {}),
    ...(salvaged ? { salvaged: true } : {}),
    ...(salvaged && index.rows.hasFlag(row, EMBEDDED) ? { embedded: true } : {}),
    ...(salvaged && index.statusOf(row) === RowStatus.unproven ? { unproven: true } : {}),
    ...(index.databases.isCertain(row) ? {} : { db_certain: false }),
    ...(salvaged && index.format.checksums === 'none' ? { certainty: certaintyOf(index, row) } : {}),
  };
  await printLine(file, place, decoded, out);
  return true;
}

type Place = { readonly [name: string]: Json } & { readonly size: number };

async function printLine(
  { input }: ScannedFile,
  place: Place,
  decoded: AnyRow,
  out: TextOutput,
): Promise<void> {
  const file = input.label === null ? {} : { file: input.label };
  if (place.size < LARGE_RECORD) {
    await out.write(`${jsonText({ ...file, ...place, ...toJson(decoded) })}\n`);
    return;
  }
  const { reduced, values } = largeValues(decoded);
  await writeLargeLine({ ...file, ...place, ...toJson(reduced) }, values, out);
}

/** How much speaks for a row that was found again, where no checksum does. */
const certaintyOf = ({ rows }: FileIndex, row: RowIndex): Certainty =>
  rows.hasFlag(row, UNSURE | EMBEDDED) ? 'possible' : 'likely';

function toJson(decoded: AnyRow) {
  switch (decoded.kind) {
    case 'record':
      return recordToJson(decoded.record);
    case 'entry':
      return entryToJson(decoded.entry);
    case 'command':
      return commandToJson(decoded.args, decoded.key, decoded.db);
    case 'string':
      return rdbEntryToJson(decoded.entry, decoded.db);
  }
}
