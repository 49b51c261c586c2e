/* Makes the ready-made plans from what a scan found. */
import { type RowIndex, rowIndex } from '../base/index.ts';
import { type Correction, encodeBase64 } from '../codec/index.ts';
import { EMBEDDED, RowKind, RowStatus, SALVAGED } from '../columnar/index.ts';
import type { FileIndex, PlacedFault } from '../scan/index.ts';
import { isRecord, isSealedFile } from './keptRecords.ts';
import type { RepairPlan, RepairPreset, RepairStep } from './plan.ts';
import { step } from './step.ts';
import {
  cutText,
  doubtfulText,
  dropText,
  fixText,
  HEADER_TEXT,
  lockedText,
  restText,
  transcodeText,
} from './stepTexts.ts';

/** What a plan could be made into: the plan, or why there is none. */
export type MadePlan =
  | { readonly outcome: 'plan'; readonly plan: RepairPlan }
  | { readonly outcome: 'impossible'; readonly why: string };

/** Makes the plan `preset` for a scanned file. @param name of the file, for the plan's record */
export function makePlan(index: FileIndex, preset: RepairPreset, name: string): MadePlan {
  if (index.header.outcome !== 'ok' && index.rows.records === 0) {
    return {
      outcome: 'impossible',
      why: 'The header is damaged and nothing that holds was found behind it: there is nothing to save.',
    };
  }
  const changes = preset === 'truncate' ? cutAtFirstFault(index) : new RowChanges(index, preset).steps();
  const header = headerStep(index);
  const steps =
    header === null ? changes : [header, ...changes.filter((step) => step.offset >= header.length)];
  return {
    outcome: 'plan',
    plan: {
      version: 1,
      preset,
      format: index.format.id,
      source: { name, size: index.size, sha256: null },
      steps: index.format.repair.complete(index, steps),
    },
  };
}

/** Whether a reader gets past this row: it holds, or nothing contradicts it. */
export function isGood(index: FileIndex, row: RowIndex): boolean {
  const status = index.rows.status(row);
  return status === RowStatus.ok || status === RowStatus.unproven || status === RowStatus.locked;
}

/** Whether the row is written as the header says. */
const inEncoding = (index: FileIndex, row: RowIndex): boolean =>
  index.kind === 'snapshot' || index.isSealed(row) === isSealedFile(index);

/** A new header where the old one can't be read; what stood before the first record goes with it. */
function headerStep(index: FileIndex): RepairStep | null {
  const { header, rows } = index;
  const wrong = index.faultsOf(rowIndex(0)).some(({ evidence }) => evidence.kind === 'bad-header');
  if ((header.outcome === 'ok' && !wrong) || rows.length === 0) return null;
  const { bytes, replaces } = index.format.repair.newHeader(index);
  const body = { kind: 'replace', replacement: encodeBase64(bytes), before: '' } as const;
  return step(body, { offset: 0, length: replaces }, HEADER_TEXT, 0, false);
}

function cutAtFirstFault(index: FileIndex): RepairStep[] {
  const { rows } = index;
  let bad: number | null = null;
  let behind = 0;
  for (let row = index.format.hasHeader ? 1 : 0; row < rows.length; row++) {
    const each = rowIndex(row);
    if (rows.kind(each) === RowKind.footer) continue;
    if (bad === null && (!isGood(index, each) || !inEncoding(index, each))) bad = row;
    else if (bad !== null && isRecord(index, each) && isGood(index, each)) behind++;
  }
  if (bad === null) return [];
  const offset = rows.offset(rowIndex(bad));
  const place = { offset, length: index.size - offset };
  return [step({ kind: 'truncate' }, place, cutText(offset, behind), -behind, false)];
}

/** Goes over the rows once and collects what a preset changes about them. */
class RowChanges {
  readonly #index: FileIndex;
  readonly #salvages: boolean;
  readonly #fixes: boolean;
  readonly #steps: RepairStep[] = [];

  constructor(index: FileIndex, preset: RepairPreset) {
    this.#index = index;
    this.#salvages = preset !== 'drop-damaged';
    this.#fixes = preset === 'fix-bits';
  }

  steps(): RepairStep[] {
    const index = this.#index;
    const { rows } = index;
    for (let row = index.kind === 'aof' ? 0 : 1; row < rows.length; ) {
      const each = rowIndex(row);
      const kind = rows.kind(each);
      if (kind === RowKind.header && (row === 0 || isGood(index, each))) row++;
      else if (kind === RowKind.footer) row = this.#fixFooter(row);
      else if (rows.hasFlag(each, EMBEDDED)) row = this.#dropDoubtful(row);
      else if (!inEncoding(index, each) && isGood(index, each) && isRecord(index, each))
        row = this.#transcode(row);
      else if (isGood(index, each)) row++;
      else if (this.#isLostFraming(row)) return this.#dropRest(row);
      else row = this.#change(row);
    }
    return this.#steps;
  }

  #isLostFraming(row: number): boolean {
    const isGap = this.#index.rows.kind(rowIndex(row)) === RowKind.gap;
    return isGap && row > 0 && !this.#salvages && !this.#index.format.countsEntries;
  }

  /** The end of the run of rows from `row` on that `belongs` accepts. */
  #runEnd(row: number, belongs: (row: RowIndex) => boolean): number {
    let end = row + 1;
    while (end < this.#index.rows.length && belongs(rowIndex(end))) end++;
    return end;
  }

  #place(from: number, to: number) {
    const { rows } = this.#index;
    const offset = rows.offset(rowIndex(from));
    return { offset, length: rows.offset(rowIndex(to)) - offset };
  }

  #dropDoubtful(row: number): number {
    const end = this.#runEnd(row, (each) => this.#index.rows.hasFlag(each, EMBEDDED));
    this.#steps.push(step({ kind: 'drop' }, this.#place(row, end), doubtfulText(end - row), 0, true));
    return end;
  }

  #transcode(row: number): number {
    const index = this.#index;
    const end = this.#runEnd(
      row,
      (each) =>
        isRecord(index, each) &&
        isGood(index, each) &&
        !inEncoding(index, each) &&
        !index.rows.hasFlag(each, EMBEDDED),
    );
    const place = this.#place(row, end);
    const count = end - row;
    if (index.cipher === null)
      this.#steps.push(step({ kind: 'drop' }, place, lockedText(count), -count, false));
    else {
      const to = isSealedFile(index) ? 'encrypted' : 'plaintext';
      this.#steps.push(step({ kind: 'transcode', to }, place, transcodeText(count, to), count, false));
    }
    return end;
  }

  /** From lost framing on: what was found behind it is for the salvage. */
  #dropRest(row: number): RepairStep[] {
    const index = this.#index;
    const place = this.#place(row, index.rows.length);
    let records = 0;
    for (let each = row + 1; each < index.rows.length; each++) {
      if (index.rows.hasFlag(rowIndex(each), SALVAGED) && isGood(index, rowIndex(each))) records++;
    }
    const torn = index.faultsOf(rowIndex(row)).some((fault) => fault.evidence.kind === 'torn-tail');
    this.#steps.push(
      step({ kind: 'drop' }, place, restText(place.offset, place.length, records, torn), -records, false),
    );
    return this.#steps;
  }

  /** A footer of which one byte is wrong. Any other is computed anew, when need be. */
  #fixFooter(row: number): number {
    const fix = fixOf(this.#index.faultsOf(rowIndex(row)));
    if (this.#fixes && fix !== undefined) this.#steps.push(fixStep(fix, 0));
    return row + 1;
  }

  /** A row that doesn't hold: put right where a correction is known and wanted, else dropped. */
  #change(row: number): number {
    const index = this.#index;
    const each = rowIndex(row);
    const fix = fixOf(index.faultsOf(each));
    if (this.#fixes && fix !== undefined) {
      this.#steps.push(fixStep(fix, 1));
      return row + 1;
    }
    const status = index.rows.status(each);
    const place = this.#place(row, row + 1);
    const text = dropText(status, this.#nameOf(each), place.length, index.format.checksums);
    const torn =
      index.faultsOf(each).some((fault) => fault.evidence.kind === 'torn-tail') && index.kind === 'aof';
    const shown = torn ? restText(place.offset, place.length, 0, true) : text;
    this.#steps.push(
      step({ kind: 'drop' }, place, shown, isRecord(index, each) ? -1 : 0, status !== RowStatus.gap),
    );
    return row + 1;
  }

  #nameOf(row: RowIndex): string {
    const index = this.#index;
    const noun = index.kind === 'aof' ? 'record' : 'entry';
    const type = index.format.typeName(index.rows.tag(row));
    return isRecord(index, row) && type !== undefined ? `${type} ${noun}` : noun;
  }
}

/** The step that applies a correction. @param records that it brings back */
function fixStep(fix: Correction, records: number): RepairStep {
  const body = {
    kind: 'replace' as const,
    replacement: encodeBase64(fix.after),
    before: encodeBase64(fix.before),
  };
  return step(body, { offset: fix.at, length: fix.before.length }, fixText(fix), records, true);
}

/** The first correction among a row's faults. */
export const fixOf = (faults: readonly PlacedFault[]) => faults.find((fault) => fault.fix !== undefined)?.fix;
