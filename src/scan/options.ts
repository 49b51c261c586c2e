import type { Range } from '../base/index.ts';
import type { Helpers } from './helpers.ts';
import type { WindowOptions } from './windows.ts';

/** Asks a scan to stop; what was indexed stays. An `AbortSignal` is one. */
export interface CancelSignal {
  readonly aborted: boolean;
}

export interface ScanOptions {
  readonly windows?: WindowOptions;
  readonly signal?: CancelSignal;
  /** False: each record is taken by itself, without WebAssembly. The outcome is the same. */
  readonly batches?: boolean;
  /** Other threads that take a part in the work, where it is one that can be divided. The outcome is the same. */
  readonly helpers?: Helpers;
  /**
   * Called between windows with the bytes accounted for; the scan goes on when the promise does.
   * @param searching what holds behind damage is looked for: the last of these bytes are in no row yet
   */
  readonly onProgress?: (bytesDone: number, searching?: boolean) => Promise<void> | void;
  /** Called with the longest run of zeros that a search for what holds behind damage has passed over so far. */
  readonly onZeros?: (run: Range) => void;
}

/** How a scan ended. */
export type ScanEnd = 'done' | 'cancelled';
