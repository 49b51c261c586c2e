/* Frames that don't open under the key, but are framed: their lengths lead from one to the next. */
import type { ByteSource } from '../codec/index.ts';
import { NO_KEY, RowStatus, SEALED } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { frameAt } from './frames.ts';

/** Whether frames chained by their lengths lead from `at` exactly to `end`. */
export async function chainLeadsTo(source: ByteSource, at: number, end: number): Promise<boolean> {
  let next = at;
  while (next < end) {
    const look = await frameAt(source, next);
    if (look.outcome !== 'frame') return false;
    next += look.end;
  }
  return next === end;
}

/**
 * Appends the frames from the index's end up to `end`, none of which opens.
 * @param isRest nothing that opens follows: when nothing opened before either, the key is another one
 */
export async function pushUndecryptable(
  source: ByteSource,
  index: FileIndex,
  end: number,
  isRest: boolean,
  flags: number,
): Promise<void> {
  const first = index.rows.end;
  const wrongKeyLikely = isRest && index.rows.records === 0;
  while (index.rows.end < end) {
    const at = index.rows.end;
    const look = await frameAt(source, at);
    if (look.outcome !== 'frame') return;
    const row = index.pushRecord(at + look.end, 0, RowStatus.undecryptable, NO_KEY, flags | SEALED);
    // One fault tells of a wrong key; a fault for each frame would bury it.
    if (wrongKeyLikely && at > first) continue;
    const length = wrongKeyLikely ? end - at : look.end;
    index.addFault(row, 'damage', at, length, {
      kind: 'undecryptable',
      frameLength: look.length,
      wrongKeyLikely,
    });
  }
}
