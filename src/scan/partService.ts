import type { ByteSource } from '../codec/index.ts';
import type { PartService } from './helpers.ts';
import { type Part, PartRows } from './partRows.ts';
import { type PartOptions, scanPart } from './scanPart.ts';

/** Takes one part after the other, in the order in which they are asked for. */
export function partService(source: ByteSource, options: PartOptions): PartService {
  // Most scans never take a part.
  let rows: PartRows | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    scan: (task) => {
      rows ??= new PartRows(source.size());
      const into = rows;
      const part = last.then(() => scanPart(source, task, options, into));
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
