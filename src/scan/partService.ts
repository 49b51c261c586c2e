import type { ByteSource } from '../codec/index.ts';
import type { PartService } from './helpers.ts';
import { type Part, PartRows } from './partRows.ts';
import { type PartOptions, scanPart } from './scanPart.ts';

/** Takes one part after the other, in the order in which they are asked for. */
export function partService(source: ByteSource, options: PartOptions): PartService {
  const rows = new PartRows(source.size());
  let last: Promise<unknown> = Promise.resolve();
  return {
    scan: (task) => {
      const part = last.then(() => scanPart(source, task, options, rows));
      last = part.catch(() => undefined);
      return part;
    },
  };
}

/** The memory of a part's columns, for whoever gives them to another thread: each has its own. */
export const partMemory = (part: Part): ArrayBuffer[] =>
  [part.keys, part.ends, part.tags, part.keysAt, part.keyLengths, part.hashes, part.expiries].map(
    (column) => column.buffer as ArrayBuffer,
  );
