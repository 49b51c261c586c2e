/* Helpers of a scan that run in its own thread: what they answer goes through the same copy as between threads. */
import type { ByteSource } from '../../src/codec/index.ts';
import { frameCipher } from '../../src/codec/index.ts';
import { type Helpers, type Part, partService } from '../../src/scan/index.ts';

export interface CountedHelpers extends Helpers {
  /** What was answered so far. */
  readonly answers: (Part | null)[];
  readonly open: () => number;
}

/** Helpers for parts of `bytes` each, from the first byte on. */
export function partHelpers(
  source: ByteSource,
  key: Uint8Array | null,
  { bytes, lead = 0, batches = true }: { bytes: number; lead?: number; batches?: boolean },
): CountedHelpers {
  const size = { bytes, alone: 0, lead };
  const answers: (Part | null)[] = [];
  let open = 0;
  const cipher = key === null ? null : frameCipher(key);
  return {
    plain: 2,
    sealed: 2,
    parts: { plain: size, sealed: size },
    start: () => {
      open++;
      const service = partService(source, { cipher, batches });
      return {
        scan: async (task) => {
          const part = structuredClone(await service.scan(task));
          answers.push(part);
          return part;
        },
        close: () => {
          open--;
        },
      };
    },
    answers,
    open: () => open,
  };
}
