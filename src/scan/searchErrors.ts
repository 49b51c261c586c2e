import type { ByteError, ByteErrorSearch } from '../codec/index.ts';
import type { ScanOptions } from './options.ts';

/** A few milliseconds' worth. */
const STEP_BYTES = 1 << 20;

/**
 * The wrong bytes that would explain a checksum's difference, found by steps between which the scan can be stopped.
 * @param at how far the scan is
 * @returns none once it was stopped
 */
export async function searchErrors(
  search: ByteErrorSearch,
  at: number,
  { signal, onProgress }: ScanOptions,
): Promise<readonly ByteError[]> {
  while (search.step(STEP_BYTES)) {
    await onProgress?.(at);
    if (signal?.aborted === true) return [];
  }
  return search.errors;
}
