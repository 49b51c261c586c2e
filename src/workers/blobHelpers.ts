import { wrap } from 'comlink';
import { type Helpers, helperCounts, type PartScanner } from '../scan/index.ts';
import { HELPER, type PartWorker } from './partWorker.ts';

/** A browser may end a worker without a word; a part never takes as long. */
const MOST_MS = 30_000;

/**
 * Workers of a file's worker that help to scan the file; none where a worker can't start others.
 * @param key 32 bytes, or null when none is known
 */
export function blobHelpers(blob: Blob, key: Uint8Array | null): Helpers {
  const cores = typeof Worker === 'undefined' ? 1 : navigator.hardwareConcurrency;
  return { ...helperCounts(cores), start: () => startHelper(blob, key) };
}

function startHelper(blob: Blob, key: Uint8Array | null): PartScanner {
  // The same script: it is at hand, and may have no address that could be asked for another.
  const worker = new Worker(self.location.href, { type: 'module', name: HELPER });
  const remote = wrap<PartWorker>(worker);
  const lost = new Promise<never>((_, reject) => {
    const lose = (event: Event): void => {
      event.preventDefault();
      reject(new Error('a helper was lost'));
    };
    worker.addEventListener('error', lose);
    worker.addEventListener('messageerror', lose);
  });
  // It may be lost while nobody waits for it.
  lost.catch(() => undefined);
  const opened = remote.open(blob, key);
  return {
    scan: async (task) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('a helper does not answer')), MOST_MS);
      });
      try {
        return await Promise.race([opened.then(() => remote.scan(task)), lost, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => worker.terminate(),
  };
}
