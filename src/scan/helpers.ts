/* Other threads that a scan may use, as it sees them. How they are started and spoken to is the platform's. */
import { clamp } from '../base/index.ts';
import type { Part } from './partRows.ts';

/** A stretch of the file: the part goes from the first record that begins in it to the end of the last one that does. */
export interface PartTask {
  readonly from: number;
  readonly to: number;
}

/** Takes parts of one file, one after the other in the order in which they are asked for. */
export interface PartService {
  /** Null where no record begins in the stretch, or none was found soon enough. */
  scan(task: PartTask): Promise<Part | null>;
}

/** Another thread that does. Its answers reject once it is lost. */
export interface PartScanner extends PartService {
  close(): void;
}

/** How many helpers are worth their while. */
export interface HelperCounts {
  /** For plaintext records; 0 for none. */
  readonly plain: number;
  /** For encrypted ones. */
  readonly sealed: number;
}

/** Other threads that a scan may use. */
export interface Helpers extends HelperCounts {
  /** Starts one. */
  readonly start: () => PartScanner;
  /** By default {@link DEFAULT_PARTS}. */
  readonly parts?: PartSizes;
}

/** More only wait for the thread that has the index, which takes a third as long over plaintext as they do. */
const MOST_PLAIN = 3;
const MOST_SEALED = 7;

/**
 * The helpers for a machine. Opening encrypted records takes all that there is; plaintext is read about as fast as it is
 * scanned, and one core is the system's, which reads.
 */
export const helperCounts = (cores: number): HelperCounts => ({
  plain: clamp(cores - 2, 0, MOST_PLAIN),
  sealed: clamp(cores - 1, 0, MOST_SEALED),
});

/** Bytes of plaintext and of encrypted records: these take twenty times as long. */
export interface PartSizes {
  readonly plain: PartSize;
  readonly sealed: PartSize;
}

export interface PartSize {
  /** Of a part. */
  readonly bytes: number;
  /** What the scan goes through by itself before helpers are started: the first rows are wanted at once. */
  readonly alone: number;
  /** Between the place where helpers are started and the first part: the scan goes on meanwhile. */
  readonly lead: number;
}

export const DEFAULT_PARTS: PartSizes = {
  plain: { bytes: 16 << 20, alone: 4 << 20, lead: 32 << 20 },
  sealed: { bytes: 1 << 20, alone: 256 << 10, lead: 1 << 20 },
};
