/* What a stretch of a snapshot that holds no entry is, from how the entry at its beginning failed. */
import { fileOffset } from '../base/index.ts';
import { type FaultEvidence, StopReason, WalkStatus } from '../codec/index.ts';
import { type FrameLook, noFrameEvidence } from './frames.ts';
import { lengthEvidence } from './logFaults.ts';
import type { Walked } from './probe.ts';
import { entryName } from './snapshotEntries.ts';

/** How the entry failed: as a walk, or as a frame. */
export interface EntryFailure {
  readonly walked: Walked | null;
  readonly look: FrameLook | null;
  readonly fileSize: number;
}

/**
 * The evidence of the gap `at … end`.
 * @param head its first bytes
 * @param resumes an entry was found at `end`
 */
export function snapshotGapEvidence(
  failure: EntryFailure,
  head: Uint8Array,
  at: number,
  end: number,
  resumes: boolean,
): FaultEvidence {
  const evidence = failureEvidence(failure, head, at, end, resumes);
  // A length that would stand where the next entry stands already is none: what is left is a piece of an entry.
  const elsewhere = evidence.kind === 'corrupt-length' && evidence.fieldAt + 4 > end;
  return elsewhere ? { kind: 'garbage', resumesAt: resumes ? fileOffset(end) : null } : evidence;
}

function failureEvidence(
  { walked, look, fileSize }: EntryFailure,
  head: Uint8Array,
  at: number,
  end: number,
  resumes: boolean,
): FaultEvidence {
  const resumesAt = resumes ? fileOffset(end) : null;
  if (look?.outcome === 'frame')
    return { kind: 'undecryptable', frameLength: look.length, wrongKeyLikely: false };
  if (walked === null) return noFrameEvidence(look ?? { outcome: 'more' }, head, at, fileSize - at);
  const { walker, base } = walked;
  const recordType = walker.type < 0 ? null : entryName(walker.type);
  if (head.length > 1 && head.every((byte) => byte === 0)) return { kind: 'zeroed', alignment: 1, resumesAt };
  if (walker.stopReason === StopReason.unknownType)
    return { kind: 'unknown-tag', tag: walker.type, resumesAt };
  if (walked.status === WalkStatus.stopped || resumes)
    return lengthEvidence(walked, recordType ?? 'entry', resumesAt);
  const isKnown = walker.stopReason !== StopReason.none;
  const missing = isKnown ? Math.max(0, base + walker.stopAt + 4 + walker.stopValue - fileSize) : null;
  return { kind: 'torn-tail', recordType, missing };
}
