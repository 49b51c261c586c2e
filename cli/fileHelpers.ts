import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { type Helpers, helperCounts, type PartScanner, type PartService } from '../src/scan/index.ts';
import type { FileSource } from './fileSource.ts';

/** One level beside this file, in the source as in what is built of it. */
const PROGRAM = new URL('../build/part-thread.mjs', import.meta.url);

/** What a thread is given. */
export interface PartThreadData {
  readonly descriptor: number;
  /** Bytes. */
  readonly size: number;
  readonly key: Uint8Array | null;
}

/**
 * Threads that help to scan a file; none on a machine of one core. The file must stay open until the scan has ended.
 * @param key 32 bytes, or null when none is known
 */
export function fileHelpers(
  source: FileSource,
  key: Uint8Array | null,
  cores: number = availableParallelism(),
): Helpers {
  const data: PartThreadData = { descriptor: source.descriptor, size: source.size(), key };
  return { ...helperCounts(cores), start: () => startThread(data) };
}

function startThread(data: PartThreadData): PartScanner {
  const worker = new Worker(PROGRAM, { workerData: data });
  const service = wrap<PartService>(nodeEndpoint(worker));
  const lost = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread has ended')));
  });
  // It may be lost while nobody waits for it.
  lost.catch(() => undefined);
  return {
    scan: (task) => Promise.race([service.scan(task), lost]),
    close: () => void worker.terminate(),
  };
}
