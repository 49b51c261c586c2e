/* What a repair asks of a format. */
import type { ByteSource } from '../codec/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { ReaderOptions } from './diagnose/boundedReader.ts';
import type { RepairStep } from './plan.ts';

export interface RepairActs {
  /** Explains the faults of a scanned file, in place; null where nothing speaks for a cause. */
  readonly diagnose: ((source: ByteSource, index: FileIndex, options: ReaderOptions) => Promise<void>) | null;
  /** The header that a file gets whose own can't be read, and how much of what stands before the first row it replaces. */
  readonly newHeader: (index: FileIndex) => { readonly bytes: Uint8Array; readonly replaces: number };
  /** The whole plan, once it is known what goes: what else has to change with it. */
  readonly complete: (index: FileIndex, steps: RepairStep[]) => RepairStep[];
  /** What proves an output: the state that its records lead to, or its rows, byte by byte. */
  readonly provenBy: 'state' | 'rows';
  /** A plan can put other records with the same effect in the place of those that a reader doesn't know. */
  readonly rewrites: boolean;
}

declare module '../codec/index.ts' {
  interface Format {
    readonly repair: RepairActs;
  }
}
