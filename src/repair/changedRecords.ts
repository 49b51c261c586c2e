/* The records or entries in bytes that a plan changes: they stand in no row of the scan. */
import {
  AOF_HEADER_BYTES,
  AOF_PROGRAM,
  BodyProblem,
  CRC_BYTES,
  crc32,
  entryStart,
  hasMagic,
  RecordWalker,
  readU32,
  SNAPSHOT_PROGRAM,
  WalkStatus,
} from '../codec/index.ts';
import { type DecodedRow, decodeContent, type FileIndex } from '../scan/index.ts';

/**
 * Decodes what `bytes` hold, one after the other, up to the first that doesn't hold. Plaintext only: a frame is
 * never changed.
 * @param bytes may begin with a log's header
 */
export function changedRecords(bytes: Uint8Array, index: FileIndex): DecodedRow[] {
  const isLog = index.kind === 'aof';
  const walker = new RecordWalker(isLog ? AOF_PROGRAM : SNAPSHOT_PROGRAM);
  const found: DecodedRow[] = [];
  let at = isLog && hasMagic(bytes, 0, 'aof') ? AOF_HEADER_BYTES : 0;
  while (at < bytes.length) {
    const entry = isLog
      ? (AOF_PROGRAM.entryOf[bytes[at] as number] as number)
      : entryStart(index.layout === 1 ? 1 : 2);
    if (entry < 0) break;
    walker.start(entry, isLog ? at + 1 : at);
    if (walker.run(bytes, bytes.length, bytes.length) !== WalkStatus.done) break;
    const content = bytes.subarray(at, walker.position);
    at = walker.position;
    if (isLog) {
      if (at + CRC_BYTES > bytes.length || readU32(bytes, at) !== crc32(content)) break;
      at += CRC_BYTES;
    }
    // A reader refuses what breaks a rule, and so does the scan of the output.
    if (walker.keyIsBad || walker.bodyProblem !== BodyProblem.none) continue;
    const decoded = decodeContent(content, index);
    if (decoded !== null) found.push(decoded);
  }
  return found;
}
