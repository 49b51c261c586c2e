import { transfer } from 'comlink';
import { frameCipher } from '../codec/index.ts';
import { type PartService, partMemory, partService } from '../scan/index.ts';
import { blobSource } from './blobSource.ts';

/** The name of a worker that takes parts of a log for another one. */
export const HELPER = 'helper';

/** What such a worker is asked for. */
export interface PartWorker extends PartService {
  /** Says whose parts they are; once, before the first. */
  open(blob: Blob, key: Uint8Array | null): void;
}

export function createPartWorker(): PartWorker {
  let parts: PartService | null = null;
  return {
    open: (blob, key) => {
      parts = partService(blobSource(blob), { cipher: key === null ? null : frameCipher(key) });
    },
    scan: async (task) => {
      const part = (await parts?.scan(task)) ?? null;
      return part === null ? null : transfer(part, partMemory(part));
    },
  };
}
