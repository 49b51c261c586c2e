/* Whether bytes, put together anew, are whole records: what a cause is proven by. */
import {
  AOF_PROGRAM,
  BodyProblem,
  CRC_BYTES,
  crc32,
  entryStart,
  FRAME_HEADER_BYTES,
  type FrameCipher,
  GCM_TAG_BYTES,
  NONCE_BYTES,
  type Program,
  RecordWalker,
  readU32,
  SNAPSHOT_PROGRAM,
  WalkStatus,
} from '../../codec/index.ts';

/** The walk over what begins at `at`, which must not reach past `end`. */
export function walkIn(
  program: Program,
  entry: number,
  bytes: Uint8Array,
  at: number,
  end = bytes.length,
): RecordWalker {
  const walker = new RecordWalker(program);
  walker.start(entry, at);
  walker.run(bytes, end, end);
  return walker;
}

/** Whether the walk came to its end, and the content keeps the rules. */
const isWhole = (walker: RecordWalker, status: WalkStatus): boolean =>
  status === WalkStatus.done && !walker.keyIsBad && walker.bodyProblem === BodyProblem.none;

/** Where the record that begins at `at` ends by its lengths, checksum included; null when they lead astray. */
export function recordEnd(bytes: Uint8Array, at: number): number | null {
  const entry = AOF_PROGRAM.entryOf[bytes[at] ?? 0] as number;
  if (entry < 0) return null;
  const walker = new RecordWalker(AOF_PROGRAM);
  walker.start(entry, at + 1);
  const status = walker.run(bytes, bytes.length, bytes.length);
  return status === WalkStatus.done ? walker.position + CRC_BYTES : null;
}

/** How many whole records `bytes` are, from the first byte to the last; null when they are anything else. */
export function countRecords(bytes: Uint8Array): number | null {
  const walker = new RecordWalker(AOF_PROGRAM);
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    const entry = AOF_PROGRAM.entryOf[bytes[at] as number] as number;
    if (entry < 0) return null;
    walker.start(entry, at + 1);
    const status = walker.run(bytes, bytes.length, bytes.length);
    const end = walker.position;
    if (!isWhole(walker, status) || end + CRC_BYTES > bytes.length) return null;
    if (crc32(bytes, at, end) !== readU32(bytes, end)) return null;
    at = end + CRC_BYTES;
  }
  return count;
}

/** How many frames that open `bytes` are, from the first byte to the last; null when they are anything else. */
export function countFrames(bytes: Uint8Array, cipher: FrameCipher): number | null {
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    if (at + FRAME_HEADER_BYTES > bytes.length) return null;
    const length = readU32(bytes, at + NONCE_BYTES);
    const end = at + FRAME_HEADER_BYTES + length;
    if (length <= GCM_TAG_BYTES || end > bytes.length) return null;
    const nonce = bytes.subarray(at, at + NONCE_BYTES);
    if (cipher.open(nonce, bytes.subarray(at + FRAME_HEADER_BYTES, end)) === null) return null;
    at = end;
  }
  return count;
}

/** How many plaintext entries `bytes` are, by their lengths alone; null when these lead astray or break a rule. */
export function countEntries(bytes: Uint8Array, layout: number): number | null {
  const walker = new RecordWalker(SNAPSHOT_PROGRAM);
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    walker.start(entryStart(layout), at);
    const status = walker.run(bytes, bytes.length, bytes.length);
    if (!isWhole(walker, status)) return null;
    at = walker.position;
  }
  return count;
}

/** `bytes` without the stretch `from … to`. */
export function without(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const rest = new Uint8Array(bytes.length - (to - from));
  rest.set(bytes.subarray(0, from));
  rest.set(bytes.subarray(to), from);
  return rest;
}

/** `bytes` with `added` before the byte `at`. */
export function withInserted(bytes: Uint8Array, at: number, added: Uint8Array): Uint8Array {
  const all = new Uint8Array(bytes.length + added.length);
  all.set(bytes.subarray(0, at));
  all.set(added, at);
  all.set(bytes.subarray(at), at + added.length);
  return all;
}
