/* One step of ember's reader at one offset: what it does with the record or entry there, by its own order of checks. */
import {
  AOF_PROGRAM,
  BodyProblem,
  type ByteSource,
  entryStart,
  FRAME_HEADER_BYTES,
  type FrameCipher,
  MAX_FIELD_LENGTH,
  NONCE_BYTES,
  type Program,
  type ReaderProfile,
  RecordWalker,
  readExactly,
  readU32,
  SNAPSHOT_PROGRAM,
  WalkStatus,
} from '../codec/index.ts';
import { offendingValue } from './logFaults.ts';
import { probeRecord, type Walked, walkEntry } from './probe.ts';
import {
  bodyMessage,
  checksumMismatch,
  DECRYPTION_FAILED,
  frameTooLong,
  keyMessage,
  stopMessage,
  UNEXPECTED_EOF,
  unknownTag,
} from './readerMessages.ts';

/** What the reader does. `end-of-data` is the clean end, also when a record is cut short. */
export type Step =
  | { readonly outcome: 'applies'; readonly end: number }
  | { readonly outcome: 'end-of-data' }
  | { readonly outcome: 'fails'; readonly error: string };

const fails = (error: string): Step => ({ outcome: 'fails', error });

/** Whether the rule that is broken is one that this reader minds. */
function minds(walker: RecordWalker, profile: ReaderProfile): boolean {
  if (walker.bodyProblem === BodyProblem.none) return false;
  return walker.bodyProblem !== BodyProblem.negative || profile.rejectsNegativeTtl;
}

async function bodyValueAt(source: ByteSource, walked: Walked): Promise<string | null> {
  const { walker, base } = walked;
  if (walker.bodyProblem !== BodyProblem.negative) return null;
  return offendingValue(walker, await readExactly(source, base + walker.bodyAt, 8), 0);
}

/** A plaintext log's record: lengths and counts while reading, then the checksum, then the content. */
export async function stepRecord(source: ByteSource, at: number, profile: ReaderProfile): Promise<Step> {
  const probe = await probeRecord(source, at, profile.limits, profile.readsTag);
  switch (probe.outcome) {
    case 'end':
    case 'torn':
      return { outcome: 'end-of-data' };
    case 'unknown-tag':
      return fails(unknownTag(probe.tag));
    case 'stopped':
      return fails(stopMessage(probe.walked.walker, false));
    case 'framed': {
      if (probe.stored !== probe.computed) return fails(checksumMismatch(probe.stored, probe.computed));
      const { walker } = probe.walked;
      const minded = minds(walker, profile);
      if (walker.keyIsBad && !(minded && walker.bodyAt < walker.keyAt)) return fails(keyMessage(walker));
      if (minded) return fails(bodyMessage(walker, await bodyValueAt(source, probe.walked)));
      return { outcome: 'applies', end: probe.end };
    }
  }
}

/** A plaintext snapshot's entry: everything while reading, but the key's text last. */
export async function stepEntry(
  source: ByteSource,
  at: number,
  version: number,
  profile: ReaderProfile,
): Promise<Step> {
  const walked = await walkEntry(source, version, at, profile.limits);
  const { walker } = walked;
  // A type that this build doesn't know stops it before anything behind the type byte is read.
  if (walker.type >= 0 && !profile.readsSnapshotType(walker.type)) return fails(unknownTag(walker.type));
  if (minds(walker, profile)) return fails(bodyMessage(walker, null));
  if (walked.status === WalkStatus.stopped) return fails(stopMessage(walker, false));
  if (walked.status === WalkStatus.torn) return fails(UNEXPECTED_EOF);
  return walker.keyIsBad ? fails(keyMessage(walker)) : { outcome: 'applies', end: walked.end };
}

/** An encrypted frame, in a log or a snapshot. Its content goes through one decoder that checks in order. */
export async function stepFrame(
  source: ByteSource,
  at: number,
  kind: 'record' | 'entry',
  cipher: FrameCipher,
  profile: ReaderProfile,
): Promise<Step> {
  const cut: Step = kind === 'record' ? { outcome: 'end-of-data' } : fails(UNEXPECTED_EOF);
  const size = source.size();
  if (at + FRAME_HEADER_BYTES > size) return cut;
  const head = await readExactly(source, at, FRAME_HEADER_BYTES);
  const length = readU32(head, NONCE_BYTES);
  if (length > MAX_FIELD_LENGTH) return fails(frameTooLong(kind, length));
  const end = at + FRAME_HEADER_BYTES + length;
  if (end > size) return cut;
  const ciphertext = await readExactly(source, at + FRAME_HEADER_BYTES, length);
  const content = await cipher.openLong(head.subarray(0, NONCE_BYTES), ciphertext);
  if (content === null) return fails(DECRYPTION_FAILED);
  const error =
    kind === 'record' ? recordContentError(content, profile) : entryContentError(content, profile);
  return error === null ? { outcome: 'applies', end } : fails(error);
}

function recordContentError(content: Uint8Array, profile: ReaderProfile): string | null {
  const tag = content[0];
  if (tag === undefined) return UNEXPECTED_EOF;
  if (!profile.readsEncryptedTag(tag)) return unknownTag(tag);
  return contentError(AOF_PROGRAM, AOF_PROGRAM.entryOf[tag] as number, 1, content, profile);
}

const entryContentError = (content: Uint8Array, profile: ReaderProfile): string | null =>
  contentError(SNAPSHOT_PROGRAM, entryStart(2), 0, content, profile);

function contentError(
  program: Program,
  entry: number,
  at: number,
  content: Uint8Array,
  profile: ReaderProfile,
): string | null {
  const walker = new RecordWalker(program, profile.limits);
  walker.start(entry, at);
  const status = walker.run(content, content.length, content.length);
  const minded = minds(walker, profile);
  if (walker.keyIsBad && !(minded && walker.bodyAt < walker.keyAt)) return keyMessage(walker);
  if (walker.type >= 0 && !profile.readsSnapshotType(walker.type)) return unknownTag(walker.type);
  if (minded) return bodyMessage(walker, offendingValue(walker, content, walker.bodyAt));
  if (status === WalkStatus.stopped) return stopMessage(walker, true);
  return status === WalkStatus.done ? null : UNEXPECTED_EOF;
}
