/* Encrypted frames, `nonce 12 · len u32 · ciphertext[len]`, in logs and snapshots alike. */
import { fileOffset } from '../base/index.ts';
import {
  type ByteSource,
  type FaultEvidence,
  FRAME_HEADER_BYTES,
  type FrameCipher,
  GCM_TAG_BYTES,
  MAX_FIELD_LENGTH,
  magicAt,
  NONCE_BYTES,
  readExactly,
  readU32,
} from '../codec/index.ts';

/** What stands at a position of a window. All positions are relative to it. */
export type FrameLook =
  /** `end` is where the frame ends; its bytes may reach past the window. */
  | { readonly outcome: 'frame'; readonly end: number; readonly length: number }
  /** The window doesn't hold the frame's header. */
  | { readonly outcome: 'more' }
  /** The file ends inside the frame. `length` is what it claims; null when even that is cut. */
  | { readonly outcome: 'torn'; readonly length: number | null }
  /** The length is over the limit, or too short to hold a tag. */
  | { readonly outcome: 'bad-length'; readonly length: number };

/** @param fileEnd the file's end, relative to the window */
export function lookAtFrame(bytes: Uint8Array, at: number, fileEnd: number): FrameLook {
  if (at + FRAME_HEADER_BYTES > fileEnd) return { outcome: 'torn', length: null };
  if (at + FRAME_HEADER_BYTES > bytes.length) return { outcome: 'more' };
  const length = readU32(bytes, at + NONCE_BYTES);
  if (length > MAX_FIELD_LENGTH) return { outcome: 'bad-length', length };
  const end = at + FRAME_HEADER_BYTES + length;
  if (end > fileEnd) return { outcome: 'torn', length };
  return length <= GCM_TAG_BYTES ? { outcome: 'bad-length', length } : { outcome: 'frame', end, length };
}

/** The content of a whole frame, or null when the tag doesn't hold. @param room see `FrameCipher.open` */
export const openFrame = (cipher: FrameCipher, frame: Uint8Array, room?: Uint8Array): Uint8Array | null =>
  cipher.open(frame.subarray(0, NONCE_BYTES), frame.subarray(FRAME_HEADER_BYTES), room);

/** The same for a frame of any length: see `FrameCipher.openLong`. */
export const openLongFrame = (cipher: FrameCipher, frame: Uint8Array): Promise<Uint8Array | null> =>
  cipher.openLong(frame.subarray(0, NONCE_BYTES), frame.subarray(FRAME_HEADER_BYTES));

/** What stands at `at` of a file, by random access; positions are relative to `at`. */
export async function frameAt(source: ByteSource, at: number): Promise<FrameLook> {
  const left = source.size() - at;
  return lookAtFrame(await readExactly(source, at, Math.min(FRAME_HEADER_BYTES, left)), 0, left);
}

/** Whether a frame that opens stands at `at`. */
export async function frameOpensAt(
  source: ByteSource,
  at: number,
  cipher: FrameCipher | null,
): Promise<boolean> {
  if (cipher === null) return false;
  const look = await frameAt(source, at);
  if (look.outcome !== 'frame') return false;
  return (await openLongFrame(cipher, await readExactly(source, at, look.end))) !== null;
}

/**
 * What is wrong where no frame stands.
 * @param head the first bytes there
 * @param left bytes from there to the end of the file
 */
export function noFrameEvidence(look: FrameLook, head: Uint8Array, at: number, left: number): FaultEvidence {
  const magic = magicAt(head, 0);
  if (magic !== null) {
    return {
      kind: 'foreign-header',
      format: magic === 'aof' ? 'ember-aof' : 'ember-snapshot',
      version: head[4] ?? 0,
    };
  }
  if (look.outcome === 'bad-length') {
    if (head.every((byte) => byte === 0)) return { kind: 'zeroed', alignment: 1, resumesAt: null };
    return {
      kind: 'corrupt-length',
      recordType: null,
      field: 'frame length',
      fieldAt: fileOffset(at + NONCE_BYTES),
      value: look.length,
      limit: look.length > MAX_FIELD_LENGTH ? MAX_FIELD_LENGTH : null,
      resumesAt: null,
    };
  }
  const claimed = look.outcome === 'torn' ? look.length : null;
  return {
    kind: 'torn-tail',
    recordType: null,
    missing: claimed === null ? null : FRAME_HEADER_BYTES + claimed - left,
  };
}
