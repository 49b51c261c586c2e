import { rowIndex } from '../base/index.ts';
import {
  AOF_HEADER_BYTES,
  type ByteSource,
  type EmberKind,
  frameCipher,
  readExactly,
  SNAPSHOT_HEADER_BYTES,
} from '../codec/index.ts';
import { type FileIndex, frameAt, openLongFrame } from '../scan/index.ts';
import type { KeyTrial } from './api.ts';
import { KEY_DOES_NOT_FIT } from './keyProblems.ts';
import { readProblem } from './problem.ts';

/** Tries a key on a file's first frame. @param index null before anything was scanned */
export async function tryKeyOn(
  source: ByteSource,
  kind: EmberKind,
  index: FileIndex | null,
  key: Uint8Array,
): Promise<KeyTrial> {
  const header = kind === 'aof' ? AOF_HEADER_BYTES : SNAPSHOT_HEADER_BYTES;
  const at = (index === null ? null : firstFrame(index)) ?? header;
  try {
    const look = await frameAt(source, at);
    if (look.outcome !== 'frame') return { outcome: 'untested' };
    const frame = await readExactly(source, at, look.end);
    const content = await openLongFrame(frameCipher(key), frame);
    return content === null ? { outcome: 'does-not-fit', problem: KEY_DOES_NOT_FIT } : { outcome: 'fits' };
  } catch (error) {
    return { outcome: 'does-not-fit', problem: readProblem(error, 0) };
  }
}

/** Where the first encrypted record is: in a log that began as plaintext, not behind the header. */
function firstFrame(index: FileIndex): number | null {
  for (let row = 0; row < index.rows.length; row++) {
    if (index.isSealed(rowIndex(row))) return index.rows.offset(rowIndex(row));
  }
  return null;
}
