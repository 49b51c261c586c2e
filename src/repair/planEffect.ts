/* What a plan does to keys and bytes, beyond the numbers of its preview. */
import { type KeyId, keyId, type RowIndex, rowIndex } from '../base/index.ts';
import { decodeBase64, FOOTER_BYTES } from '../codec/index.ts';
import { EMBEDDED, NO_KEY, RowKind } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { droppedBy } from './keptRecords.ts';
import type { RepairPlan, RepairStep } from './plan.ts';

/** Keys that something concerns: how many, and the first of them. */
export interface KeySample {
  readonly count: number;
  readonly first: readonly KeyId[];
}

/** What the steps that are on do, as far as the bytes tell: a gap has no key. */
export interface PlanEffect {
  readonly spansDropped: number;
  /** Bytes that the output has at another value than the input, or in another encoding; dropped ones not counted. */
  readonly bytesChanged: number;
  /** Bytes that stand nowhere in the input. */
  readonly bytesAdded: number;
  /** Keys of which at least one record goes: they may hold an older value. */
  readonly keysDropped: KeySample;
  /** Keys of the records in which something is put right. */
  readonly keysMended: KeySample;
}

/** How many keys are told by name. */
const NAMED = 20;

/** What `plan` does to the keys and bytes of a scanned file. */
export function planEffect(index: FileIndex, plan: RepairPlan): PlanEffect {
  const dropped = new SeenKeys(index);
  const mended = new SeenKeys(index);
  let spansDropped = 0;
  let bytesChanged = 0;
  let bytesAdded = 0;
  for (const step of plan.steps) {
    if (!step.on) continue;
    bytesChanged += changedBytes(step);
    bytesAdded += addedBytes(step);
    if (droppedBy(step, index.size) !== null) {
      spansDropped++;
      dropped.addStep(step);
    } else if (step.kind === 'replace') mended.addStep(step);
  }
  return {
    spansDropped,
    bytesChanged,
    bytesAdded,
    keysDropped: dropped.sample(),
    keysMended: mended.sample(),
  };
}

/** The keys that one step concerns, whether it is on or off. */
export function stepKeys(index: FileIndex, step: RepairStep): KeySample {
  const keys = new SeenKeys(index);
  if (
    step.kind === 'drop' ||
    step.kind === 'truncate' ||
    step.kind === 'replace' ||
    step.kind === 'transcode'
  ) {
    keys.addStep(step);
  }
  return keys.sample();
}

function changedBytes(step: RepairStep): number {
  switch (step.kind) {
    case 'replace': {
      if (step.length === 0) return 0;
      const before = decodeBase64(step.before) ?? new Uint8Array(0);
      const after = decodeBase64(step.replacement) ?? new Uint8Array(0);
      if (before.length !== after.length) return Math.max(step.length, after.length);
      return after.reduce((sum, byte, i) => sum + (byte === before[i] ? 0 : 1), 0);
    }
    case 'transcode':
    case 'rewrite-count':
    case 'recompute-footer':
      return step.length;
    case 'drop':
    case 'truncate':
      return 0;
  }
}

function addedBytes(step: RepairStep): number {
  if (step.length > 0) return 0;
  if (step.kind === 'recompute-footer') return FOOTER_BYTES;
  return step.kind === 'replace' ? (decodeBase64(step.replacement)?.length ?? 0) : 0;
}

/** Collects the keys of rows, each once. */
class SeenKeys {
  readonly #index: FileIndex;
  /** One byte a key: a plan may concern millions of rows. */
  readonly #seen: Uint8Array;
  readonly #first: KeyId[] = [];
  #count = 0;

  constructor(index: FileIndex) {
    this.#index = index;
    this.#seen = new Uint8Array(index.keys.size);
  }

  /** The rows that a step touches. Doubtful ones are left out: their keys may be bytes of a value. */
  addStep(step: RepairStep): void {
    const { rows } = this.#index;
    // What is added at the end concerns no row of the input.
    if (rows.length === 0 || step.offset >= this.#index.size) return;
    const end = step.kind === 'truncate' ? this.#index.size : step.offset + Math.max(1, step.length);
    for (let row: number = rows.rowAt(step.offset); row < rows.length; row++) {
      const each = rowIndex(row);
      if (rows.offset(each) >= end) break;
      this.#add(each);
    }
  }

  #add(row: RowIndex): void {
    const { rows } = this.#index;
    const kind = rows.kind(row);
    if ((kind !== RowKind.record && kind !== RowKind.entry) || rows.hasFlag(row, EMBEDDED)) return;
    const key = rows.key(row);
    if (key === NO_KEY || this.#seen[key] === 1) return;
    this.#seen[key] = 1;
    this.#count++;
    if (this.#first.length < NAMED) this.#first.push(keyId(key));
  }

  sample(): KeySample {
    return { count: this.#count, first: this.#first };
  }
}
