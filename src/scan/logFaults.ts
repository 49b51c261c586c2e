/* Turns what stopped a walk into a fault's evidence. */
import { fileOffset } from '../base/index.ts';
import {
  BodyProblem,
  type BodyRule,
  type FaultEvidence,
  MAX_COLLECTION_COUNT,
  MAX_FIELD_LENGTH,
  MAX_VECTOR_COUNT,
  MAX_VECTOR_DIMENSION,
  MAX_VECTOR_TOTAL,
  type RecordWalker,
  recordSpec,
  StopReason,
  WalkStatus,
} from '../codec/index.ts';
import type { Walked } from './probe.ts';

const LIMITS: Readonly<Record<StopReason, number | null>> = {
  [StopReason.none]: null,
  [StopReason.fieldLength]: MAX_FIELD_LENGTH,
  [StopReason.count]: MAX_COLLECTION_COUNT,
  [StopReason.dimension]: MAX_VECTOR_DIMENSION,
  [StopReason.vectorCount]: MAX_VECTOR_COUNT,
  [StopReason.vectorTotal]: MAX_VECTOR_TOTAL,
  [StopReason.unknownType]: null,
};

/** The evidence of a length or count that leads astray. */
export function lengthEvidence(walked: Walked, recordType: string, resumesAt: number | null): FaultEvidence {
  const { walker, base } = walked;
  return {
    kind: 'corrupt-length',
    recordType,
    field: walker.stopName.field,
    fieldAt: fileOffset(base + walker.stopAt),
    value: walker.stopValue,
    limit: LIMITS[walker.stopReason],
    resumesAt: resumesAt === null ? null : fileOffset(resumesAt),
  };
}

const RULES: Readonly<Record<BodyProblem, BodyRule>> = {
  [BodyProblem.none]: 'out-of-range',
  [BodyProblem.utf8]: 'utf8',
  [BodyProblem.negative]: 'negative',
  [BodyProblem.outOfRange]: 'out-of-range',
};

/** Whether the content that `walker` went over breaks a rule. */
export const breaksRule = (walker: RecordWalker): boolean =>
  walker.keyIsBad || walker.bodyProblem !== BodyProblem.none;

/**
 * The evidence of a broken rule: the first one in the record's order.
 * @param base file offset of the walker's position 0; null where positions are not in the file (decrypted content)
 * @param value the offending number, read from the bytes
 */
export function bodyEvidence(
  walker: RecordWalker,
  base: number | null,
  recordType: string,
  value: string | null,
): FaultEvidence {
  const keyFirst =
    walker.keyIsBad && (walker.bodyProblem === BodyProblem.none || walker.keyAt < walker.bodyAt);
  const at = keyFirst ? walker.keyAt : walker.bodyAt;
  return {
    kind: 'bad-body',
    recordType,
    field: keyFirst ? walker.keyName.field : walker.bodyName.field,
    fieldAt: base === null ? null : fileOffset(base + at),
    rule: keyFirst ? 'utf8' : RULES[walker.bodyProblem],
    value: keyFirst ? null : value,
  };
}

/** The name of the record type with `tag`; "tag n" when there is none. */
export const typeName = (tag: number): string => recordSpec(tag)?.type ?? `tag ${tag}`;

/**
 * The number that breaks a rule, as a decimal string; null where the rule is about text.
 * @param at where the offending field stands in `bytes`
 */
export function offendingValue(walker: RecordWalker, bytes: Uint8Array, at: number): string | null {
  if (walker.bodyProblem === BodyProblem.outOfRange) return String(walker.bodyValue);
  if (walker.bodyProblem !== BodyProblem.negative) return null;
  return new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigInt64(0, true).toString();
}

/** What is wrong with decrypted content, which GCM vouches for: whoever wrote it wrote it like this. */
export function contentEvidence(
  walker: RecordWalker,
  status: WalkStatus,
  recordType: string,
  content: Uint8Array,
): FaultEvidence {
  if (breaksRule(walker)) {
    return bodyEvidence(walker, null, recordType, offendingValue(walker, content, walker.bodyAt));
  }
  return {
    kind: 'bad-body',
    recordType,
    field: walker.stopName.field,
    fieldAt: null,
    rule: status === WalkStatus.stopped ? 'too-long' : 'cut-short',
    // Content that ends inside a number, or inside a length, has no claim to show.
    value: walker.stopName.field === '' ? null : String(walker.stopValue),
  };
}
