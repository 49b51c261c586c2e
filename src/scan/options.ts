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
  /** Called between windows with the bytes accounted for; the scan goes on when the promise does. */
  readonly onProgress?: (bytesDone: number) => Promise<void> | void;
}

/** How a scan ended. */
export type ScanEnd = 'done' | 'cancelled';
