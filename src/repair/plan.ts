import type { FileOffset } from '../base/index.ts';

/** The ready-made plans. */
export type RepairPreset = 'truncate' | 'drop-damaged' | 'salvage' | 'fix-bits' | 'rewrite';

/**
 * One reviewable change, over a range of the input. The steps of a plan are in file order and no two touch the
 * same bytes. A step that is off leaves its bytes as they are.
 */
export type RepairStep = RepairStepBase &
  (
    | { readonly kind: 'drop' }
    /** Everything from `offset` on goes. */
    | { readonly kind: 'truncate' }
    /** `length` bytes at `offset` become `replacement` (base64); lengths may differ, also 0. */
    | { readonly kind: 'replace'; readonly replacement: string; readonly before: string }
    /** Records in the other encoding than the header says are written in the file's own. Needs the key. */
    | { readonly kind: 'transcode'; readonly to: 'plaintext' | 'encrypted' }
    /** A snapshot's entry count is set to the number of entries kept. */
    | { readonly kind: 'rewrite-count'; readonly from: number }
    /** A snapshot's footer is computed anew over the entries kept. */
    | { readonly kind: 'recompute-footer'; readonly from: number | null }
  );

export interface RepairStepBase {
  /** Unique in its plan. */
  readonly id: string;
  readonly offset: FileOffset;
  /** Bytes of the input concerned; 0 for an insertion. */
  readonly length: number;
  readonly on: boolean;
  /** False for a step without which the output would not be a file of its format. */
  readonly optional: boolean;
  /** "Drop a record whose checksum fails" */
  readonly title: string;
  /** Why, and what it means for the data. */
  readonly reason: string;
  /** Records gained (+) or given up (−) against what the named reader applies of the damaged file's own framing. */
  readonly records: number;
}

/** An ordered, reviewable list of changes, applied only to a new file. */
export interface RepairPlan {
  readonly version: 1;
  readonly preset: RepairPreset;
  readonly format: string;
  readonly source: { readonly name: string; readonly size: number; readonly sha256: string | null };
  readonly steps: readonly RepairStep[];
}

/** What a plan makes of a file, in numbers. */
export interface RepairPreview {
  readonly plan: RepairPlan;
  readonly outputSize: number;
  readonly recordsKept: number;
  readonly recordsDropped: number;
  readonly bytesDropped: number;
  /** The input is clean and the plan changes nothing. */
  readonly unchanged: boolean;
  /** The plan can't make a readable file; says why. */
  readonly impossible: string | null;
}
