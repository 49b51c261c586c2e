/* What a stretch of a log that holds no record is, from how the record at its beginning failed and from its bytes. */
import { fileOffset } from '../base/index.ts';
import {
  CRC_BYTES,
  type FaultEvidence,
  FRAME_HEADER_BYTES,
  magicAt,
  StopReason,
  WalkStatus,
} from '../codec/index.ts';
import { type FrameLook, noFrameEvidence } from './frames.ts';
import { lengthEvidence, typeName } from './logFaults.ts';
import type { RecordProbe, Walked } from './probe.ts';

const DISK_SECTOR = 512;
const DISK_PAGE = 4096;

/** How the record at a gap's beginning failed, by the encoding that was expected there. */
export type Failure =
  | { readonly encoding: 'plain'; readonly probe: RecordProbe }
  | { readonly encoding: 'sealed'; readonly look: FrameLook; readonly first: boolean };

/** A gap: `at … end` of the file. */
export interface Gap {
  readonly at: number;
  readonly end: number;
  /** Its first bytes. */
  readonly head: Uint8Array;
  /** A record holds at `end`. */
  readonly resumes: boolean;
}

/** The evidence of a gap. */
export function gapEvidence(failure: Failure, gap: Gap): FaultEvidence {
  const { head, at, end, resumes } = gap;
  const resumesAt = resumes ? fileOffset(end) : null;
  const magic = magicAt(head, 0);
  if (magic !== null) {
    return {
      kind: 'foreign-header',
      format: magic === 'aof' ? 'ember-aof' : 'ember-snapshot',
      version: head[4] ?? 0,
    };
  }
  if (head.length > 1 && head.every((byte) => byte === 0)) {
    const alignment = at % DISK_PAGE === 0 ? DISK_PAGE : at % DISK_SECTOR === 0 ? DISK_SECTOR : 1;
    return { kind: 'zeroed', alignment, resumesAt };
  }
  if (failure.encoding === 'sealed') return sealedEvidence(failure, gap);
  const { probe } = failure;
  switch (probe.outcome) {
    case 'framed':
      return {
        kind: 'bad-checksum',
        recordType: typeName(probe.tag),
        stored: probe.stored,
        computed: probe.computed,
        framingHolds: false,
      };
    case 'stopped':
      return lengthEvidence(probe.walked, typeName(probe.tag), resumesAt);
    case 'torn':
      // No length reaches into the next record: bytes before it are missing, and which can't be told.
      if (resumes && probe.walked.walker.stopName.field === '') return { kind: 'garbage', resumesAt };
      if (resumes) return lengthEvidence(probe.walked, typeName(probe.tag), resumesAt);
      return { kind: 'torn-tail', recordType: typeName(probe.tag), missing: missingBytes(probe.walked, end) };
    case 'unknown-tag':
      return { kind: 'unknown-tag', tag: probe.tag, resumesAt };
    case 'end':
      return { kind: 'garbage', resumesAt };
  }
}

function sealedEvidence(failure: Extract<Failure, { encoding: 'sealed' }>, gap: Gap): FaultEvidence {
  const { look } = failure;
  if (look.outcome === 'frame') {
    return { kind: 'undecryptable', frameLength: look.length, wrongKeyLikely: failure.first && !gap.resumes };
  }
  const evidence = noFrameEvidence(look, gap.head, gap.at, gap.end - gap.at);
  if (!gap.resumes) return evidence;
  const resumesAt = fileOffset(gap.end);
  // Where a length would stand, the next record stands already: what is left is a piece of a frame.
  if (gap.end < gap.at + FRAME_HEADER_BYTES && evidence.kind !== 'foreign-header')
    return { kind: 'garbage', resumesAt };
  if (evidence.kind === 'corrupt-length') return { ...evidence, resumesAt };
  if (evidence.kind !== 'torn-tail') return evidence;
  const value = look.outcome === 'torn' ? (look.length ?? 0) : 0;
  return {
    kind: 'corrupt-length',
    recordType: null,
    field: 'frame length',
    fieldAt: fileOffset(gap.at + 12),
    value,
    limit: null,
    resumesAt,
  };
}

/** How many bytes a torn record lacks at least; null when that can't be told. */
function missingBytes(walked: Walked, fileEnd: number): number | null {
  if (walked.status === WalkStatus.done) return walked.end + CRC_BYTES - fileEnd;
  const { walker, base } = walked;
  if (walker.stopReason === StopReason.none) return null;
  return base + walker.stopEnd - fileEnd;
}
